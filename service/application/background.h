// Background: one thread for the rare work that must not be done on a thread of the store, such as deciding
// again after a conflict. Runs what it was given, in order; the destructor finishes what is queued.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "absl/functional/any_invocable.h"

namespace oteu::application {

class Background {
 public:
  Background();
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  void Run(absl::AnyInvocable<void()> work);

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<absl::AnyInvocable<void()>> queue_;  // guarded by mutex_
  bool stop_ = false;                             // guarded by mutex_
  std::thread thread_;                            // last: starts when the rest is there
};

// Counts calls under way, so that their owner does not go before them.
class InFlight {
 public:
  void Begin();
  void End();
  // Blocks until none is under way.
  void Wait();

 private:
  std::mutex mutex_;
  std::condition_variable idle_;
  int count_ = 0;  // guarded by mutex_
};

}  // namespace oteu::application
