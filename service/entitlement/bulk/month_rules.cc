#include "service/entitlement/bulk/month_rules.h"

#include <algorithm>

#include "absl/status/status.h"

namespace oteu::entitlement::bulk {
namespace {

// Years that 100 divides and 400 does not, in reach of any date of this service (civil/date.h).
constexpr absl::civil_year_t kCenturies[] = {1900, 2100, 2200};

bool TouchesCentury(const Window& window) {
  return std::any_of(std::begin(kCenturies), std::end(kCenturies), [&](absl::civil_year_t year) {
    // A month more on each side: a birthday moves from February to March.
    return absl::CivilMonth(year, 1) <= window.last() + 1 && window.first() - 1 <= absl::CivilMonth(year, 12);
  });
}

void AddAge(const Rules& rules, Months month, std::vector<AgeRule>& ages) {
  const int years = *rules.age_years;
  // Who is born on 29 February is born in a year that 4 divides: with the age, too, when 4 divides the age.
  const bool moves = years % 4 != 0 && rules.leap_day_birthday != law::LEAP_DAY_BIRTHDAY_FEBRUARY_28;
  const int leap_day_months = moves ? 1 : 0;
  for (AgeRule& age : ages) {
    if (age.years != years || age.leap_day_months != leap_day_months) continue;
    age.months |= month;
    return;
  }
  ages.push_back({years, leap_day_months, month});
}

void AddStop(const std::optional<StopRule>& rule, Months month, StopRules& stops) {
  if (!rule.has_value()) return;
  if (rule->effect == law::STOP_EFFECT_END) {
    stops.ends |= month;
  } else if (rule->resume == law::RESUME_MONTH_AFTER_END) {
    stops.resumes_after_end |= month;
  } else {
    stops.resumes_in_month_of_end |= month;
  }
  if (rule->needs_human) stops.needs_human |= month;
}

void AddMonth(const Rules& rules, bool pays, Months month, MonthRules& out) {
  const auto set = [month](bool condition, Months& months) {
    if (condition) months |= month;
  };
  out.in_force |= month;
  set(pays, out.pays);
  set(rules.pmpc_term_gates, out.pmpc_gates);
  set(rules.pmpc_term_gates && rules.new_application_after_pmpc_gap, out.pmpc_gap_breaks);
  set(rules.new_application_after_disability_term, out.rests_on_disability_term);
  set(rules.death_ends, out.death_ends);
  AddAge(rules, month, out.ages);
  AddStop(rules.institution_stay, month, out.institution_stay);
  AddStop(rules.state_support, month, out.state_support);
  AddStop(rules.parental_rights_lost, month, out.parental_rights_lost);
}

}  // namespace

absl::StatusOr<MonthRules> MonthRulesOf(RuleBook& rules, const Window& window) {
  if (TouchesCentury(window)) return absl::UnimplementedError("the window touches a century's common year");
  MonthRules out;
  out.versions = rules.All();
  out.every_version_gates_pmpc = std::all_of(out.versions.begin(), out.versions.end(),
                                             [](const Rules* version) { return version->pmpc_term_gates; });
  // Without an age the horizon of an open question cuts off months that the rules alone would pay.
  if (std::any_of(out.versions.begin(), out.versions.end(),
                  [](const Rules* version) { return !version->age_years.has_value(); })) {
    return absl::UnimplementedError("a version of the act has no rule on age");
  }
  for (int bit = 0; bit < kWindowMonths; ++bit) {
    const absl::CivilMonth month = window.first() + bit;
    const Rules* version = rules.For(month);
    if (version != nullptr) AddMonth(*version, version->Pays(month), Months{1} << bit, out);
  }
  return out;
}

}  // namespace oteu::entitlement::bulk
