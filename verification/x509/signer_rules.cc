#include "verification/x509/signer_rules.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace oteu::verification::x509 {
namespace {

using google::protobuf::RepeatedPtrField;

// Law on the electronic document: a certificate for authentication is none for signatures. Certificates of
// 2022-2023 exist with all three bits; they are refused, for keyEncipherment marks the authentication key.
std::optional<Problem> CheckPurpose(const Certificate& signer) {
  static constexpr uint32_t kSigning = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
  const char* cause = nullptr;
  if (!signer.has_key_usage) {
    cause = "no key usage";
  } else if ((signer.key_usage & kSigning) != kSigning) {
    cause = "digitalSignature and nonRepudiation are not both set";
  } else if ((signer.key_usage & KU_KEY_ENCIPHERMENT) != 0) {
    cause = "keyEncipherment is set";
  } else if (signer.is_ca || (signer.key_usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) != 0) {
    cause = "a CA certificate";
  }
  if (cause == nullptr) return std::nullopt;
  return Problem{oteu::v1::VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE, "RFC 5280 4.2.1.3", cause};
}

bool Matches(std::string_view oid, std::string_view pattern) {
  if (!pattern.ends_with(".*")) return oid == pattern;
  return oid.starts_with(pattern.substr(0, pattern.size() - 1));
}

// The first of `oids` that is on the list; null when none is.
const std::string* FirstOn(const RepeatedPtrField<std::string>& list, std::span<const std::string> oids) {
  for (const std::string& oid : oids) {
    if (std::ranges::any_of(list, [&](const std::string& pattern) { return Matches(oid, pattern); }))
      return &oid;
  }
  return nullptr;
}

}  // namespace

std::vector<LeveledProblem> JudgeSigner(const v1::Policy& policy, const Certificate& signer,
                                        const Certificate* issuer) {
  using namespace oteu::v1;  // NOLINT(google-build-using-namespace)
  const v1::CertificateRules& rules = policy.certificates();
  const v1::CheckLevels& levels = policy.levels();
  std::vector<LeveledProblem> problems;
  if (std::optional<Problem> problem = CheckPurpose(signer))
    problems.push_back({*std::move(problem), levels.purpose()});
  if (const std::string* oid = FirstOn(rules.authentication_policies(), signer.policies())) {
    problems.push_back({{VERIFICATION_CODE_POLICY_IS_AUTHENTICATION, "RFC 5280 4.2.1.4", *oid},
                        levels.authentication_policy()});
  }
  // No extended key usage: no restriction (RFC 5280 4.2.1.12).
  if (!signer.extended_key_usages().empty() && !rules.accepted_extended_key_usages().empty() &&
      FirstOn(rules.accepted_extended_key_usages(), signer.extended_key_usages()) == nullptr) {
    problems.push_back({{VERIFICATION_CODE_EXTENDED_KEY_USAGE_NOT_ACCEPTED, "RFC 5280 4.2.1.12", ""}});
  }
  if (!rules.required_policies().empty() &&
      FirstOn(rules.required_policies(), signer.policies()) == nullptr) {
    problems.push_back(
        {{VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID, "RFC 5280 4.2.1.4", "no accepted policy"}});
  }
  if (const std::string* oid = FirstOn(rules.demonstration_policies(), signer.policies())) {
    problems.push_back(
        {{VERIFICATION_CODE_DEMO_CERTIFICATE, "RFC 5280 4.2.1.4", *oid}, levels.demonstration_certificate()});
  }
  if (!rules.accepted_issuers().empty()) {
    const std::string sha256 = issuer != nullptr ? openssl::ToHex(issuer->sha256) : "";
    if (std::ranges::find(rules.accepted_issuers(), sha256) == rules.accepted_issuers().end()) {
      problems.push_back(
          {{VERIFICATION_CODE_ISSUER_NOT_ACCEPTED, "ETSI EN 319 102-1 5.2.6", ""}, levels.issuer()});
    }
  }
  return problems;
}

}  // namespace oteu::verification::x509
