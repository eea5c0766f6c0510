#include "clients/cli/time_argument.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace oteu::cli {
namespace {

constexpr size_t kDayLength = 10;

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(std::string_view text) {
  const bool shaped = text.size() == kDayLength && text[4] == '-' && text[7] == '-' &&
                      IsDigits(text.substr(0, 4)) && IsDigits(text.substr(5, 2)) &&
                      IsDigits(text.substr(8, 2));
  if (shaped) {
    const int year = std::stoi(std::string(text.substr(0, 4)));
    const int month = std::stoi(std::string(text.substr(5, 2)));
    const int day = std::stoi(std::string(text.substr(8, 2)));
    const absl::CivilDay civil(year, month, day);
    // absl normalises 31 April to 1 May: a day that does not exist must not pass.
    if (year > 0 && civil.year() == year && civil.month() == month && civil.day() == day) return civil;
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", std::string(text), "\" is no day YYYY-MM-DD"));
}

absl::StatusOr<absl::Time> ParseTime(std::string_view text) {
  if (text.size() == kDayLength && text[4] == '-') {
    const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
    if (!day.ok()) return day.status();
    return absl::FromCivil(*day, absl::UTCTimeZone());
  }
  int64_t seconds = 0;
  if (IsDigits(text) && absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &seconds)) {
    return absl::FromUnixSeconds(seconds);
  }
  absl::Time time;
  std::string error;
  // absl reads "infinite-future" too, which is no RFC 3339.
  if (text.size() > kDayLength && IsDigits(text.substr(0, 4)) &&
      absl::ParseTime(absl::RFC3339_full, std::string(text), &time, &error)) {
    return time;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", std::string(text), "\" is no time: RFC 3339, YYYY-MM-DD or unix seconds"));
}

}  // namespace oteu::cli
