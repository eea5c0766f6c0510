#include <set>

#include "service/civil/date.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

// The days of one list: in the year, of the right kind, each once. The five-day week is the rule that the
// lists depart from, so a Saturday among the days off says that somebody misread the table.
void CheckDays(const Scope& scope, const char* field,
               const google::protobuf::RepeatedPtrField<std::string>& texts, int year, bool weekend) {
  std::set<absl::CivilDay> seen;
  for (int i = 0; i < texts.size(); ++i) {
    const auto day = civil::ParseIsoDate(texts[i]);
    if (!day.ok()) continue;
    if (day->year() != year) scope.Error(field, "in another year", i);
    if (IsWeekend(*day) != weekend)
      scope.Error(field, weekend ? "not a weekend" : "a weekend is off anyway", i);
    if (!seen.insert(*day).second) scope.Error(field, "given twice", i);
  }
}

}  // namespace

void CheckCalendar(const Scope& scope, const v1::NationalData& national) {
  std::set<int> years;
  for (int i = 0; i < national.calendar_size(); ++i) {
    const v1::CalendarYear& year = national.calendar(i);
    const Scope year_scope = scope.Nested("calendar", i);
    if (year.year() < civil::kMinYear || year.year() > civil::kMaxYear)
      year_scope.Error("year", "outside 1900..2200");
    if (!years.insert(year.year()).second) year_scope.Error("year", "given twice");
    CheckDays(year_scope, "days_off", year.days_off(), year.year(), /*weekend=*/false);
    CheckDays(year_scope, "working_weekends", year.working_weekends(), year.year(), /*weekend=*/true);
  }
}

}  // namespace oteu::regulation
