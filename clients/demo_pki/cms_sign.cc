#include "clients/demo_pki/cms_sign.h"

#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::demo_pki {
namespace {

using verification::openssl::AsBytes;
using verification::openssl::AsStringView;

// IssuerAndSerialNumber, with the issuer's bytes as they stand in the certificate.
absl::StatusOr<std::string> SignerIdentifier(std::string_view certificate) {
  const auto* cursor = reinterpret_cast<const unsigned char*>(certificate.data());
  const verification::openssl::X509Ptr parsed(
      d2i_X509(nullptr, &cursor, static_cast<long>(certificate.size())));
  if (!parsed)
    return verification::openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "signer's certificate");
  unsigned char* issuer = nullptr;
  const int issuer_size = i2d_X509_NAME(X509_get_issuer_name(parsed.get()), &issuer);
  const verification::openssl::BytesPtr issuer_owned(issuer);
  unsigned char* serial = nullptr;
  const int serial_size = i2d_ASN1_INTEGER(X509_get0_serialNumber(parsed.get()), &serial);
  const verification::openssl::BytesPtr serial_owned(serial);
  verification::openssl::ClearErrors();  // The default context knows no GOST key; none is needed here.
  if (issuer_size <= 0 || serial_size <= 0)
    return absl::InternalError("signer's certificate: names do not encode");
  return der::Sequence(
      {std::string(reinterpret_cast<const char*>(issuer), static_cast<size_t>(issuer_size)),
       std::string(reinterpret_cast<const char*>(serial), static_cast<size_t>(serial_size))});
}

std::string Attribute(std::string_view oid, const std::vector<std::string>& values) {
  return der::Sequence({der::Oid(oid), der::SetOf(values)});
}

// SigningCertificateV2 with the default digest, SHA-256, and without issuerSerial: as NCA programs write it.
std::string SigningCertificate(const CmsSigner& signer, const CmsDefects& defects) {
  verification::openssl::Sha256Digest digest = verification::openssl::Sha256(AsBytes(signer.certificate));
  if (defects.signing_certificate) digest[0] ^= 1U;
  const std::string id = der::Sequence({der::OctetString(AsStringView(digest))});
  return Attribute(kSigningCertificateV2Oid, {der::Sequence({der::Sequence({id})})});
}

absl::StatusOr<std::vector<std::string>> SignedAttributes(std::string_view content, const CmsSigner& signer,
                                                          const CmsOptions& options) {
  const CmsDefects& defects = options.defects;
  absl::StatusOr<std::string> digest =
      signer.key->Digest(defects.message_digest ? std::string(content).append("!") : std::string(content));
  if (!digest.ok()) return digest.status();
  std::vector<std::string> attributes;
  if (!defects.omit_content_type) {
    attributes.push_back(Attribute(
        kContentTypeOid, {der::Oid(defects.content_type_attribute ? kSignedDataOid : options.content_type)}));
  }
  if (options.signing_time)
    attributes.push_back(Attribute(kSigningTimeOid, {der::Time(*options.signing_time)}));
  if (!defects.omit_message_digest) {
    attributes.push_back(Attribute(kMessageDigestOid, {der::OctetString(*digest)}));
  }
  if (defects.doubled_message_digest) attributes.push_back(attributes.back());
  if (options.signing_certificate_attribute) attributes.push_back(SigningCertificate(signer, defects));
  return attributes;
}

absl::StatusOr<std::string> SignerInfo(std::string_view content, const CmsSigner& signer,
                                       const CmsOptions& options) {
  absl::StatusOr<std::string> identifier = SignerIdentifier(signer.certificate);
  if (!identifier.ok()) return identifier.status();
  std::vector<std::string> parts = {der::SmallInteger(options.defects.version_three ? 3 : 1), *identifier,
                                    signer.key->digest_algorithm()};
  std::string to_be_signed(content);
  if (!options.defects.omit_signed_attributes) {
    absl::StatusOr<std::vector<std::string>> attributes = SignedAttributes(content, signer, options);
    if (!attributes.ok()) return attributes.status();
    to_be_signed =
        der::SetOf(*std::move(attributes));  // Signed as SET OF, sent as [0] (RFC 5652 section 5.4).
    parts.push_back(der::ImplicitConstructed(0, der::Contents(to_be_signed)));
  }
  absl::StatusOr<std::string> signature = signer.key->Sign(to_be_signed);
  if (!signature.ok()) return signature.status();
  if (options.defects.signature_value) signature->back() = static_cast<char>(signature->back() ^ 1);
  parts.push_back(signer.key->cms_signature_algorithm());
  parts.push_back(der::OctetString(*signature));
  std::vector<std::string> unsigned_attributes = options.unsigned_attributes;
  if (options.timestamps) {
    absl::StatusOr<std::vector<std::string>> made = options.timestamps(*signature);
    if (!made.ok()) return made.status();
    unsigned_attributes.insert(unsigned_attributes.end(), made->begin(), made->end());
  }
  if (!unsigned_attributes.empty()) {
    const std::string set = der::SetOf(unsigned_attributes);
    parts.push_back(der::ImplicitConstructed(1, der::Contents(set)));
  }
  return der::Sequence(parts);
}

// [0] certificates, each once; empty when there are none.
std::string Certificates(const std::vector<CmsSigner>& signers, const CmsOptions& options) {
  std::vector<std::string> certificates = options.more_certificates;
  if (!options.defects.omit_certificates) {
    for (const CmsSigner& signer : signers) certificates.push_back(signer.certificate);
  }
  std::sort(certificates.begin(), certificates.end());
  certificates.erase(std::unique(certificates.begin(), certificates.end()), certificates.end());
  if (certificates.empty()) return "";
  const std::string set = der::SetOf(certificates);
  return der::ImplicitConstructed(0, der::Contents(set));
}

std::string DigestAlgorithms(const std::vector<CmsSigner>& signers) {
  std::vector<std::string> algorithms;
  for (const CmsSigner& signer : signers) algorithms.push_back(signer.key->digest_algorithm());
  std::sort(algorithms.begin(), algorithms.end());
  algorithms.erase(std::unique(algorithms.begin(), algorithms.end()), algorithms.end());
  return der::SetOf(algorithms);
}

}  // namespace

absl::StatusOr<std::string> SignCms(std::string_view content, const std::vector<CmsSigner>& signers,
                                    const CmsOptions& options) {
  std::vector<std::string> infos;
  for (const CmsSigner& signer : signers) {
    absl::StatusOr<std::string> info = SignerInfo(content, signer, options);
    if (!info.ok()) return info.status();
    infos.push_back(*std::move(info));
  }
  std::vector<std::string> encapsulated = {der::Oid(options.content_type)};
  if (!options.detached) encapsulated.push_back(der::Explicit(0, der::OctetString(content)));
  const std::string signed_data =
      der::Sequence({der::SmallInteger(options.content_type == kDataOid ? 1 : 3), DigestAlgorithms(signers),
                     der::Sequence(encapsulated), Certificates(signers, options), der::SetOf(infos)});
  return der::Sequence({der::Oid(kSignedDataOid), der::Explicit(0, signed_data)})
      .append(options.defects.trailing_bytes);
}

}  // namespace oteu::demo_pki
