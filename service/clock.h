// Clock: the only source of "now". main() passes the system's; tests pass a fixed one.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace oteu {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace oteu
