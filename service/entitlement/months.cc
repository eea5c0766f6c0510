#include "service/entitlement/months.h"

#include <algorithm>

#include "service/civil/birthday.h"
#include "service/entitlement/applications.h"

namespace oteu::entitlement {
namespace {

// Clause 5: "payments stop from the month after that circumstance arose". A suspension ends in the month in
// which the circumstance ended, or in the month after it, as the rule says.
bool Stops(const MonthRange& period, absl::CivilMonth month, const StopRule& rule) {
  if (month <= period.first) return false;
  if (rule.effect == law::STOP_EFFECT_END) return true;
  return rule.resume == law::RESUME_MONTH_AFTER_END ? month <= period.last : month < period.last;
}

// Applies a rule on circumstances that last for a period (clauses 5.3 and 3).
void JudgePeriods(const MonthRanges& periods, const std::optional<StopRule>& rule, v1::MonthReason reason,
                  MonthVerdict& verdict) {
  if (!rule.has_value()) return;
  const absl::CivilMonth month = verdict.month;
  if (std::any_of(periods.begin(), periods.end(),
                  [&](const MonthRange& period) { return Stops(period, month, *rule); })) {
    verdict.against.push_back(reason);
  }
  verdict.needs_human = verdict.needs_human || (rule->needs_human && AnyContains(periods, month));
}

// Clauses 4 and 5.2: an application must carry the month. The last one made by then decides: it has the
// fewest gaps behind it, and the disability term it rests on ends no sooner than that of any earlier
// application which reaches the month.
void JudgeApplications(const std::vector<ApplicationReach>& applications, bool pmpc_covered,
                       bool disability_covered, MonthVerdict& verdict) {
  const ApplicationReach* last = nullptr;
  for (const ApplicationReach& application : applications) {
    if (!application.HasBegun(verdict.month)) continue;
    last = &application;
    if (verdict.application == nullptr && application.SurvivesPmpcGaps(verdict.month, *verdict.rules) &&
        application.RestsOnDisabilityTerm(verdict.month, *verdict.rules)) {
      verdict.application = &application.application();
    }
  }
  if (last == nullptr) {
    verdict.against.push_back(v1::MONTH_REASON_BEFORE_APPLICATION);
    return;
  }
  // Where the term itself is missing, that is the reason: a new application would not help.
  if (pmpc_covered && !last->SurvivesPmpcGaps(verdict.month, *verdict.rules)) {
    verdict.against.push_back(v1::MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP);
  }
  if (disability_covered && !last->RestsOnDisabilityTerm(verdict.month, *verdict.rules)) {
    verdict.against.push_back(v1::MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM);
  }
}

void Judge(const KnownFacts& facts, const std::vector<ApplicationReach>& applications,
           MonthVerdict& verdict) {
  const absl::CivilMonth month = verdict.month;
  const auto against = [&verdict](v1::MonthReason reason) { verdict.against.push_back(reason); };
  if (verdict.rules == nullptr) {
    // Without an act there is nothing that the other conditions could be conditions of.
    return against(v1::MONTH_REASON_NO_ACT_IN_FORCE);
  }
  const Rules& rules = *verdict.rules;
  const bool pmpc_covered = AnyContains(facts.pmpc_terms, month);
  const bool disability_covered = AnyContains(facts.disability_terms, month);

  // Clause 7: "within the academic year".
  if (!rules.Pays(month)) against(v1::MONTH_REASON_NOT_ACADEMIC);
  JudgeApplications(applications, pmpc_covered, disability_covered, verdict);
  // Clause 4: "until the end of the term set in the conclusion"; the month of its last day counts.
  if (rules.pmpc_term_gates && !pmpc_covered) against(v1::MONTH_REASON_NO_PMPC_TERM);
  // Clause 2: the fact of home education is confirmed by the school.
  if (!AnyContains(facts.home_education, month)) against(v1::MONTH_REASON_NO_HOME_EDUCATION);
  // Clause 5.2.
  if (!disability_covered) against(v1::MONTH_REASON_NO_DISABILITY_TERM);
  // Clause 5.1: the month of the birthday is paid.
  if (rules.age_years.has_value() && month > ComingOfAgeMonth(facts.birth, rules))
    against(v1::MONTH_REASON_OF_AGE);
  // Clause 5.3.
  JudgePeriods(facts.institution_stays, rules.institution_stay, v1::MONTH_REASON_IN_INSTITUTION, verdict);
  // Clause 5.4: the month of death is paid.
  if (rules.death_ends && facts.death.has_value() && month > absl::CivilMonth(*facts.death)) {
    against(v1::MONTH_REASON_DECEASED);
  }
  // Clause 3, for a circumstance that arises after the grant.
  JudgePeriods(facts.state_support, rules.state_support, v1::MONTH_REASON_STATE_SUPPORT, verdict);
  JudgePeriods(facts.parental_rights_lost, rules.parental_rights_lost, v1::MONTH_REASON_PARENTAL_RIGHTS_LOST,
               verdict);
  if (month < absl::CivilMonth(facts.birth)) against(v1::MONTH_REASON_BEFORE_BIRTH);
}

}  // namespace

absl::CivilMonth ComingOfAgeMonth(absl::CivilDay birth, const Rules& rules) {
  return absl::CivilMonth(civil::Birthday(birth, rules.age_years.value_or(0),
                                          rules.leap_day_birthday == law::LEAP_DAY_BIRTHDAY_FEBRUARY_28
                                              ? civil::LeapDayBirthday::kFebruary28
                                              : civil::LeapDayBirthday::kMarch1));
}

std::vector<MonthVerdict> JudgeMonths(const KnownFacts& facts, RuleBook& rules, absl::CivilMonth first,
                                      absl::CivilMonth last) {
  const std::vector<ApplicationReach> applications = ReachOf(facts);
  std::vector<MonthVerdict> verdicts;
  for (absl::CivilMonth month = first; month <= last; ++month) {
    MonthVerdict verdict;
    verdict.month = month;
    verdict.rules = rules.For(month);
    Judge(facts, applications, verdict);
    std::sort(verdict.against.begin(), verdict.against.end());
    if (!verdict.entitled()) verdict.application = nullptr;
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace oteu::entitlement
