#include "clients/demo_pki/certificate.h"

#include <string_view>
#include <utility>

#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"

namespace oteu::demo_pki {
namespace {

constexpr int kVersion3 = 2;
constexpr int kCrlVersion2 = 1;
constexpr char kCpsUrl[] = "http://demo.invalid/cps";  // RFC 2606: resolves nowhere.

std::string Extension(std::string_view oid, bool critical, const std::string& value) {
  std::vector<std::string> parts = {der::Oid(oid)};
  if (critical) parts.push_back(der::Boolean(true));
  parts.push_back(der::OctetString(value));
  return der::Sequence(parts);
}

std::string ExtendedKeyUsage(const CertificateSpec& spec) {
  std::vector<std::string> purposes;
  for (const std::string& oid : spec.extended_key_usage) purposes.push_back(der::Oid(oid));
  return Extension(kExtendedKeyUsageOid, spec.extended_key_usage_critical, der::Sequence(purposes));
}

std::string CertificatePolicies(const std::vector<std::string>& policies) {
  const std::string cps = der::Sequence({der::Oid(kCpsQualifierOid), der::Element(der::kIa5String, kCpsUrl)});
  std::vector<std::string> infos;
  for (const std::string& oid : policies)
    infos.push_back(der::Sequence({der::Oid(oid), der::Sequence({cps})}));
  return Extension(kCertificatePoliciesOid, false, der::Sequence(infos));
}

std::string CrlDistributionPoint(const std::string& url) {
  const std::string full_name = der::ImplicitConstructed(0, der::ImplicitPrimitive(6, url));
  return Extension(kCrlDistributionPointsOid, false,
                   der::Sequence({der::Sequence({der::ImplicitConstructed(0, full_name)})}));
}

std::string AuthorityKeyId(const SigningKey& issuer) {
  return Extension(kAuthorityKeyIdOid, false, der::Sequence({der::ImplicitPrimitive(0, issuer.key_id())}));
}

std::string Extensions(const CertificateSpec& spec, const Issuer& issuer) {
  std::vector<std::string> list;
  if (spec.is_ca) list.push_back(Extension(kBasicConstraintsOid, true, der::Sequence({der::Boolean(true)})));
  if (!spec.extended_key_usage.empty()) list.push_back(ExtendedKeyUsage(spec));
  if (!spec.policies.empty()) list.push_back(CertificatePolicies(spec.policies));
  if (!spec.crl_url.empty()) list.push_back(CrlDistributionPoint(spec.crl_url));
  list.push_back(Extension(kKeyUsageOid, true, der::NamedBits(spec.key_usage)));
  list.push_back(Extension(kSubjectKeyIdOid, false, der::OctetString(spec.key->key_id())));
  list.push_back(AuthorityKeyId(*issuer.key));
  return der::Explicit(3, der::Sequence(list));
}

// SIGNED{ToBeSigned} (RFC 5280 sections 4.1 and 5.1): the thing, the algorithm, the signature.
absl::StatusOr<std::string> Signed(const std::string& to_be_signed, const SigningKey& key) {
  absl::StatusOr<std::string> signature = key.Sign(to_be_signed);
  if (!signature.ok()) return signature.status();
  return der::Sequence({to_be_signed, key.certificate_signature_algorithm(), der::BitString(*signature)});
}

std::string RevokedCertificate(const RevokedEntry& entry) {
  const std::string reason = der::Element(der::kEnumerated, std::string(1, static_cast<char>(entry.reason)));
  return der::Sequence({der::UnsignedInteger(entry.serial), der::Time(entry.revoked_at),
                        der::Sequence({Extension(kCrlReasonOid, false, reason)})});
}

}  // namespace

std::string Subject::ToDer() const {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view oid, uint8_t type, const std::string& value) {
    if (!value.empty())
      names.push_back(der::SetOf({der::Sequence({der::Oid(oid), der::Element(type, value)})}));
  };
  add("2.5.4.3", der::kUtf8String, common_name);
  add("2.5.4.4", der::kUtf8String, surname);
  add("2.5.4.5", der::kPrintableString, serial_number);
  add("2.5.4.6", der::kPrintableString, country);
  add("2.5.4.10", der::kUtf8String, organisation);
  add("2.5.4.11", der::kUtf8String, organisational_unit);
  add("2.5.4.42", der::kUtf8String, given_name);
  return der::Sequence(names);
}

std::string SerialOf(const SigningKey& key) {
  std::string serial = key.key_id();
  serial[0] =
      static_cast<char>((static_cast<uint8_t>(serial[0]) & 0x3FU) | 0x40U);  // Positive, and always 20 bytes.
  return serial;
}

absl::StatusOr<std::string> IssueCertificate(const CertificateSpec& spec, const Issuer& issuer) {
  const std::string to_be_signed = der::Sequence({
      der::Explicit(0, der::SmallInteger(kVersion3)),
      der::UnsignedInteger(SerialOf(*spec.key)),
      issuer.key->certificate_signature_algorithm(),
      issuer.name,
      der::Sequence({der::Time(spec.not_before), der::Time(spec.not_after)}),
      spec.subject.ToDer(),
      spec.key->spki(),
      Extensions(spec, issuer),
  });
  return Signed(to_be_signed, *issuer.key);
}

absl::StatusOr<std::string> IssueCrl(const CrlSpec& spec, const Issuer& issuer) {
  std::vector<std::string> parts = {
      der::SmallInteger(kCrlVersion2),
      issuer.key->certificate_signature_algorithm(),
      issuer.name,
      der::Time(spec.this_update),
      der::Time(spec.next_update),
  };
  std::vector<std::string> revoked;
  for (const RevokedEntry& entry : spec.revoked) revoked.push_back(RevokedCertificate(entry));
  if (!revoked.empty()) parts.push_back(der::Sequence(revoked));  // An empty list must be absent (5.1.2.6).
  parts.push_back(der::Explicit(0, der::Sequence({
                                       AuthorityKeyId(*issuer.key),
                                       Extension(kCrlNumberOid, false, der::SmallInteger(spec.number)),
                                   })));
  return Signed(der::Sequence(parts), *issuer.key);
}

}  // namespace oteu::demo_pki
