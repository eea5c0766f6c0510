#include "service/rpc/health_monitor.h"

#include <chrono>
#include <utility>

namespace oteu::rpc {

HealthMonitor::HealthMonitor(HealthMonitorOptions options, Hooks hooks, logging::Logger* log)
    : options_(options), hooks_(std::move(hooks)), log_(log), thread_([this] { Watch(); }) {}

HealthMonitor::~HealthMonitor() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void HealthMonitor::Watch() {
  using SteadyClock = std::chrono::steady_clock;
  auto next_listener = SteadyClock::now() + absl::ToChronoMilliseconds(options_.listener_interval);
  std::unique_lock lock(mutex_);
  while (
      !wake_.wait_for(lock, absl::ToChronoMilliseconds(options_.store_interval), [this] { return stop_; })) {
    lock.unlock();
    if (SteadyClock::now() >= next_listener) {
      CheckListener();
      next_listener = SteadyClock::now() + absl::ToChronoMilliseconds(options_.listener_interval);
    }
    Report(listener_good_ && hooks_.check_store().ok());
    lock.lock();
  }
}

void HealthMonitor::CheckListener() {
  const absl::Status status = hooks_.check_listener();
  listener_good_ = status.ok();
  listener_failures_ = status.ok() ? 0 : listener_failures_ + 1;
  if (status.ok()) return;
  log_->Log(logging::Level::kError, logging::Event::kListenerDead,
            {logging::Field::Count(listener_failures_), logging::Field::Detail(status.message())});
  if (listener_failures_ == options_.listener_failures_max) hooks_.on_listener_dead();
}

void HealthMonitor::Report(bool serving) {
  if (serving == serving_) return;
  serving_ = serving;
  log_->Log(serving ? logging::Level::kInfo : logging::Level::kError, logging::Event::kHealthChanged,
            {logging::Field::Serving(serving)});
  hooks_.set_serving(serving);
}

}  // namespace oteu::rpc
