#include "clients/demo_pki/sample_calendar.h"

#include <algorithm>

namespace oteu::demo_pki {
namespace {

constexpr int kFirstMonthOfComingYear = 6;  // Lessons end in May.

absl::CivilDay LocalDay(absl::Time now) {
  absl::TimeZone zone;
  // Without tz data on this machine UTC is near enough for fictional documents.
  if (!absl::LoadTimeZone("Asia/Almaty", &zone)) zone = absl::UTCTimeZone();
  return absl::ToCivilDay(now, zone);
}

}  // namespace

SampleCalendar SampleCalendarAt(absl::Time now) {
  const absl::CivilDay today = LocalDay(now);
  const auto start_year = today.month() >= kFirstMonthOfComingYear ? today.year() : today.year() - 1;
  SampleCalendar days;
  days.yesterday = today - 1;
  days.first_lesson = absl::CivilDay(start_year, 9, 1);
  days.last_lesson = absl::CivilDay(start_year + 1, 5, 25);
  days.term_from = std::min(absl::CivilDay(start_year, 8, 20), today - 7);
  days.birth = absl::CivilDay(start_year - 10, 3, 14);
  days.disability_from = absl::CivilDay(start_year - 2, 2, 1);
  days.disability_through = absl::CivilDay(start_year + 2, 1, 31);
  days.identity_through = absl::CivilDay(start_year + 5, 12, 31);
  return days;
}

}  // namespace oteu::demo_pki
