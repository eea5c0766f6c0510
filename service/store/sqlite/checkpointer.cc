#include "service/store/sqlite/checkpointer.h"

#include <utility>

#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

Checkpointer::Checkpointer(Connection connection, int log_pages)
    : connection_(std::move(connection)), log_pages_(log_pages), thread_([this] { Run(); }) {}

Checkpointer::~Checkpointer() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Checkpointer::LogHasPages(int pages) {
  if (pages < log_pages_) return;
  {
    std::lock_guard lock(mutex_);
    if (wanted_) return;
    wanted_ = true;
  }
  wake_.notify_one();
}

absl::StatusOr<Checkpointer::Progress> Checkpointer::CopyLog(const Connection& connection) {
  Progress progress;
  const int code = sqlite3_wal_checkpoint_v2(connection.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             &progress.log_pages, &progress.copied_pages);
  if (code == SQLITE_OK) return progress;
  return SqliteError(connection.get(), "copying the log");
}

void Checkpointer::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return wanted_ || stop_; });
    if (stop_) return;
    lock.unlock();
    // An error is no harm: the log is durable and grows until a later attempt succeeds.
    auto progress = CopyLog(connection_);
    if (progress.ok() && progress->copied_pages < progress->log_pages)
      finish_.store(true, std::memory_order_release);
    lock.lock();
    wanted_ = false;
  }
}

}  // namespace oteu::store::sqlite
