// Clauses 2-5 for every month of a window, as words: which condition gates which month. Internal to
// service/entitlement/bulk.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "service/entitlement/bulk/window.h"
#include "service/entitlement/rules.h"

namespace oteu::entitlement::bulk {

// Clause 5.1: one rule on coming of age and the months that it governs.
struct AgeRule {
  int years;
  // 1 when a child born on 29 February comes of age in March.
  int leap_day_months;
  Months months;
};

// Clauses 5.3 and 3: what a circumstance that lasts for a period does, by month.
struct StopRules {
  // Ends the entitlement from the month after it began.
  Months ends = 0;
  // Suspends it; payment resumes in the month in which it ended, or in the month after.
  Months resumes_in_month_of_end = 0;
  Months resumes_after_end = 0;
  Months needs_human = 0;
};

struct MonthRules {
  // An act is in force, and it pays.
  Months in_force = 0;
  Months pays = 0;
  // Clause 4: a PMPC term is needed; a gap in it needs a new application.
  Months pmpc_gates = 0;
  Months pmpc_gap_breaks = 0;
  // In every month that pays a gap breaks where a term gates: one column of the book says both.
  bool gap_breaks_wherever_pmpc_gates() const { return ((pmpc_gates ^ pmpc_gap_breaks) & pays) == 0; }
  // Clause 5.2: the application ends with the disability term it rests on.
  Months rests_on_disability_term = 0;
  Months death_ends = 0;
  std::vector<AgeRule> ages;
  StopRules institution_stay, state_support, parental_rights_lost;
  // Every version known: they bound an open question (horizon.h).
  std::vector<const Rules*> versions;
  bool every_version_gates_pmpc = false;
};

// The rules of a window. UNIMPLEMENTED when they cannot be put this way: a version without a rule on age, or
// a window that touches a century's common year (1900, 2100, 2200), where 29 February follows another rhythm.
absl::StatusOr<MonthRules> MonthRulesOf(RuleBook& rules, const Window& window);

}  // namespace oteu::entitlement::bulk
