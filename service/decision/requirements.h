// Requirements: how each document that the act asks for (clause 6; Annex 3 point 8 of the Rules) was met: by
// the document, by a state register, by the form itself, or by an officer who checked it by hand. Registers
// supply what they hold; the applicant attaches only what is absent there.
#pragma once

#include <vector>

#include "oteu/v1/decision.pb.h"
#include "service/decision/case.h"
#include "service/decision/findings.h"

namespace oteu::decision {

// Adds REQUIRED_DOCUMENT_MISSING, REGISTER_UNAVAILABLE and DOCUMENT_NEEDS_READING where they hold.
std::vector<v1::RequirementResult> ResolveRequirements(const Case& c, Findings* findings);

}  // namespace oteu::decision
