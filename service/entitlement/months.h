// The verdict on each month: entitled, or every reason against it. Internal to service/entitlement.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/entitlement/facts.h"
#include "service/entitlement/rules.h"

namespace oteu::entitlement {

struct MonthVerdict {
  absl::CivilMonth month;
  // The rules that govern it; null when no act is in force.
  const Rules* rules = nullptr;
  // All reasons against it, in the order of their numbers; empty: it is entitled.
  std::vector<v1::MonthReason> against;
  // The first application that entitles it; null when none does.
  const Application* application = nullptr;
  // A circumstance of this month needs a person's look (clause 3).
  bool needs_human = false;

  bool entitled() const { return against.empty(); }
};

// The verdicts on months first..last.
std::vector<MonthVerdict> JudgeMonths(const KnownFacts& facts, RuleBook& rules, absl::CivilMonth first,
                                      absl::CivilMonth last);

// The month of the birthday on which a child comes of age (clause 5.1); `birth` on 29 February by the rule's
// choice.
absl::CivilMonth ComingOfAgeMonth(absl::CivilDay birth, const Rules& rules);

}  // namespace oteu::entitlement
