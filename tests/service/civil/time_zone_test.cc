#include "service/civil/time_zone.h"

#include <gtest/gtest.h>

namespace oteu::civil {
namespace {

google::protobuf::Timestamp Instant(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

TEST(TimeZone, TheOffsetOfAlmatyChangedOnTheFirstOfMarch2024) {
  const absl::TimeZone zone = *LoadTimeZone("Asia/Almaty");
  EXPECT_EQ(*LocalDay(Instant("2024-01-31T18:30:00Z"), zone), absl::CivilDay(2024, 2, 1));
  EXPECT_EQ(*LocalDay(Instant("2024-02-29T17:59:59Z"), zone), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(*LocalDay(Instant("2024-02-29T18:30:00Z"), zone), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(*LocalDay(Instant("2024-03-31T18:30:00Z"), zone), absl::CivilDay(2024, 3, 31));
  EXPECT_EQ(*LocalDay(Instant("2025-11-30T18:50:00Z"), zone), absl::CivilDay(2025, 11, 30));
  EXPECT_EQ(*LocalDay(Instant("2025-11-30T19:00:00Z"), zone), absl::CivilDay(2025, 12, 1));
}

TEST(TimeZone, RefusesFixedOffsetsAndTheMachinesOwnZone) {
  for (const char* name : {"Fixed/UTC+05:00:00", "UTC", "localtime", "", "Asia/Nowhere", "../etc/passwd"}) {
    EXPECT_FALSE(LoadTimeZone(name).ok()) << name;
  }
}

TEST(TimeZone, RefusesTimestampsOutOfRange) {
  const absl::TimeZone zone = *LoadTimeZone("Asia/Almaty");
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(int64_t{1} << 60);
  EXPECT_FALSE(LocalDay(timestamp, zone).ok());
  timestamp.set_seconds(0);
  timestamp.set_nanos(-1);
  EXPECT_FALSE(LocalDay(timestamp, zone).ok());
  EXPECT_FALSE(LocalDay(Instant("1899-12-31T00:00:00Z"), zone).ok());
  EXPECT_FALSE(LocalDay(Instant("2201-01-02T00:00:00Z"), zone).ok());
}

}  // namespace
}  // namespace oteu::civil
