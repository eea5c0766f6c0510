#include "service/store/sqlite/pending_write.h"

namespace oteu::store::sqlite {
namespace {

constexpr std::size_t kRowBytes = 200;  // of a fact beside its bytes, about

std::size_t Weigh(const FactBatch& batch) {
  std::size_t bytes = kRowBytes;
  for (const FactWrite& fact : batch.facts) bytes += fact.fact.size() + kRowBytes;
  return bytes;
}

std::size_t Weigh(const RegisterWrite& write) {
  std::size_t bytes = kRowBytes;
  for (const RegisterDraft& draft : write.draft) {
    for (const RegisterLineWrite& line : draft.lines)
      bytes += line.line.size() + kRowBytes * (1 + line.months.size());
    for (const std::string& note : draft.notes) bytes += note.size() + kRowBytes;
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Appliers>> Appliers::Create(sqlite3* db) {
  auto appliers = std::make_unique<Appliers>();
  absl::Status parts = PrepareAll(db, {{&appliers->begin_part, "SAVEPOINT part"},
                                       {&appliers->take_back_part, "ROLLBACK TO part"},
                                       {&appliers->end_part, "RELEASE part"}});
  if (!parts.ok()) return parts;
  if (absl::Status status = appliers->audit.Prepare(db); !status.ok()) return status;
  if (absl::Status status = appliers->feed.Prepare(db, &appliers->audit); !status.ok()) return status;
  if (absl::Status status = appliers->overpayments.Prepare(db, &appliers->feed); !status.ok()) return status;
  auto changes = ChangeApplier::Create(db, &appliers->audit, &appliers->overpayments);
  if (!changes.ok()) return changes.status();
  appliers->changes = *std::move(changes);
  if (absl::Status status = appliers->looks.Prepare(db); !status.ok()) return status;
  auto facts = FactApplier::Create(db, &appliers->audit, appliers->changes.get(), &appliers->looks);
  if (!facts.ok()) return facts.status();
  appliers->facts = *std::move(facts);
  if (absl::Status status = appliers->pruner.Prepare(db); !status.ok()) return status;
  auto registers = RegisterApplier::Create(
      db, {&appliers->audit, appliers->facts.get(), &appliers->feed, &appliers->overpayments});
  if (!registers.ok()) return registers.status();
  appliers->registers = *std::move(registers);
  return appliers;
}

absl::Status PendingChange::Apply(Appliers& appliers, AuditHead& head) {
  auto result = appliers.changes->Apply(prepared_, head);
  if (!result.ok()) return result.status();
  result_ = *std::move(result);
  if (result_.outcome != CommitOutcome::kCommitted || !prepared_.change.grant.has_value())
    return absl::OkStatus();
  return appliers.facts->RecalculateChild(prepared_.change.recalculate, prepared_.child_iin(), head).status();
}

void PendingChange::Answer(absl::Status committed) {
  if (!committed.ok()) return done_(std::move(committed));
  if (result_.outcome == CommitOutcome::kCommitted) result_.response = std::move(prepared_.change.response);
  done_(std::move(result_));
}

PendingFacts::PendingFacts(FactBatch batch, FactsDone done)
    : PendingWrite(Weigh(batch)), batch_(std::move(batch)), done_(std::move(done)) {}

absl::Status PendingFacts::Apply(Appliers& appliers, AuditHead& head) {
  auto result = appliers.facts->Apply(batch_, head);
  if (!result.ok()) return result.status();
  result_ = *std::move(result);
  return absl::OkStatus();
}

void PendingFacts::Answer(absl::Status committed) {
  if (!committed.ok()) return done_(std::move(committed));
  done_(std::move(result_));
}

PendingRegister::PendingRegister(RegisterWrite write, RegisterDone done)
    : PendingWrite(Weigh(write)), write_(std::move(write)), done_(std::move(done)) {}

absl::Status PendingRegister::Apply(Appliers& appliers, AuditHead& head) {
  const auto result = appliers.registers->Apply(write_, head);
  if (!result.ok()) return result.status();
  result_ = *result;
  return absl::OkStatus();
}

void PendingRegister::Answer(absl::Status committed) {
  if (!committed.ok()) return done_(std::move(committed));
  done_(result_);
}

PendingLooks::PendingLooks(std::optional<std::vector<NextLook>> looks, Done done)
    : PendingWrite(kRowBytes * (1 + (looks.has_value() ? looks->size() : 0))),
      looks_(std::move(looks)),
      done_(std::move(done)) {}

absl::Status PendingLooks::Apply(Appliers& appliers, AuditHead& /*head*/) {
  return looks_.has_value() ? appliers.looks.Apply(*looks_) : appliers.looks.LookAtGrantedSoon();
}

void PendingLooks::Answer(absl::Status committed) { done_(std::move(committed)); }

PendingAccess::PendingAccess(AccessWrite access, Store::AccessDone done)
    : PendingWrite(kRowBytes + access.subject.size()), access_(std::move(access)), done_(std::move(done)) {}

absl::Status PendingAccess::Apply(Appliers& appliers, AuditHead& head) {
  AuditRecord record;
  record.at_us = absl::ToUnixMicros(access_.at);
  record.event = access_.event;
  record.actor = access_.actor;
  record.application_id = access_.subject;
  record.revision = access_.count;
  record.decision_sha256 = access_.sha256;
  return appliers.audit.Append(std::move(record), head);
}

PendingRecalculation::PendingRecalculation(std::vector<std::string> child_iins, Recalculate recalculate,
                                           Done done)
    : PendingWrite(kRowBytes * (child_iins.size() + 1)),
      child_iins_(std::move(child_iins)),
      recalculate_(std::move(recalculate)),
      done_(std::move(done)) {}

absl::Status PendingRecalculation::Apply(Appliers& appliers, AuditHead& head) {
  result_ = {};
  for (std::size_t i = 0; i < child_iins_.size(); ++i) {
    const AuditHead before = head;
    if (absl::Status status = appliers.begin_part.Run(); !status.ok()) return status;
    const auto count = appliers.facts->RecalculateChild(recalculate_, child_iins_[i], head);
    if (count.ok()) {
      result_.changed += *count;
    } else {
      // The storage's own failure is everybody's.
      if (absl::IsUnavailable(count.status())) return count.status();
      if (absl::Status status = appliers.take_back_part.Run(); !status.ok()) return status;
      head = before;
      result_.left_out.push_back(i);
    }
    if (absl::Status status = appliers.end_part.Run(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void PendingRecalculation::Answer(absl::Status committed) {
  if (!committed.ok()) return done_(std::move(committed));
  done_(std::move(result_));
}

absl::Status PendingPrune::Apply(Appliers& appliers, AuditHead& /*head*/) {
  auto count = appliers.pruner.Prune(absl::ToUnixMicros(before_));
  if (count.ok()) count_ = *count;
  return count.status();
}

void PendingPrune::Answer(absl::Status committed) {
  if (!committed.ok()) return done_(std::move(committed));
  done_(count_);
}

}  // namespace oteu::store::sqlite
