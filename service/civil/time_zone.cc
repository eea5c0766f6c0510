#include "service/civil/time_zone.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "service/civil/date.h"

namespace oteu::civil {
namespace {

// Seconds of 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: the range of a Timestamp.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;
constexpr int32_t kNanosPerSecond = 1000000000;

}  // namespace

absl::StatusOr<absl::TimeZone> LoadTimeZone(absl::string_view iana_name) {
  // Abseil reads "Fixed/UTC+05:00:00" as a fixed offset; "UTC" and "localtime" depend on nothing or on the
  // machine.
  if (absl::StartsWith(iana_name, "Fixed/") || !absl::StrContains(iana_name, '/')) {
    return absl::InvalidArgumentError("not an IANA time zone of a region");
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(std::string(iana_name), &zone)) {
    return absl::NotFoundError("time zone unknown to the system's tz data");
  }
  return zone;
}

absl::CivilDay LocalDay(absl::Time instant, const absl::TimeZone& zone) {
  return absl::ToCivilDay(instant, zone);
}

absl::StatusOr<absl::CivilDay> LocalDay(const google::protobuf::Timestamp& instant,
                                        const absl::TimeZone& zone) {
  if (instant.seconds() < kMinSeconds || instant.seconds() > kMaxSeconds || instant.nanos() < 0 ||
      instant.nanos() >= kNanosPerSecond) {
    return absl::InvalidArgumentError("timestamp out of range");
  }
  const absl::CivilDay day = LocalDay(absl::FromUnixSeconds(instant.seconds()), zone);
  if (day.year() < kMinYear || day.year() > kMaxYear) {
    return absl::InvalidArgumentError("year outside 1900..2200");
  }
  return day;
}

}  // namespace oteu::civil
