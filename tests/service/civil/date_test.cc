#include "service/civil/date.h"

#include <gtest/gtest.h>

#include "service/civil/month.h"

namespace oteu::civil {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(Date, EveryDayOfFourCenturiesGoesThroughBothFormsAndBack) {
  for (absl::CivilDay day(kMinYear, 1, 1); day <= absl::CivilDay(kMaxYear, 12, 31); ++day) {
    ASSERT_EQ(*FromProto(ToProto(day)), day);
    ASSERT_EQ(*ParseIsoDate(FormatIsoDate(day)), day);
  }
}

TEST(Date, RefusesDaysThatDoNotExist) {
  for (const auto& date : {Date(2025, 2, 29), Date(2026, 4, 31), Date(2026, 13, 1), Date(2026, 0, 1),
                           Date(2026, 1, 0), Date(2026, 1, -1), Date(1899, 12, 31), Date(2201, 1, 1),
                           Date(0, 1, 1), Date(2026, 2147483647, 2147483647)}) {
    EXPECT_FALSE(FromProto(date).ok()) << date.DebugString();
  }
  EXPECT_TRUE(FromProto(Date(2024, 2, 29)).ok());
}

TEST(Date, RefusesTextOfAnotherShape) {
  for (const char* text : {"", "2026-1-31", "2026-01-31 ", "2026/01/31", "+026-01-31", "2026-02-30",
                           "20260131", "2026-01-3a", " 026-01-31", "2026-01-031"}) {
    EXPECT_FALSE(ParseIsoDate(text).ok()) << text;
  }
}

TEST(Month, ReadsAndWrites) {
  EXPECT_EQ(*ParseMonth("2026-02"), absl::CivilMonth(2026, 2));
  EXPECT_EQ(FormatMonth(absl::CivilMonth(2026, 2)), "2026-02");
  for (const char* text : {"", "2026", "2026-2", "2026-13", "2026-00", "2026-02-01", "2026-02-", "1899-12"}) {
    EXPECT_FALSE(ParseMonth(text).ok()) << text;
  }
}

TEST(Month, HasFirstAndLastDays) {
  EXPECT_EQ(FirstDayOf(absl::CivilMonth(2024, 2)), absl::CivilDay(2024, 2, 1));
  EXPECT_EQ(LastDayOf(absl::CivilMonth(2024, 2)), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(LastDayOf(absl::CivilMonth(2025, 12)), absl::CivilDay(2025, 12, 31));
}

}  // namespace
}  // namespace oteu::civil
