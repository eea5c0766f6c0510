// One look at an application: which notices are given now, and when to look again.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "service/notices/due.h"

namespace oteu::notices {

// A notice that was given before.
struct Given {
  v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
  absl::CivilDay due_on;
  int days_before = 0;
};

struct Turn {
  // At most one of an event: the step nearest to its day; those that were missed are not made up for.
  struct Telling {
    const Event* event = nullptr;
    int days_before = 0;
  };
  std::vector<Telling> now;
  std::optional<absl::CivilDay> look_on;  // none: nothing comes any more
};

// `events` outlive the turn. Nothing is told twice, and no day that has passed, except that it passed
// (DEEMED_REFUSAL).
Turn Look(const std::vector<Event>& events, const std::vector<Given>& given, absl::CivilDay today);

}  // namespace oteu::notices
