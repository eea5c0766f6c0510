#include "service/entitlement/applications.h"

#include <algorithm>

namespace oteu::entitlement {
namespace {

// The last month of the first unbroken run of covered months that reaches `month` or begins after it.
absl::CivilMonth EndOfRun(MonthRanges terms, absl::CivilMonth month) {
  std::sort(terms.begin(), terms.end(),
            [](const MonthRange& a, const MonthRange& b) { return a.first < b.first; });
  std::optional<absl::CivilMonth> end;
  for (const MonthRange& term : terms) {
    if (term.last < month) continue;
    // Open ends have no next month; nothing can follow them.
    if (end.has_value() && *end != absl::CivilMonth::max() && term.first > *end + 1) break;
    end = std::max(end.value_or(term.last), term.last);
  }
  return end.value_or(absl::CivilMonth::max());
}

// The term touching `month`; of several, the one that ends last.
std::optional<MonthRange> TermAt(const MonthRanges& terms, absl::CivilMonth month) {
  std::optional<MonthRange> best;
  for (const MonthRange& term : terms) {
    if (term.Contains(month) && (!best.has_value() || term.last > best->last)) best = term;
  }
  return best;
}

}  // namespace

ApplicationReach::ApplicationReach(const Application& application, const KnownFacts& facts)
    : application_(&application),
      facts_(&facts),
      before_first_gap_(EndOfRun(facts.pmpc_terms, application.month())),
      disability_term_(TermAt(facts.disability_terms, application.month())) {}

bool ApplicationReach::SurvivesPmpcGaps(absl::CivilMonth month, const Rules& rules) const {
  if (!rules.pmpc_term_gates || !rules.new_application_after_pmpc_gap) return true;
  return month <= before_first_gap_;
}

bool ApplicationReach::RestsOnDisabilityTerm(absl::CivilMonth month, const Rules& rules) const {
  if (!rules.new_application_after_disability_term) return AnyContains(facts_->disability_terms, month);
  return disability_term_.has_value() && disability_term_->Contains(month);
}

std::vector<ApplicationReach> ReachOf(const KnownFacts& facts) {
  std::vector<ApplicationReach> reach;
  for (const Application& application : facts.applications) reach.emplace_back(application, facts);
  return reach;
}

}  // namespace oteu::entitlement
