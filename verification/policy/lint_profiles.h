// The rules of sound document profiles; part of lint.h.
#pragma once

#include <vector>

#include "oteu/verification/v1/policy.pb.h"
#include "verification/policy/lint.h"

namespace oteu::verification {

void LintProfiles(const v1::Policy& policy, std::vector<LintProblem>* problems);

// True for a day of the calendar between the years 2000 and 9999.
bool IsDay(const google::type::Date& date);
// True for a SHA-256 in lower-case hex.
bool IsSha256Hex(const std::string& text);

}  // namespace oteu::verification
