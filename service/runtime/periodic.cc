#include "service/runtime/periodic.h"

#include <random>
#include <utility>

namespace oteu::runtime {

Periodic::Periodic(PeriodicOptions options, std::function<void()> run)
    : options_(options), run_(std::move(run)), thread_([this] { Loop(); }) {}

Periodic::~Periodic() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Periodic::Loop() {
  std::mt19937 random(std::random_device{}());
  std::uniform_real_distribution<double> part(0.0, options_.jitter);
  std::unique_lock lock(mutex_);
  while (true) {
    const absl::Duration wait = options_.interval * (1.0 + part(random));
    if (wake_.wait_for(lock, absl::ToChronoMilliseconds(wait), [this] { return stop_; })) return;
    lock.unlock();
    run_();
    lock.lock();
  }
}

}  // namespace oteu::runtime
