// Days, months and periods of the naive model, as plain numbers. Part of naive.cc.
#pragma once

#include <compare>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "oteu/v1/entitlement.pb.h"

namespace oteu::naive {

using oteu::v1::DatedPeriod;
using Periods = google::protobuf::RepeatedPtrField<DatedPeriod>;

// A day as one number that orders like the calendar: 20260131.
inline int Day(const google::type::Date& d) { return d.year() * 10000 + d.month() * 100 + d.day(); }
inline int Day(const std::string& iso) {
  return std::stoi(iso.substr(0, 4)) * 10000 + std::stoi(iso.substr(5, 2)) * 100 +
         std::stoi(iso.substr(8, 2));
}
inline int MonthOfDay(int day) { return day / 10000 * 12 + day / 100 % 100 - 1; }
inline int OfYear(int month) { return month % 12 + 1; }
inline constexpr int kEver = 99991231;

template <typename Fact>
inline bool Known(const Fact& fact, int as_of) {
  const bool yet = !fact.has_known_from() || Day(fact.known_from()) <= as_of;
  const bool still = !fact.has_known_through() || as_of <= Day(fact.known_through());
  return yet && still;
}

// Whether any known period shares a day with a month (a 31st that does not exist changes nothing).
inline bool Touches(const DatedPeriod& period, int month, int as_of) {
  const int first = month / 12 * 10000 + OfYear(month) * 100 + 1;
  return Known(period, as_of) && Day(period.from()) <= first + 30 &&
         (!period.has_through() || first <= Day(period.through()));
}
inline bool Touches(const Periods& periods, int month, int as_of) {
  for (const DatedPeriod& period : periods) {
    if (Touches(period, month, as_of)) return true;
  }
  return false;
}

// Millionths of a decimal: "6.5" is 6500000.
inline int64_t Millionths(const std::string& decimal) {
  const size_t point = decimal.find('.');
  std::string fraction = point == std::string::npos ? "" : decimal.substr(point + 1);
  fraction.resize(6, '0');
  return std::stoll(decimal.substr(0, point)) * 1000000 + std::stoll(fraction);
}

// A period as a number: the kind, then what tells it from others of its kind.
struct Key {
  int kind;  // 1 month, 2 calendar quarter, 3 school term, 4 academic year
  int number;
  auto operator<=>(const Key&) const = default;
};

inline std::string LabelOf(const Key& key) {
  const auto year_pair = [](int start) {
    const std::string next = std::to_string((start + 1) % 100);
    return std::to_string(start) + "/" + (next.size() == 1 ? "0" + next : next);
  };
  switch (key.kind) {
    case 1: {
      const std::string month = std::to_string(OfYear(key.number));
      return std::to_string(key.number / 12) + "-" + (month.size() == 1 ? "0" + month : month);
    }
    case 2:
      return std::to_string(key.number / 4) + "-Q" + std::to_string(key.number % 4 + 1);
    case 3:
      return year_pair(key.number / 4) + "-T" + std::to_string(key.number % 4 + 1);
    default:
      return year_pair(key.number);
  }
}

}  // namespace oteu::naive
