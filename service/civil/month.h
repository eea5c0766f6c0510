// Calendar months: the unit of the entitlement (clauses 4 and 5 count in months).
//
//   oteu::civil::ParseMonth("2026-02")            // absl::CivilMonth(2026, 2)
//   oteu::civil::LastDayOf(absl::CivilMonth(2024, 2))  // 2024-02-29
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace oteu::civil {

// Reads "YYYY-MM", exactly seven characters; INVALID_ARGUMENT for no month, or one outside the years
// 1900..2200.
absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text);

// Writes "YYYY-MM".
std::string FormatMonth(absl::CivilMonth month);

// First and last day of a month.
absl::CivilDay FirstDayOf(absl::CivilMonth month);
absl::CivilDay LastDayOf(absl::CivilMonth month);

}  // namespace oteu::civil
