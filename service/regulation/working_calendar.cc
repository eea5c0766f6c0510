#include "service/regulation/working_calendar.h"

#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"

namespace oteu::regulation {
namespace {

using Days = google::protobuf::RepeatedPtrField<std::string>;

absl::StatusOr<std::set<absl::CivilDay>> ParseDays(const Days& texts) {
  std::set<absl::CivilDay> days;
  for (const std::string& text : texts) {
    const absl::StatusOr<absl::CivilDay> day = civil::ParseIsoDate(text);
    if (!day.ok()) return day.status();
    days.insert(*day);
  }
  return days;
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

absl::StatusOr<WorkingCalendar> WorkingCalendar::Create(const v1::NationalData& national) {
  WorkingCalendar calendar;
  for (const v1::CalendarYear& year : national.calendar()) {
    auto days_off = ParseDays(year.days_off());
    auto working_weekends = ParseDays(year.working_weekends());
    if (!days_off.ok()) return days_off.status();
    if (!working_weekends.ok()) return working_weekends.status();
    calendar.years_[year.year()] = {*std::move(days_off), *std::move(working_weekends)};
  }
  return calendar;
}

absl::StatusOr<bool> WorkingCalendar::IsWorkingDay(absl::CivilDay day) const {
  const auto year = years_.find(day.year());
  if (year == years_.end()) {
    return absl::FailedPreconditionError(absl::StrCat("no working-day calendar for ", day.year()));
  }
  return IsWeekend(day) ? year->second.working_weekends.contains(day) : !year->second.days_off.contains(day);
}

absl::StatusOr<absl::CivilDay> WorkingCalendar::AddWorkingDays(absl::CivilDay day, int days) const {
  if (days > kMaxDays || days < -kMaxDays) return absl::InvalidArgumentError("too many working days");
  const int step = days < 0 ? -1 : 1;
  for (int left = std::abs(days); left > 0;) {
    day += step;
    const absl::StatusOr<bool> working = IsWorkingDay(day);
    if (!working.ok()) return working.status();
    if (*working) --left;
  }
  return day;
}

}  // namespace oteu::regulation
