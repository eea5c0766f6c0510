#include "verification/x509/der_time.h"

#include <algorithm>
#include <cstddef>

namespace oteu::verification::x509 {
std::optional<absl::Time> ParseDerTime(const kzgost::DerElement& element) {
  const openssl::Bytes text = element.contents;
  const bool utc = element.tag == kzgost::kDerUtcTime;
  if (!utc && element.tag != kzgost::kDerGeneralizedTime) return std::nullopt;
  const size_t digits = utc ? 12 : 14;
  if (text.size() != digits + 1 || text[digits] != 'Z') return std::nullopt;
  if (!std::all_of(text.begin(), text.end() - 1, [](uint8_t c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  size_t position = 0;
  const auto next_two = [&] {
    const int value = (text[position] - '0') * 10 + (text[position + 1] - '0');
    position += 2;
    return value;
  };
  int year = next_two();
  if (utc) {
    year += year < 50 ? 2000 : 1900;  // 4.1.2.5.1
  } else {
    year = year * 100 + next_two();
  }
  const int month = next_two();
  const int day = next_two();
  const int hour = next_two();
  const int minute = next_two();
  const int second = next_two();
  // A civil time is normalised (31 April becomes 1 May): what changes was no time.
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  if (civil.month() != month || civil.day() != day || civil.hour() != hour || civil.minute() != minute ||
      civil.second() != second) {
    return std::nullopt;
  }
  return FromUtc(civil);
}

}  // namespace oteu::verification::x509
