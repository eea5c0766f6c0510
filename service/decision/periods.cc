#include "service/decision/periods.h"

#include "service/civil/date.h"

namespace oteu::decision {

std::optional<Days> DaysOf(const google::type::Date& from, const google::type::Date* through) {
  const auto first = civil::FromProto(from);
  if (!first.ok()) return std::nullopt;
  if (through == nullptr) return Days{*first, absl::CivilDay::max()};
  const auto last = civil::FromProto(*through);
  if (!last.ok() || *last < *first) return std::nullopt;
  return Days{*first, *last};
}

std::optional<Days> DaysOf(const v1::RegisterPeriod& period) {
  return DaysOf(period.from(), period.has_through() ? &period.through() : nullptr);
}

bool CoversDay(const v1::RegisterPeriod& period, absl::CivilDay day) {
  if (period.has_known_from()) {
    const auto known_from = civil::FromProto(period.known_from());
    if (!known_from.ok() || *known_from > day) return false;
  }
  const std::optional<Days> days = DaysOf(period);
  return days.has_value() && days->Contains(day);
}

v1::DatedPeriod ToDatedPeriod(const v1::RegisterPeriod& period) {
  v1::DatedPeriod dated;
  *dated.mutable_from() = period.from();
  if (period.has_through()) *dated.mutable_through() = period.through();
  if (period.has_known_from()) *dated.mutable_known_from() = period.known_from();
  return dated;
}

}  // namespace oteu::decision
