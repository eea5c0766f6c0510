// Leaves a service alone that keeps failing: nobody waits for it, and it can recover.
#pragma once

#include <mutex>

#include "absl/time/time.h"

namespace oteu::revocation {

// Closed: every call may pass. After `failures_max` failures in a row it is open for `rest`: none may. Then a
// single one may try; its success closes, its failure opens again. Thread-safe.
class CircuitBreaker {
 public:
  CircuitBreaker(int failures_max, absl::Duration rest) : failures_max_(failures_max), rest_(rest) {}

  // Whoever is allowed must report Succeeded or Failed.
  bool Allow(absl::Time now) {
    const std::lock_guard lock(mutex_);
    if (failures_ < failures_max_) return true;
    if (now < open_until_ || trying_) return false;
    trying_ = true;
    return true;
  }
  void Succeeded() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    trying_ = false;
  }
  void Failed(absl::Time now) {
    const std::lock_guard lock(mutex_);
    trying_ = false;
    if (failures_ < failures_max_) ++failures_;
    if (failures_ == failures_max_) open_until_ = now + rest_;
  }

 private:
  const int failures_max_;
  const absl::Duration rest_;
  std::mutex mutex_;
  int failures_ = 0;                              // guarded by mutex_
  bool trying_ = false;                           // guarded by mutex_
  absl::Time open_until_ = absl::InfinitePast();  // guarded by mutex_
};

}  // namespace oteu::revocation
