// When to try again.
#pragma once

#include <algorithm>

#include "absl/time/time.h"

namespace oteu::revocation {

// After `failures` in a row (0: none): the interval, or a minute doubled with each failure up to the
// interval; up to a tenth is added by `random` in [0, 1), so that replicas do not march in step.
inline absl::Duration DelayAfter(int failures, absl::Duration interval, double random) {
  absl::Duration delay = interval;
  if (failures > 0) {
    constexpr int kDoublingsMax = 20;
    const int doublings = std::min(failures - 1, kDoublingsMax);
    delay = std::min(interval, absl::Minutes(1) * (int64_t{1} << doublings));
  }
  return delay + delay * (0.1 * random);
}

}  // namespace oteu::revocation
