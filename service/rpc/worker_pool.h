// WorkerPool: threads that may block, fed by a bounded queue, so that gRPC's polling threads never do.
//
//   WorkerPool pool({.threads = 2, .queue_max = 1024});
//   if (!pool.Post([] { ... })) return Overloaded();
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace oteu::rpc {

struct WorkerPoolOptions {
  int threads = 2;
  std::size_t queue_max = 1024;  // tasks that wait; more are refused
};

class WorkerPool {
 public:
  using Task = absl::AnyInvocable<void()>;

  explicit WorkerPool(const WorkerPoolOptions& options);
  // Runs what is queued, then joins.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when the queue is full: the task is not run.
  [[nodiscard]] bool Post(Task task);
  // The next step of a stream that was admitted already: never refused, since streams are bounded themselves
  // and have at most one step waiting.
  void PostStep(Task task);

  std::size_t waiting() const;

 private:
  void Run();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;  // guarded by mutex_
  bool stopping_ = false;   // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace oteu::rpc
