// Deadlines of the procedure in working days of the regulation's calendar (the Rules, Annex 3 point 3;
// administrative code, article 73). The day on which the documents were complete, or the notice given, is day
// 0.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/decision.pb.h"
#include "service/decision/case.h"

namespace oteu::decision {

// What holds with this outcome. A day beyond the calendar that is loaded is left out: it is not guessed.
v1::Deadlines DeadlinesFor(const Case& c, v1::DecisionOutcome outcome);

}  // namespace oteu::decision
