// Outcome: from findings to what is decided.
//
//   - A refusal ground that is certain stands, also beside a register that did not answer: it does not rest
//   on that register
//     (a ground that does is never found without its answer). The applicant is heard on all of it.
//   - Missing documents alone: INCOMPLETE, also beside a review: only the applicant can mend it, and a
//   document that a silent
//     register might hold is not called missing.
//   - Else a review holds the application. Else it is granted.
//   - After the hearing an officer confirms (REFUSED), or grants by setting *every* standing reason aside
//   (GRANTED). What cannot
//     be known without a register or revocation data cannot be set aside.
#pragma once

#include "oteu/v1/decision.pb.h"
#include "service/decision/case.h"
#include "service/decision/findings.h"

namespace oteu::decision {

v1::DecisionOutcome OutcomeOf(const Case& c, const Findings& findings);

// The state of the application that a decision leads to; withdrawal makes none.
v1::ApplicationState StateOf(v1::DecisionOutcome outcome);

}  // namespace oteu::decision
