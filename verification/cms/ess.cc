#include "verification/cms/ess.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/openssl/digest.h"
#include "verification/x509/name.h"

namespace oteu::verification::cms {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr char kClause[] = "RFC 5035 4";
constexpr char kSha1Oid[] = "1.3.14.3.2.26";
constexpr char kSha256Oid[] = "2.16.840.1.101.3.4.2.1";

Problem Bad(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID, kClause, cause};
}
Problem Mismatch(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_SIGNING_CERTIFICATE_MISMATCH, kClause, cause};
}

// ESSCertID and ESSCertIDv2, taken apart.
struct CertId {
  std::string digest_oid;
  Bytes hash;
  std::optional<Bytes> issuer_serial;  // Contents of the SEQUENCE.
};

std::optional<CertId> ReadCertId(Bytes contents, bool v2) {
  CertId id;
  id.digest_oid = v2 ? kSha256Oid : kSha1Oid;  // ESSCertIDv2: hashAlgorithm DEFAULT id-sha256
  DerReader fields(contents);
  if (v2 && fields.PeekTag() == kzgost::kDerSequence) {
    const std::optional<DerElement> algorithm = fields.ReadAny();
    if (!algorithm) return std::nullopt;
    absl::StatusOr<kzgost::AlgorithmIdentifier> parsed = kzgost::ParseAlgorithmIdentifier(algorithm->whole);
    if (!parsed.ok()) return std::nullopt;
    id.digest_oid = parsed->oid;
  }
  const std::optional<Bytes> hash = fields.Read(kzgost::kDerOctetString);
  if (!hash) return std::nullopt;
  id.hash = *hash;
  if (!fields.empty()) {
    id.issuer_serial = fields.Read(kzgost::kDerSequence);
    if (!id.issuer_serial || !fields.empty()) return std::nullopt;
  }
  return id;
}

// The first of certs, "the certificate used to verify the signature" (RFC 5035 3); the others are bounded and
// unused.
std::optional<CertId> FirstCertId(Bytes attribute, bool v2) {
  DerReader fields(attribute);
  const std::optional<Bytes> certs = fields.Read(kzgost::kDerSequence);
  if (!certs) return std::nullopt;
  if (!fields.empty() && (!fields.Read(kzgost::kDerSequence) || !fields.empty()))
    return std::nullopt;  // policies
  DerReader list(*certs);
  std::optional<CertId> first;
  for (size_t count = 0; !list.empty(); ++count) {
    const std::optional<Bytes> body = list.Read(kzgost::kDerSequence);
    std::optional<CertId> id = body ? ReadCertId(*body, v2) : std::nullopt;
    if (!id || count == kMaxEssCertificates.value) return std::nullopt;
    if (!first) first = std::move(id);
  }
  return first;
}

// IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber }: exactly one directoryName (RFC
// 5035 5.4.1.1).
std::optional<Problem> CheckIssuerSerial(Bytes contents, const x509::CertificateOutline& outline) {
  DerReader fields(contents);
  const std::optional<Bytes> names = fields.Read(kzgost::kDerSequence);
  const std::optional<Bytes> serial = names ? fields.Read(kzgost::kDerInteger) : std::nullopt;
  if (!serial || !fields.empty()) return Bad("issuerSerial");
  DerReader list(*names);
  const std::optional<Bytes> name = list.Read(kzgost::DerContext(4));
  if (!name || !list.empty()) return Bad("issuerSerial");
  if (!std::ranges::equal(*serial, outline.serial)) return Mismatch("serial number");
  if (!x509::NamesEqual(*name, outline.issuer)) return Mismatch("issuer");
  return std::nullopt;
}

// Nothing when the digest algorithm is unknown.
std::optional<bool> HashMatches(const openssl::Context& context, const CertId& id,
                                const NamedCertificate& certificate) {
  if (id.digest_oid == kSha256Oid) return std::ranges::equal(certificate.sha256, id.hash);
  const absl::StatusOr<openssl::DigestValue> digest =
      openssl::Digest(context, id.digest_oid, certificate.der);
  if (!digest.ok()) return std::nullopt;
  return std::ranges::equal(digest->bytes(), id.hash);
}

std::optional<Problem> CheckOne(const openssl::Context& context, Bytes attribute, bool v2,
                                const NamedCertificate& certificate) {
  const std::optional<CertId> id = FirstCertId(attribute, v2);
  if (!id) return Bad(v2 ? "signingCertificateV2" : "signingCertificate");
  const std::optional<bool> matches = HashMatches(context, *id, certificate);
  if (!matches) return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, kClause, id->digest_oid};
  if (!*matches) return Mismatch("hash");
  return id->issuer_serial ? CheckIssuerSerial(*id->issuer_serial, certificate.outline) : std::nullopt;
}

}  // namespace

std::optional<Problem> CheckSigningCertificate(const openssl::Context& context,
                                               const SignedAttributes& attributes,
                                               const NamedCertificate& certificate) {
  if (attributes.signing_certificate_v2) {
    std::optional<Problem> problem =
        CheckOne(context, *attributes.signing_certificate_v2, /*v2=*/true, certificate);
    if (problem) return problem;
  }
  if (!attributes.signing_certificate) return std::nullopt;
  return CheckOne(context, *attributes.signing_certificate, /*v2=*/false, certificate);
}

}  // namespace oteu::verification::cms
