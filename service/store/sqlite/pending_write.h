// What waits for the writer: a change of an application, a batch of facts, a write to registers, a
// reading.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "service/store/fact_batch.h"
#include "service/store/prepared_change.h"
#include "service/store/sqlite/apply_audit.h"
#include "service/store/sqlite/apply_change.h"
#include "service/store/sqlite/apply_facts.h"
#include "service/store/sqlite/apply_feed.h"
#include "service/store/sqlite/apply_looks.h"
#include "service/store/sqlite/apply_overpayments.h"
#include "service/store/sqlite/apply_registers.h"
#include "service/store/sqlite/prune_changes.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

// The prepared statements of the writer's connection.
struct Appliers {
  AuditApplier audit;
  FeedApplier feed;
  OverpaymentApplier overpayments;
  std::unique_ptr<ChangeApplier> changes;
  std::unique_ptr<FactApplier> facts;
  ChangePruner pruner;
  LookApplier looks;
  std::unique_ptr<RegisterApplier> registers;
  // A part of the transaction that can be taken back by itself.
  Statement begin_part, take_back_part, end_part;

  static absl::StatusOr<std::unique_ptr<Appliers>> Create(sqlite3* db);
};

class PendingWrite {
 public:
  explicit PendingWrite(std::size_t bytes) : bytes_(bytes) {}
  virtual ~PendingWrite() = default;

  // What it weighs in the queue.
  std::size_t bytes() const { return bytes_; }
  // Inside the open transaction. Again after a rollback.
  virtual absl::Status Apply(Appliers& appliers, AuditHead& head) = 0;
  // Once, outside: with what became of the transaction.
  virtual void Answer(absl::Status committed) = 0;

 private:
  const std::size_t bytes_;
};

class PendingChange final : public PendingWrite {
 public:
  PendingChange(PreparedChange prepared, Store::CommitDone done)
      : PendingWrite(prepared.bytes), prepared_(std::move(prepared)), done_(std::move(done)) {}
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override;

 private:
  PreparedChange prepared_;
  Store::CommitDone done_;
  CommitResult result_;
};

class PendingFacts final : public PendingWrite {
 public:
  PendingFacts(FactBatch batch, FactsDone done);
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override;

 private:
  FactBatch batch_;
  FactsDone done_;
  FactBatchResult result_;
};

class PendingRegister final : public PendingWrite {
 public:
  PendingRegister(RegisterWrite write, RegisterDone done);
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override;

 private:
  RegisterWrite write_;
  RegisterDone done_;
  RegisterResult result_;
};

class PendingAccess final : public PendingWrite {
 public:
  PendingAccess(AccessWrite access, Store::AccessDone done);
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override { done_(std::move(committed)); }

 private:
  const AccessWrite access_;
  Store::AccessDone done_;
};

class PendingPrune final : public PendingWrite {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<std::int64_t>)>;
  PendingPrune(absl::Time before, Done done) : PendingWrite(0), before_(before), done_(std::move(done)) {}
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override;

 private:
  const absl::Time before_;
  Done done_;
  std::int64_t count_ = 0;
};

class PendingLooks final : public PendingWrite {
 public:
  using Done = absl::AnyInvocable<void(absl::Status)>;
  // Absent: all granted applications, soon.
  PendingLooks(std::optional<std::vector<NextLook>> looks, Done done);
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override;

 private:
  const std::optional<std::vector<NextLook>> looks_;
  Done done_;
};

class PendingRecalculation final : public PendingWrite {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<Recalculated>)>;
  PendingRecalculation(std::vector<std::string> child_iins, Recalculate recalculate, Done done);
  absl::Status Apply(Appliers& appliers, AuditHead& head) override;
  void Answer(absl::Status committed) override;

 private:
  const std::vector<std::string> child_iins_;
  const Recalculate recalculate_;
  Done done_;
  Recalculated result_;
};

}  // namespace oteu::store::sqlite
