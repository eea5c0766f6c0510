// Tells in time that the table of working days ends: beyond it no deadline can be counted, warned of or seen
// to pass.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "service/regulation/catalog.h"

namespace oteu::notices {

// The longest count of the procedure is some four weeks; the rest is for whoever must get the next table.
inline constexpr int kCalendarDaysLeftMin = 60;

// Of one thread at a time.
class CalendarWatch {
 public:
  // Once a local day: how many days are left, when they are fewer than kCalendarDaysLeftMin (negative: that
  // long ago it ended).
  std::optional<int> Look(const regulation::Catalog& catalog, absl::Time now);

 private:
  std::optional<absl::CivilDay> looked_on_;
};

}  // namespace oteu::notices
