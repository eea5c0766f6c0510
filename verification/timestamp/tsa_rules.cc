#include "verification/timestamp/tsa_rules.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <span>
#include <string>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/revocation/crl_entry.h"
#include "verification/x509/name.h"
#include "verification/x509/outline.h"

namespace oteu::verification::timestamp {
namespace {

using openssl::Bytes;

constexpr char kTimeStamping[] = "1.3.6.1.5.5.7.3.8";
constexpr kzgost::Oid kExtendedKeyUsageOid("2.5.29.37");
constexpr kzgost::Oid kSubjectAlternativeNameOid("2.5.29.17");
constexpr uint8_t kDirectoryName = 0xA4;

Problem NotAccepted(const char* clause, const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_TSA_CERTIFICATE_NOT_ACCEPTED, clause, cause};
}

bool IsCritical(const x509::CertificateOutline& outline, const kzgost::Oid& oid) {
  kzgost::DerReader reader(outline.extensions);
  while (!reader.empty()) {
    const std::optional<revocation::Extension> extension = revocation::ReadExtension(&reader);
    if (!extension) return false;
    if (std::ranges::equal(extension->oid, oid.der())) return extension->critical;
  }
  return false;
}

const char* WhatIsWrong(const x509::Certificate& tsa) {
  static constexpr uint32_t kSignatures = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
  if (tsa.extended_key_usages().size() != 1 || tsa.extended_key_usages()[0] != kTimeStamping)
    return "extended key usage is not timeStamping alone";
  if (!IsCritical(tsa.outline, kExtendedKeyUsageOid)) return "extended key usage is not critical";
  if (tsa.is_ca) return "a CA certificate";
  if (tsa.has_key_usage && ((tsa.key_usage & kSignatures) == 0 || (tsa.key_usage & ~kSignatures) != 0))
    return "key usage is not for signatures alone";
  return nullptr;
}

}  // namespace

std::vector<x509::LeveledProblem> JudgeTsa(const v1::Policy& policy, const x509::Certificate& tsa) {
  std::vector<x509::LeveledProblem> problems;
  if (const char* cause = WhatIsWrong(tsa)) problems.push_back({NotAccepted("RFC 3161 2.3", cause)});
  const std::span<const std::string> policies = tsa.policies();
  for (const std::string& oid : policy.certificates().demonstration_policies()) {
    if (std::ranges::find(policies, oid) == policies.end()) continue;
    problems.push_back({{oteu::v1::VERIFICATION_CODE_DEMO_CERTIFICATE, "RFC 5280 4.2.1.4", oid},
                        policy.levels().demonstration_certificate()});
  }
  return problems;
}

std::optional<Problem> CheckTsaName(const TstInfo& info, const x509::Certificate& tsa) {
  if (!info.tsa) return std::nullopt;
  kzgost::DerReader reader(*info.tsa);
  if (reader.PeekTag() == kDirectoryName) {
    const std::optional<Bytes> name = reader.Read(kDirectoryName);
    if (name && x509::NamesEqual(*name, tsa.outline.subject)) return std::nullopt;
  }
  const std::optional<Bytes> names = x509::FindExtension(tsa.outline, kSubjectAlternativeNameOid.der());
  const std::optional<Bytes> list =
      names ? kzgost::DerReader(*names).Read(kzgost::kDerSequence) : std::nullopt;
  kzgost::DerReader alternatives(list.value_or(Bytes()));
  while (!alternatives.empty()) {
    const std::optional<kzgost::DerElement> alternative = alternatives.ReadAny();
    if (!alternative) break;
    if (std::ranges::equal(alternative->whole, *info.tsa)) return std::nullopt;
  }
  return NotAccepted("RFC 3161 2.4.2", "the token names another authority");
}

}  // namespace oteu::verification::timestamp
