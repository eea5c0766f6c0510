// Times and days as people type them.
//
//   ParseTime("2026-11-22T12:00:00Z")   ParseTime("2026-11-22")   ParseTime("1795348800")
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace oteu::cli {

// RFC 3339, a day (its first instant, UTC), or unix seconds. Errors: kInvalidArgument.
absl::StatusOr<absl::Time> ParseTime(std::string_view text);

// "YYYY-MM-DD", a day that exists. Errors: kInvalidArgument.
absl::StatusOr<absl::CivilDay> ParseDay(std::string_view text);

}  // namespace oteu::cli
