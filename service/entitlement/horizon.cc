#include "service/entitlement/horizon.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/civil/month.h"
#include "service/entitlement/months.h"
#include "service/entitlement/validate.h"
#include "service/regulation/academic_year.h"

namespace oteu::entitlement {
namespace {

// The last month that the facts leave open; `first` when they leave none.
absl::CivilMonth LastPossibleMonth(const KnownFacts& facts, const std::vector<const Rules*>& versions,
                                   absl::CivilMonth first) {
  absl::CivilMonth last = LastMonthOf(facts.home_education).value_or(first);
  last = std::min(last, LastMonthOf(facts.disability_terms).value_or(first));
  if (facts.death.has_value()) last = std::min(last, absl::CivilMonth(*facts.death));
  // What not every version asks for bounds nothing.
  const bool pmpc_gates = std::all_of(versions.begin(), versions.end(),
                                      [](const Rules* rules) { return rules->pmpc_term_gates; });
  if (pmpc_gates) last = std::min(last, LastMonthOf(facts.pmpc_terms).value_or(first));
  std::optional<absl::CivilMonth> of_age;
  for (const Rules* rules : versions) {
    const absl::CivilMonth month = ComingOfAgeMonth(facts.birth, *rules);
    if (!of_age.has_value() || month > *of_age) of_age = month;
  }
  return std::min(last, of_age.value_or(last));
}

}  // namespace

absl::StatusOr<Horizon> HorizonOf(const v1::EvaluateEntitlementRequest& request, const KnownFacts& facts,
                                  RuleBook& rules, absl::CivilDay known_as_of) {
  Horizon horizon;
  horizon.first = request.first_month().empty() ? facts.applications.front().month()
                                                : civil::ParseMonth(request.first_month()).value();
  if (!request.last_month().empty()) {
    horizon.last = civil::ParseMonth(request.last_month()).value();
    if (horizon.last < horizon.first) return absl::InvalidArgumentError("last_month: before the first month");
  } else {
    const absl::civil_year_t year = regulation::AcademicStartYear(absl::CivilMonth(known_as_of));
    horizon.last = std::min(LastPossibleMonth(facts, rules.All(), horizon.first),
                            regulation::AcademicYearLastMonth(year + 1));
    horizon.last = std::max(horizon.last, horizon.first);
  }
  if (horizon.last - horizon.first >= kMaxHorizonMonths) {
    return absl::InvalidArgumentError(
        absl::StrCat("first_month: more than ", kMaxHorizonMonths, " months before the last month"));
  }
  return horizon;
}

}  // namespace oteu::entitlement
