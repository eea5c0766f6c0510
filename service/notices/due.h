// What falls due of an application: the deadlines of its procedure while it is open, the terms of the family
// once it is granted. Derived each time from what is stored, so that nothing has to be kept in step with it.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/decision.pb.h"
#include "oteu/v1/fact.pb.h"
#include "oteu/v1/notice.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::notices {

// How long before, descending.
struct Plan {
  std::vector<int> term_days_before = {60, 30, 7};
  std::vector<int> deadline_working_days_before = {2, 1};
};

struct Step {
  int days_before = 0;
  absl::CivilDay tell_on;
};

// A day that comes, and the steps on which it is told.
struct Event {
  v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
  // The last day for the decision or of the term; the birthday.
  absl::CivilDay due_on;
  std::vector<Step> steps;
  std::vector<v1::Citation> citations;
};

// Deadlines of an application on which nothing is decided finally (the Rules, Annex 3 point 3; administrative
// code, article 73). A step that the loaded calendar cannot count is left out.
std::vector<Event> Deadlines(v1::ApplicationState state, const v1::Decision& decision,
                             const regulation::Catalog& catalog, const Plan& plan);

// Ends of the terms that a granted application rests on, as they are known today (clauses 2, 4, 5.1, 5.2, 6).
// A term that is followed by the next without a gap ends with that one. None once the child is dead or of
// age. `standing`: all facts about the child that stand. Errors: when the stored decision cannot be read back
// into its question.
absl::StatusOr<std::vector<Event>> Terms(const v1::Decision& decision, const v1::DecisionInputs& inputs,
                                         const std::vector<v1::RecordedFact>& standing,
                                         const regulation::Catalog& catalog, absl::CivilDay today,
                                         const Plan& plan);

}  // namespace oteu::notices
