// Facts: from the inputs of a decision to the question "what is due". Facts about the child come from
// registers, accepted signed payloads and an officer's reading, never from the form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oteu/v1/entitlement.pb.h"
#include "service/decision/case.h"

namespace oteu::decision {

// nullopt while the child's day of birth is not known: nothing can be evaluated. The horizon begins with the
// month of this application (clause 4); prior applications of the same applicant in the district count beside
// it.
std::optional<v1::EvaluateEntitlementRequest> BuildQuestion(const Case& c);

// Entitled months of an evaluation, ascending.
std::vector<std::string> EntitledMonths(const v1::Entitlement& entitlement);

// `months` without those that any other grant for the child holds: a child-month is paid at most once.
std::vector<std::string> NotYetGranted(const std::vector<std::string>& months,
                                       const v1::DecisionInputs& inputs);

}  // namespace oteu::decision
