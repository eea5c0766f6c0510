#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/civil/rational.h"
#include "service/regulation/academic_year.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

// Largest multiple of the MCI that is believed.
constexpr int64_t kMaxMultiple = 1000;
constexpr int kMaxAgeYears = 100;

void CheckMultiple(const Scope& scope, const v1::AmountRule& amount) {
  const auto multiple = civil::Rational::ParseDecimal(amount.mci_multiple());
  if (!multiple.ok()) {
    scope.Error("mci_multiple", multiple.status().message());
  } else if (multiple->numerator() == 0 || multiple->numerator() > kMaxMultiple * multiple->denominator()) {
    scope.Error("mci_multiple", absl::StrCat("not above 0 and up to ", kMaxMultiple));
  }
}

// Clause 7 promises an amount "within the academic year": a quarter or an academic year has no other months.
void CheckActiveMonths(const Scope& scope, const v1::AmountRule& amount) {
  std::set<int> seen;
  for (int i = 0; i < amount.active_months_size(); ++i) {
    const int month = amount.active_months(i);
    if (month < 1 || month > 12) {
      scope.Error("active_months", "outside 1..12", i);
    } else if (!seen.insert(month).second) {
      scope.Error("active_months", "given twice", i);
    } else if (amount.period() != v1::PERIOD_KIND_MONTH && !IsAcademicMonth(month)) {
      scope.Error("active_months", "outside the academic year", i);
    }
  }
}

bool IsEvent(v1::StopEventKind kind, std::initializer_list<v1::StopEventKind> kinds) {
  for (const v1::StopEventKind candidate : kinds) {
    if (kind == candidate) return true;
  }
  return false;
}

void CheckStopEvent(const Scope& scope, const v1::StopEvent& event) {
  const bool is_period =
      IsEvent(event.kind(), {v1::STOP_EVENT_KIND_INSTITUTION_STAY, v1::STOP_EVENT_KIND_STATE_SUPPORT,
                             v1::STOP_EVENT_KIND_PARENTAL_RIGHTS_LOST});
  if (!is_period && event.effect() == v1::STOP_EFFECT_SUSPEND) {
    scope.Error("effect", "only a circumstance that lasts for a period can suspend");
  }
  if (!is_period && event.needs_human()) {
    scope.Error("needs_human", "only for a circumstance that lasts for a period");
  }
  if (event.effect() != v1::STOP_EFFECT_SUSPEND && event.resume() != v1::RESUME_UNSPECIFIED) {
    scope.Error("resume", "only a suspension resumes");
  }
  if (event.kind() == v1::STOP_EVENT_KIND_AGE) {
    if (event.age_years() < 1 || event.age_years() > kMaxAgeYears) {
      scope.Error("age_years", absl::StrCat("outside 1..", kMaxAgeYears));
    }
    if (event.leap_day_birthday() == v1::LEAP_DAY_BIRTHDAY_UNSPECIFIED) {
      scope.Error("leap_day_birthday", "not declared");
    }
  } else if (event.age_years() != 0 || event.leap_day_birthday() != v1::LEAP_DAY_BIRTHDAY_UNSPECIFIED) {
    scope.Error("age_years", "only for AGE");
  }
}

}  // namespace

void CheckAmount(const Scope& version_scope, const v1::RegulationVersion& version,
                 const v1::NationalData& national) {
  const Scope scope = version_scope.Nested("amount");
  const v1::AmountRule& amount = version.amount();
  CheckMultiple(scope, amount);
  CheckActiveMonths(scope, amount);
  // An MCI for every month that the version can pay, known as soon as the version is: so that no question
  // about it lacks a value. A quarter or year paid whole (reading A) reaches back before the version, but not
  // past its academic year.
  const auto from = civil::ParseIsoDate(version.in_force_from());
  if (!from.ok()) return;
  const absl::CivilMonth first = AcademicYearFirstMonth(AcademicStartYear(absl::CivilMonth(*from)));
  const std::string first_day = civil::FormatIsoDate(civil::FirstDayOf(first));
  bool covered = false;
  for (const v1::Mci& mci : national.mci()) {
    bool serves = false;
    for (const std::string& purpose : mci.purposes()) serves = serves || purpose == amount.mci_purpose();
    // ISO dates order as text.
    covered = covered || (serves && mci.from() <= first_day && mci.known_from() <= version.known_from());
  }
  if (!covered)
    scope.Error("mci_purpose", "no MCI of this purpose in the academic year the version takes effect in");
}

void CheckStopEvents(const Scope& version_scope, const v1::RegulationVersion& version) {
  std::set<int> kinds;
  for (int i = 0; i < version.stop_events_size(); ++i) {
    const Scope scope = version_scope.Nested("stop_events", i);
    if (!kinds.insert(version.stop_events(i).kind()).second) scope.Error("kind", "given twice");
    CheckStopEvent(scope, version.stop_events(i));
  }
  // No act of this kind leaves these out: a file without them was transcribed badly.
  for (const auto kind :
       {v1::STOP_EVENT_KIND_AGE, v1::STOP_EVENT_KIND_DISABILITY_END, v1::STOP_EVENT_KIND_DEATH}) {
    if (!kinds.contains(kind)) {
      version_scope.Error("stop_events", absl::StrCat(v1::StopEventKind_Name(kind), " is missing"));
    }
  }
}

}  // namespace oteu::regulation
