#include "service/rpc/worker_pool.h"

#include <algorithm>
#include <utility>

namespace oteu::rpc {

WorkerPool::WorkerPool(const WorkerPoolOptions& options) : queue_max_(options.queue_max) {
  for (int i = 0; i < std::max(1, options.threads); ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::TryRun(Task&& task) {
  {
    std::lock_guard lock(mutex_);
    if (stop_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

bool WorkerPool::TryContinue(Task&& task) {
  {
    const std::lock_guard lock(mutex_);
    if (stop_) return false;
    queue_.push_front(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::Stop() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return !queue_.empty() || stop_; });
    if (queue_.empty()) return;
    {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      task();
    }  // what the task holds is let go of outside the lock
    lock.lock();
  }
}

}  // namespace oteu::rpc
