#include "service/decision/signature_findings.h"

#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace oteu::decision {
namespace {

// Reasons found, each with the names of the verification codes that led to it.
using Reasons = std::map<v1::ReasonCode, std::set<std::string>>;

template <typename Findings>
void Collect(const Findings& findings, Reasons* reasons) {
  for (const v1::VerificationFinding& finding : findings) {
    if (finding.level() != v1::CHECK_LEVEL_FAIL) continue;
    const std::string& name = v1::VerificationCode_Name(finding.code());
    (*reasons)[ReasonOf(finding.code())].insert(std::string(absl::StripPrefix(name, "VERIFICATION_CODE_")));
  }
}

Reasons ReasonsOf(const v1::ValidationReport& report) {
  Reasons reasons;
  Collect(report.findings(), &reasons);
  for (const v1::SignerReport& signer : report.signers()) Collect(signer.findings(), &reasons);
  // A verdict without a reason is a defect of ours: held, not passed.
  if (reasons.empty()) reasons[v1::REASON_CODE_SIGNATURE_INDETERMINATE];
  return reasons;
}

bool IsReview(v1::ReasonCode reason) {
  return reason == v1::REASON_CODE_REVOCATION_UNAVAILABLE ||
         reason == v1::REASON_CODE_SIGNATURE_INDETERMINATE;
}

bool HasDefect(const Reasons& reasons) {
  for (const auto& [reason, codes] : reasons) {
    if (!IsReview(reason)) return true;
  }
  return false;
}

}  // namespace

v1::ReasonCode ReasonOf(v1::VerificationCode code) {
  switch (code) {
    case v1::VERIFICATION_CODE_FORMAT_UNKNOWN:
    case v1::VERIFICATION_CODE_FORMAT_MALFORMED:
    case v1::VERIFICATION_CODE_NO_SIGNERS:
    case v1::VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING:
    case v1::VERIFICATION_CODE_SIGNING_CERTIFICATE_MISMATCH:
    case v1::VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID:
    case v1::VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH:
    case v1::VERIFICATION_CODE_SIGNATURE_VALUE_INVALID:
    case v1::VERIFICATION_CODE_CONTENT_CONFLICT:
    case v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED:
    case v1::VERIFICATION_CODE_TIMESTAMP_NOT_USED:
    case v1::VERIFICATION_CODE_TIMESTAMP_MALFORMED:
    case v1::VERIFICATION_CODE_TIMESTAMP_IMPRINT_MISMATCH:
    case v1::VERIFICATION_CODE_TSA_CERTIFICATE_NOT_ACCEPTED:
    case v1::VERIFICATION_CODE_TIMESTAMP_TIME_IMPLAUSIBLE:
    case v1::VERIFICATION_CODE_TIMESTAMP_ORDER_WRONG:
    case v1::VERIFICATION_CODE_ARCHIVE_INDEX_MISMATCH:
    case v1::VERIFICATION_CODE_UNSIGNED_ATTRIBUTE_IGNORED:
    case v1::VERIFICATION_CODE_SIGNING_CERTIFICATE_ATTRIBUTE_MISSING:
    case v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN:
    case v1::VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH:
      return v1::REASON_CODE_SIGNATURE_INVALID;
    case v1::VERIFICATION_CODE_CHAIN_NOT_FOUND:
    case v1::VERIFICATION_CODE_CHAIN_INVALID:
    case v1::VERIFICATION_CODE_CERTIFICATE_EXPIRED:
    case v1::VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID:
    case v1::VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID:
    case v1::VERIFICATION_CODE_CERTIFICATE_REVOKED:
    case v1::VERIFICATION_CODE_CA_REVOKED:
    case v1::VERIFICATION_CODE_ISSUER_NOT_ACCEPTED:
    case v1::VERIFICATION_CODE_DEMO_CERTIFICATE:
    case v1::VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID:
    case v1::VERIFICATION_CODE_CERTIFICATE_MALFORMED:
      return v1::REASON_CODE_CERTIFICATE_NOT_VALID;
    case v1::VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE:
    case v1::VERIFICATION_CODE_POLICY_IS_AUTHENTICATION:
    case v1::VERIFICATION_CODE_EXTENDED_KEY_USAGE_NOT_ACCEPTED:
      return v1::REASON_CODE_AUTHENTICATION_CERTIFICATE;
    case v1::VERIFICATION_CODE_ROLE_NOT_ACCEPTED:
    case v1::VERIFICATION_CODE_BIN_MISMATCH:
    case v1::VERIFICATION_CODE_IIN_MISMATCH:
    case v1::VERIFICATION_CODE_DELEGATION_REQUIRED:
      return v1::REASON_CODE_SIGNER_NOT_ENTITLED;
    case v1::VERIFICATION_CODE_CERTIFICATE_ON_HOLD:
    case v1::VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN:
    case v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING:
    case v1::VERIFICATION_CODE_REVOCATION_DATA_STALE:
    case v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID:
    case v1::VERIFICATION_CODE_TIMESTAMP_PENDING:
      return v1::REASON_CODE_REVOCATION_UNAVAILABLE;
    case v1::VERIFICATION_CODE_LIMIT_EXCEEDED:
    case v1::VERIFICATION_CODE_CONTENT_MISSING:
    case v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN:
    case v1::VERIFICATION_CODE_UNSPECIFIED:
    case v1::VerificationCode_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::VerificationCode_INT_MAX_SENTINEL_DO_NOT_USE_:
      return v1::REASON_CODE_SIGNATURE_INDETERMINATE;
  }
  return v1::REASON_CODE_SIGNATURE_INDETERMINATE;
}

void SignatureFindings(const v1::ValidationReport& report, const std::string& object,
                       std::vector<v1::DecisionFinding>* findings) {
  if (report.indication() == v1::INDICATION_TOTAL_PASSED) return;
  const Reasons reasons = ReasonsOf(report);
  const bool defect = HasDefect(reasons);
  for (const auto& [reason, codes] : reasons) {
    if (defect && IsReview(reason)) continue;
    v1::DecisionFinding& finding = findings->emplace_back();
    finding.set_reason(reason);
    finding.set_severity(defect ? v1::SEVERITY_REFUSAL : v1::SEVERITY_REVIEW);
    finding.set_object(object);
    if (!codes.empty()) (*finding.mutable_details())["verification_codes"] = absl::StrJoin(codes, ",");
  }
}

bool MayPassLater(const v1::ValidationReport& report) {
  if (report.indication() == v1::INDICATION_TOTAL_PASSED) return false;
  const Reasons reasons = ReasonsOf(report);
  return reasons.size() == 1 && reasons.begin()->first == v1::REASON_CODE_REVOCATION_UNAVAILABLE;
}

}  // namespace oteu::decision
