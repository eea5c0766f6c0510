#include "service/notices/turn.h"

#include <algorithm>

namespace oteu::notices {
namespace {

// The step nearest to the day among those that have come; null when none has.
const Step* StepOf(const Event& event, absl::CivilDay today) {
  const Step* nearest = nullptr;
  for (const Step& step : event.steps) {
    if (step.tell_on > today) continue;
    if (nearest == nullptr || step.days_before < nearest->days_before) nearest = &step;
  }
  return nearest;
}

// This step, or one nearer to the same day.
bool WasGiven(const Event& event, const Step& step, const std::vector<Given>& given) {
  return std::any_of(given.begin(), given.end(), [&](const Given& one) {
    return one.kind == event.kind && one.due_on == event.due_on && one.days_before <= step.days_before;
  });
}

}  // namespace

Turn Look(const std::vector<Event>& events, const std::vector<Given>& given, absl::CivilDay today) {
  Turn turn;
  for (const Event& event : events) {
    if (event.due_on < today && event.kind != v1::NOTICE_KIND_DEEMED_REFUSAL) continue;
    const Step* step = StepOf(event, today);
    if (step != nullptr && !WasGiven(event, *step, given)) turn.now.push_back({&event, step->days_before});
    for (const Step& later : event.steps) {
      if (later.tell_on > today && (!turn.look_on.has_value() || later.tell_on < *turn.look_on))
        turn.look_on = later.tell_on;
    }
  }
  return turn;
}

}  // namespace oteu::notices
