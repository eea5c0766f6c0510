// A bounded pool of threads: does the work that may block, so that gRPC's polling threads never do.
//
//   WorkerPool pool({.threads = 8, .queue_max = 1024});
//   if (!pool.TryRun([...] { ... })) return Overloaded();
//
// First come, first served, and what was begun before what is new. Tasks must not throw.
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
  int threads = 1;
  std::size_t queue_max = 1024;  // tasks waiting for a thread
};

class WorkerPool {
 public:
  using Task = absl::AnyInvocable<void()>;

  explicit WorkerPool(const WorkerPoolOptions& options);
  // Runs what is waiting, then stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and the task untouched, when the queue is full or the pool stops. Never blocks for work.
  bool TryRun(Task&& task);

  // Goes on with a call that a task began: before all that waits, and whatever the length of the queue, since
  // there are no more of them than tasks taken. False, and the task untouched, when the pool stops.
  bool TryContinue(Task&& task);

  // Takes no more; returns when what was taken is done. Not from a task.
  void Stop();

 private:
  void Work();

  const std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;  // guarded by mutex_
  bool stop_ = false;       // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace oteu::rpc
