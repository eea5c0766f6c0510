#include "service/regulation/working_calendar.h"

#include <gtest/gtest.h>

#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

using Day = absl::CivilDay;

const WorkingCalendar& Calendar() { return ShippedCatalog().working_calendar(); }

TEST(WorkingCalendar, TheOfficialTableOf2026) {
  int days_off = 0;
  for (Day day(2026, 1, 1); day <= Day(2026, 12, 31); ++day) {
    const auto weekday = absl::GetWeekday(day);
    const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
    if (!weekend && !*Calendar().IsWorkingDay(day)) ++days_off;
    if (weekend) {
      EXPECT_FALSE(*Calendar().IsWorkingDay(day)) << day;
    }
  }
  EXPECT_EQ(days_off, 14);
  EXPECT_FALSE(*Calendar().IsWorkingDay(Day(2026, 3, 9)));
  EXPECT_FALSE(*Calendar().IsWorkingDay(Day(2026, 3, 25)));
  EXPECT_TRUE(*Calendar().IsWorkingDay(Day(2026, 3, 26)));
  EXPECT_TRUE(*Calendar().IsWorkingDay(Day(2026, 8, 31)));
}

TEST(WorkingCalendar, TheDayOfReceiptIsDayZero) {
  // Friday to the Wednesday after next.
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 9, 4), 8), Day(2026, 9, 16));
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 9, 5), 1), Day(2026, 9, 7));
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 9, 5), 0), Day(2026, 9, 5));
}

TEST(WorkingCalendar, HolidaysAndSwapsAreSkippedOrCounted) {
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 3, 20), 1), Day(2026, 3, 26));
  // Sunday 5 January 2025 was worked in place of Friday the 3rd.
  EXPECT_TRUE(*Calendar().IsWorkingDay(Day(2025, 1, 5)));
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2025, 1, 2), 1), Day(2025, 1, 5));
}

TEST(WorkingCalendar, CountsBackwards) {
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 9, 16), -3), Day(2026, 9, 11));
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 3, 26), -1), Day(2026, 3, 20));
}

TEST(WorkingCalendar, AnApplicationOfDecemberIsDecidedInTheNextYear) {
  EXPECT_EQ(*Calendar().AddWorkingDays(Day(2026, 12, 28), 8), Day(2027, 1, 12));
}

TEST(WorkingCalendar, AYearWithoutATableIsAnErrorAndNoGuess) {
  EXPECT_EQ(Calendar().IsWorkingDay(Day(2028, 1, 3)).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Calendar().AddWorkingDays(Day(2027, 12, 29), 8).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Calendar().AddWorkingDays(Day(2024, 1, 3), -8).ok());
}

TEST(WorkingCalendar, TheCountIsBounded) {
  EXPECT_EQ(Calendar().AddWorkingDays(Day(2026, 1, 1), 1001).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Calendar().AddWorkingDays(Day(2026, 1, 1), -1001).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace oteu::regulation
