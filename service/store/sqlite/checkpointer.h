// Moves the write-ahead log into the database file, off the commit path.
//
// SQLite's own autocheckpoint runs inside a COMMIT and makes the tail of the latency. Here a thread with a
// connection of its own copies pages (PASSIVE: it never blocks the writer) once the log has grown; what the
// writer appended meanwhile it leaves, and asks the writer to copy that short rest between two batches, after
// which the log starts again from its beginning.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "service/store/sqlite/connection.h"

namespace oteu::store::sqlite {

class Checkpointer {
 public:
  // Starts the thread. `log_pages` is the size of the log, in pages, from which it is copied.
  Checkpointer(Connection connection, int log_pages);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // From the writer, within a COMMIT: the log has this many pages.
  void LogHasPages(int pages);

  // From the writer, between batches: copies the rest on the writer's connection when that is due.
  void FinishIfDue(const Connection& writer);

  // The log's and the copied pages after a PASSIVE checkpoint. Does not wait for readers or the writer.
  struct Progress {
    int log_pages = 0;
    int copied_pages = 0;
  };
  static absl::StatusOr<Progress> CopyLog(const Connection& connection);

 private:
  void Run();

  Connection connection_;
  const int log_pages_;
  std::atomic<bool> finish_ = false;
  std::atomic<bool> too_long_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;  // wanted_ or stop_ changed
  bool wanted_ = false;           // guarded by mutex_
  bool stop_ = false;             // guarded by mutex_
  std::thread thread_;            // last: starts in the constructor
};

}  // namespace oteu::store::sqlite
