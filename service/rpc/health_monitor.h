// Watches store and listener from a thread of its own, and says whether this server should get calls.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/logging/logger.h"

namespace oteu::rpc {

struct HealthMonitorOptions {
  absl::Duration store_interval = absl::Seconds(1);
  absl::Duration listener_interval = absl::Seconds(10);
  // So many checks of the listener fail one after the other before it counts as dead.
  int listener_failures_max = 3;
};

class HealthMonitor {
 public:
  struct Hooks {
    std::function<absl::Status()> check_store;     // cheap
    std::function<absl::Status()> check_listener;  // may take seconds
    std::function<void(bool serving)> set_serving;
    // Once, from the monitor's thread: only a new process will accept connections again.
    std::function<void()> on_listener_dead;
  };

  // Starts watching. `log` outlives the monitor.
  HealthMonitor(HealthMonitorOptions options, Hooks hooks, logging::Logger* log);
  ~HealthMonitor();
  HealthMonitor(const HealthMonitor&) = delete;
  HealthMonitor& operator=(const HealthMonitor&) = delete;

 private:
  void Watch();
  void CheckListener();
  void Report(bool serving);

  const HealthMonitorOptions options_;
  const Hooks hooks_;
  logging::Logger* const log_;
  bool serving_ = true;  // the monitor's thread only, as the two below
  bool listener_good_ = true;
  int listener_failures_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace oteu::rpc
