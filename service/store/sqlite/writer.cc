#include "service/store/sqlite/writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/errors/error.h"

namespace oteu::store::sqlite {
namespace {

constexpr std::chrono::seconds kProbeEvery{1};

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> Writer::Create(Connection connection, Checkpointer* checkpointer,
                                                       const WriterOptions& options) {
  auto appliers = Appliers::Create(connection.get());
  if (!appliers.ok()) return appliers.status();
  std::unique_ptr<Writer> writer(
      new Writer(std::move(connection), *std::move(appliers), checkpointer, options));
  sqlite3* db = writer->connection_.get();
  absl::Status status =
      PrepareAll(db, {{&writer->begin_, "BEGIN IMMEDIATE"},
                      {&writer->commit_, "COMMIT"},
                      {&writer->rollback_, "ROLLBACK"},
                      {&writer->probe_, "UPDATE probe SET count = count + 1 WHERE id = 1"}});
  if (!status.ok()) return status;
  sqlite3_wal_hook(db, &Writer::OnCommit, writer.get());
  writer->thread_ = std::thread([self = writer.get()] { self->Run(); });
  return writer;
}

Writer::Writer(Connection connection, std::unique_ptr<Appliers> appliers, Checkpointer* checkpointer,
               const WriterOptions& options)
    : connection_(std::move(connection)),
      appliers_(std::move(appliers)),
      checkpointer_(checkpointer),
      options_(options) {}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    accepting_ = false;
    stop_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

int Writer::OnCommit(void* writer, sqlite3* /*db*/, const char* /*name*/, int log_pages) {
  static_cast<Writer*>(writer)->checkpointer_->LogHasPages(log_pages);
  return SQLITE_OK;
}

void Writer::Enqueue(std::unique_ptr<PendingWrite> write) {
  if (absl::Status refusal = TryEnqueue(write); !refusal.ok()) return write->Answer(std::move(refusal));
  wake_.notify_one();
}

absl::Status Writer::TryEnqueue(std::unique_ptr<PendingWrite>& write) {
  const std::lock_guard lock(mutex_);
  if (!accepting_) return MakeError(ErrorReason::kShuttingDown, "store: draining");
  // An empty queue takes a change of any size: else a very large one could never be written.
  if (queue_.size() >= options_.queue_changes_max ||
      (!queue_.empty() && queue_bytes_ + write->bytes() > options_.queue_bytes_max)) {
    return MakeError(ErrorReason::kOverloaded, "store: the write queue is full");
  }
  queue_bytes_ += write->bytes();
  queue_.push_back(Pending{std::move(write), absl::OkStatus()});
  return absl::OkStatus();
}

void Writer::Drain() {
  std::unique_lock lock(mutex_);
  accepting_ = false;
  drained_.wait(lock, [this] { return queue_.empty() && !writing_; });
}

absl::Status Writer::Health() {
  std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!health_.ok() && now - last_probe_ >= kProbeEvery) {
    last_probe_ = now;
    probe_wanted_ = true;
    wake_.notify_one();
  }
  return health_;
}

void Writer::Remember(const absl::Status& status) {
  std::lock_guard lock(mutex_);
  health_ = status;
}

void Writer::Run() {
  std::vector<Pending> batch;
  while (NextBatch(batch)) {
    if (batch.empty()) {
      Probe();
    } else {
      Write(batch);
      for (Pending& pending : batch) pending.write->Answer(std::move(pending.result));
      batch.clear();
    }
    checkpointer_->FinishIfDue(connection_);
  }
}

bool Writer::NextBatch(std::vector<Pending>& batch) {
  std::unique_lock lock(mutex_);
  writing_ = false;
  if (queue_.empty()) drained_.notify_all();
  wake_.wait(lock, [this] { return !queue_.empty() || probe_wanted_ || stop_; });
  if (queue_.empty() && !probe_wanted_) return false;
  probe_wanted_ = false;
  writing_ = true;
  std::size_t taken = 0;
  std::size_t bytes = 0;
  while (taken < std::min(queue_.size(), options_.batch_changes_max) && bytes < options_.batch_bytes_max) {
    bytes += queue_[taken++].write->bytes();
  }
  if (taken == queue_.size()) {
    batch.swap(queue_);
    queue_bytes_ = 0;
    return true;
  }
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(taken);
  batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  queue_bytes_ -= bytes;
  return true;
}

void Writer::Write(std::span<Pending> batch) {
  absl::Status status = WriteInTransaction(batch);
  if (status.ok() || absl::IsUnavailable(status)) {
    Remember(status);
    for (Pending& pending : batch) pending.result = status;
    return;
  }
  // A defect in one change: nobody else shall suffer from it.
  if (batch.size() > 1) {
    for (Pending& pending : batch) Write({&pending, 1});
    return;
  }
  batch.front().result = std::move(status);
}

absl::Status Writer::WriteInTransaction(std::span<Pending> batch) {
  absl::Status status = begin_.Run();
  if (status.ok()) status = ApplyAll(batch);
  if (status.ok()) status = commit_.Run();
  // Some errors have rolled back by themselves already.
  if (!status.ok() && sqlite3_get_autocommit(connection_.get()) == 0) (void)rollback_.Run();
  return status;
}

absl::Status Writer::ApplyAll(std::span<Pending> batch) {
  auto head = appliers_->audit.ReadHead();
  if (!head.ok()) return head.status();
  for (Pending& pending : batch) {
    if (absl::Status status = pending.write->Apply(*appliers_, *head); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void Writer::Probe() {
  absl::Status status = begin_.Run();
  if (status.ok()) status = probe_.Run();
  if (status.ok()) status = commit_.Run();
  if (!status.ok() && sqlite3_get_autocommit(connection_.get()) == 0) (void)rollback_.Run();
  Remember(status);
}

}  // namespace oteu::store::sqlite
