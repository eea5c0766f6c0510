// Working days of Kazakhstan: a five-day week with the official table of days off and worked weekends.
//
//   calendar.AddWorkingDays(received, 8);     // the day a decision is due; the day of receipt is day 0
//   calendar.AddWorkingDays(decision, -3);    // the last day for notice of a preliminary refusal
//
// A year without a table cannot be counted in: FAILED_PRECONDITION, never a guess.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/regulation/v1/regulation.pb.h"

namespace oteu::regulation {

class WorkingCalendar {
 public:
  // Most days that can be counted in one call, either way.
  static constexpr int kMaxDays = 1000;

  // Indexes the calendar of the national data. INVALID_ARGUMENT for a date that does not parse.
  static absl::StatusOr<WorkingCalendar> Create(const v1::NationalData& national);

  // Whether a day is worked.
  absl::StatusOr<bool> IsWorkingDay(absl::CivilDay day) const;

  // The `days`-th working day after `day` (before it, when negative); `day` itself, worked or not, when zero.
  // INVALID_ARGUMENT beyond kMaxDays.
  absl::StatusOr<absl::CivilDay> AddWorkingDays(absl::CivilDay day, int days) const;

  // The last day of the last table; none without one.
  std::optional<absl::CivilDay> last_day() const {
    if (years_.empty()) return std::nullopt;
    return absl::CivilDay(years_.rbegin()->first, 12, 31);
  }

 private:
  struct Year {
    std::set<absl::CivilDay> days_off;
    std::set<absl::CivilDay> working_weekends;
  };
  std::map<absl::civil_year_t, Year> years_;
};

}  // namespace oteu::regulation
