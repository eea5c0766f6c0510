// Runs something again and again from a thread of its own.
//
//   Periodic retry({.interval = absl::Seconds(60), .jitter = 0.1}, [&] {
//   use_cases->RetryHeldApplications(...); });
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace oteu::runtime {

struct PeriodicOptions {
  absl::Duration interval;  // from the end of one run to the begin of the next
  double jitter = 0.0;      // up to this part of the interval is added, so that replicas do not march in step
};

class Periodic {
 public:
  Periodic(PeriodicOptions options, std::function<void()> run);
  // Waits for a run that is under way.
  ~Periodic();
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  void Loop();

  const PeriodicOptions options_;
  const std::function<void()> run_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace oteu::runtime
