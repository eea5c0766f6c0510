// A Problem is what a check found amiss: data on its way to becoming a finding of the report. It is no error
// of ours (that is absl::Status) and holds no personal data.
//
//   OrProblem<SignedData> parsed = ParseSignedData(der);
//   if (const Problem* problem = GetProblem(parsed)) Report(*problem);
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "oteu/v1/verification.pb.h"
#include "verification/limits.h"

namespace oteu::verification {

struct Problem {
  oteu::v1::VerificationCode code = oteu::v1::VERIFICATION_CODE_UNSPECIFIED;
  const char* clause = "";  // Clause of the standard, e.g. "RFC 5652 5.3".
  std::string cause;        // A constant text or an OID; detail "cause", or "bound" with LIMIT_EXCEEDED.
  // Overrides of what the code leads to by itself (verdict.h); unspecified: no override.
  oteu::v1::SubIndication sub_indication = oteu::v1::SUB_INDICATION_UNSPECIFIED;
};

inline Problem Malformed(const char* clause, const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_FORMAT_MALFORMED, clause, cause};
}

inline Problem InvalidRevocationData(const char* clause, const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID, clause, cause};
}

inline Problem LimitExceeded(const Limit& limit) {
  return {oteu::v1::VERIFICATION_CODE_LIMIT_EXCEEDED, "oteu limits", limit.name};
}

template <typename T>
using OrProblem = std::variant<T, Problem>;

template <typename T>
const Problem* GetProblem(const OrProblem<T>& value) {
  return std::get_if<Problem>(&value);
}

}  // namespace oteu::verification
