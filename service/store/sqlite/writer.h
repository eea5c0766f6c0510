// The one thread that writes: takes all waiting changes, applies them in one transaction, commits, and tells
// everyone.
//
// A COMMIT costs one fsync whatever is in it; while it runs, the next batch gathers by itself. There is no
// timer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "service/store/sqlite/checkpointer.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/pending_write.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

struct WriterOptions {
  std::size_t queue_changes_max = 4096;
  std::size_t queue_bytes_max = std::size_t{256} << 20;
  // Of one transaction: changes, and bytes from which on no further one is added.
  std::size_t batch_changes_max = 256;
  std::size_t batch_bytes_max = std::size_t{16} << 20;
};

class Writer {
 public:
  // `checkpointer` outlives the writer.
  static absl::StatusOr<std::unique_ptr<Writer>> Create(Connection connection, Checkpointer* checkpointer,
                                                        const WriterOptions& options);
  // Drains.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Answers the write from the writer's thread, or at once when the queue is full (OVERLOADED) or drained
  // (SHUTTING_DOWN).
  void Enqueue(std::unique_ptr<PendingWrite> write);

  // Returns when all that was accepted is answered. Not from a `done`.
  void Drain();

  // The last COMMIT's error. While there is one, asks the writer to try a small write, at most once a second.
  absl::Status Health();

 private:
  struct Pending {
    std::unique_ptr<PendingWrite> write;
    absl::Status result;
  };

  // Takes the write when it answers OK, and not otherwise.
  absl::Status TryEnqueue(std::unique_ptr<PendingWrite>& write);

  Writer(Connection connection, std::unique_ptr<Appliers> appliers, Checkpointer* checkpointer,
         const WriterOptions& options);
  static int OnCommit(void* writer, sqlite3* db, const char* name, int log_pages);

  void Run();
  // False: stopped, and nothing is left.
  bool NextBatch(std::vector<Pending>& batch);
  void Write(std::span<Pending> batch);
  absl::Status WriteInTransaction(std::span<Pending> batch);
  absl::Status ApplyAll(std::span<Pending> batch);
  void Probe();
  void Remember(const absl::Status& status);

  Connection connection_;
  std::unique_ptr<Appliers> appliers_;
  Checkpointer* const checkpointer_;
  const WriterOptions options_;
  Statement begin_, commit_, rollback_, probe_;

  std::mutex mutex_;
  std::condition_variable wake_;     // there is work
  std::condition_variable drained_;  // there is none left
  std::vector<Pending> queue_;       // these and all below: guarded by mutex_
  std::size_t queue_bytes_ = 0;
  bool writing_ = false;
  bool accepting_ = true;
  bool stop_ = false;
  bool probe_wanted_ = false;
  absl::Status health_;
  std::chrono::steady_clock::time_point last_probe_;

  std::thread thread_;
};

}  // namespace oteu::store::sqlite
