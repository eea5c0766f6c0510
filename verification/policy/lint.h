// The rules of a sound policy, each with the field it is about, so that the text reader can name the line.
#pragma once

#include <string>
#include <vector>

#include "oteu/verification/v1/policy.pb.h"

namespace oteu::verification {

// Where: a field of Policy, its index when repeated (-1: not), and a field inside of it ("" when none).
struct LintProblem {
  std::string field;
  int index = -1;
  std::string subfield;
  std::string message;
  int sub_index = 0;  // of a repeated subfield
};

std::vector<LintProblem> FindLintProblems(const v1::Policy& policy);

}  // namespace oteu::verification
