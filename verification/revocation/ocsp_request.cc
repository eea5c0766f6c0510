#include "verification/revocation/ocsp_request.h"

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/openssl/digest.h"
#include "verification/revocation/ocsp_check.h"
#include "verification/x509/der_write.h"

namespace oteu::verification::revocation {
namespace {

using openssl::Bytes;
using x509::WriteDer;

constexpr kzgost::Oid kSha256Oid("2.16.840.1.101.3.4.2.1");
constexpr kzgost::Oid kNonceOid("1.3.6.1.5.5.7.48.1.2");

std::string Sequence(const std::string& contents) { return WriteDer(kzgost::kDerSequence, contents); }
std::string Octets(Bytes bytes) { return WriteDer(kzgost::kDerOctetString, openssl::AsStringView(bytes)); }
std::string OidDer(const kzgost::Oid& oid) {
  return WriteDer(kzgost::kDerOid, openssl::AsStringView(oid.der()));
}

// The request's [2] EXPLICIT Extensions with a nonce; 4.4.1: its value is an OCTET STRING inside extnValue.
std::string NonceExtensions(Bytes nonce) {
  if (nonce.empty()) return "";
  const std::string value = Octets(openssl::AsBytes(Octets(nonce)));
  return WriteDer(kzgost::DerContext(2), Sequence(Sequence(OidDer(kNonceOid) + value)));
}

}  // namespace

std::string MakeOcspRequest(const openssl::Context& context, const x509::Certificate& certificate,
                            const x509::Certificate& issuer, Bytes nonce) {
  const auto name = openssl::Digest(context, kSha256Oid.text(), issuer.outline.subject);
  const auto key = openssl::Digest(context, kSha256Oid.text(), PublicKeyBits(issuer.outline));
  if (!name.ok() || !key.ok()) return "";
  const std::string serial = WriteDer(kzgost::kDerInteger, openssl::AsStringView(certificate.outline.serial));
  const std::string algorithm = Sequence(OidDer(kSha256Oid) + WriteDer(kzgost::kDerNull, ""));
  const std::string id = Sequence(algorithm + Octets(name->bytes()) + Octets(key->bytes()) + serial);
  return Sequence(Sequence(Sequence(Sequence(id)) + NonceExtensions(nonce)));
}

}  // namespace oteu::verification::revocation
