#include "service/rpc/watchers.h"

#include <utility>
#include <vector>

#include "absl/time/clock.h"

namespace oteu::rpc {

Watchers::Watchers(const WatchOptions& options, std::function<absl::StatusOr<std::int64_t>()> latest)
    : options_(options), latest_of_(std::move(latest)), thread_([this] { Run(); }) {}

Watchers::~Watchers() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Watchers::Add(Watcher* watcher) {
  const std::lock_guard lock(mutex_);
  watchers_.insert(watcher);
  if (ending_) watcher->EndSoon();
  wake_.notify_all();
}

void Watchers::EndAll() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  const std::vector<Watcher*> all(watchers_.begin(), watchers_.end());
  for (Watcher* watcher : all) {
    if (watchers_.contains(watcher)) watcher->EndSoon();
  }
}

void Watchers::Remove(Watcher* watcher) {
  const std::lock_guard lock(mutex_);
  watchers_.erase(watcher);
}

void Watchers::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (watchers_.empty()) {
      wake_.wait(lock, [this] { return stop_ || !watchers_.empty(); });
      continue;
    }
    // Without the lock: the store may take its time.
    lock.unlock();
    const auto latest = latest_of_();
    lock.lock();
    if (latest.ok()) latest_ = *latest;
    TickAll();
    wake_.wait_for(lock, absl::ToChronoMilliseconds(options_.look_every), [this] { return stop_; });
  }
}

void Watchers::TickAll() {
  const absl::Time now = absl::Now();
  const std::vector<Watcher*> all(watchers_.begin(), watchers_.end());
  for (Watcher* watcher : all) {
    if (watchers_.contains(watcher)) watcher->Tick(latest_, now);
  }
}

}  // namespace oteu::rpc
