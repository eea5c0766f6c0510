#include "service/application/background.h"

#include <utility>

namespace oteu::application {

Background::Background() : thread_([this] { Loop(); }) {}

Background::~Background() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Background::Run(absl::AnyInvocable<void()> work) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void Background::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stop_ || !queue_.empty(); });
    if (queue_.empty()) return;
    absl::AnyInvocable<void()> work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

void InFlight::Begin() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++count_;
}

void InFlight::End() {
  // Notified under the lock: the waiter may destroy this object as soon as it sees zero.
  const std::lock_guard<std::mutex> lock(mutex_);
  --count_;
  idle_.notify_all();
}

void InFlight::Wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  idle_.wait(lock, [this] { return count_ == 0; });
}

}  // namespace oteu::application
