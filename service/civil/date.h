// Calendar days between the contract's form and ours. A day is an absl::CivilDay: it has no time zone and no
// clock.
//
//   absl::CivilDay day = *oteu::civil::ParseIsoDate("2026-01-31");
//   google::type::Date message = oteu::civil::ToProto(day);
//
// Errors: INVALID_ARGUMENT for a day that does not exist or lies outside the years 1900..2200. Messages never
// echo the input.
#pragma once

#include <google/type/date.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace oteu::civil {

// Years that any date of this service may lie in: wide enough for every living person, narrow enough to bound
// loops.
inline constexpr int kMinYear = 1900;
inline constexpr int kMaxYear = 2200;

// The day of a google.type.Date. Year-only and month-only dates (zero day or month) are refused.
absl::StatusOr<absl::CivilDay> FromProto(const google::type::Date& date);

// The google.type.Date of a day.
google::type::Date ToProto(absl::CivilDay day);

// Reads "YYYY-MM-DD", exactly ten characters.
absl::StatusOr<absl::CivilDay> ParseIsoDate(absl::string_view text);

// Writes "YYYY-MM-DD".
std::string FormatIsoDate(absl::CivilDay day);

}  // namespace oteu::civil
