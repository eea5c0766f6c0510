#include "service/store/sqlite/checkpointer.h"

#include <utility>

#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {
namespace {

constexpr int kTooLongFactor = 4;

}  // namespace

Checkpointer::Checkpointer(Connection connection, int log_pages)
    : connection_(std::move(connection)), log_pages_(log_pages), thread_([this] { Run(); }) {}

Checkpointer::~Checkpointer() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Checkpointer::LogHasPages(int pages) {
  too_long_.store(pages >= kTooLongFactor * log_pages_, std::memory_order_relaxed);
  if (pages < log_pages_) return;
  {
    std::lock_guard lock(mutex_);
    if (wanted_) return;
    wanted_ = true;
  }
  wake_.notify_all();
}

void Checkpointer::FinishIfDue(const Connection& writer) {
  const bool too_long = too_long_.load(std::memory_order_relaxed);
  if (too_long) {
    // Two cannot copy at once: let the thread end what it is at.
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return !wanted_; });
  }
  if (!finish_.exchange(false, std::memory_order_acq_rel) && !too_long) return;
  // An error is no harm: the log is durable, and the next COMMIT asks again.
  (void)CopyLog(writer);
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
    wake_.notify_all();
  }
}

}  // namespace oteu::store::sqlite
