// Wakes the streams that follow the change feed: when there is something new, and now and then for
// heartbeats.
//
// Whether there is something new is asked of the store, not told by it: with several replicas most changes
// are made by another one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace oteu::rpc {

struct WatchOptions {
  absl::Duration look_every = absl::Milliseconds(100);
  // A follower to whom nothing was sent for so long gets an empty message.
  absl::Duration heartbeat = absl::Seconds(15);
  // A follower that has not taken a message for so long is cut.
  absl::Duration slow_after = absl::Seconds(60);
};

class Watchers {
 public:
  class Watcher {
   public:
    virtual ~Watcher() = default;
    // `latest` changes whenever the feed does. Between Add and Remove; must not wait.
    virtual void Tick(std::int64_t latest, absl::Time now) = 0;
    // The server stops. Between Add and Remove.
    virtual void EndSoon() = 0;
  };

  // `latest`: number of the newest change; nothing is ticked as changed while it answers an error.
  Watchers(const WatchOptions& options, std::function<absl::StatusOr<std::int64_t>()> latest);
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  const WatchOptions& options() const { return options_; }

  void Add(Watcher* watcher);
  // Returns when no Tick of it is under way, except on the thread of that Tick.
  void Remove(Watcher* watcher);
  // Ends all, and at once each that comes later.
  void EndAll();

 private:
  void Run();
  void TickAll();

  const WatchOptions options_;
  const std::function<absl::StatusOr<std::int64_t>()> latest_of_;
  // Recursive: a tick may end a watcher and remove it on the same thread.
  std::recursive_mutex mutex_;
  std::condition_variable_any wake_;
  std::set<Watcher*> watchers_;  // this and below: guarded by mutex_
  std::int64_t latest_ = 0;
  bool ending_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace oteu::rpc
