#include "service/notices/calendar_watch.h"

namespace oteu::notices {

std::optional<int> CalendarWatch::Look(const regulation::Catalog& catalog, absl::Time now) {
  const absl::CivilDay today = catalog.LocalDay(now);
  if (looked_on_ == today) return std::nullopt;
  looked_on_ = today;
  const auto last = catalog.working_calendar().last_day();
  const int left = last.has_value() ? static_cast<int>(*last - today) : -1;
  return left < kCalendarDaysLeftMin ? std::optional(left) : std::nullopt;
}

}  // namespace oteu::notices
