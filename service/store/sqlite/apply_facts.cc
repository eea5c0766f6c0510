#include "service/store/sqlite/apply_facts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/store/prepared_change.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kSetOffset[] =
    "INSERT INTO fact_sessions (source, school_bin, committed_offset) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (source, school_bin) DO UPDATE SET committed_offset = ?3";
constexpr char kInsert[] =
    "INSERT INTO facts (source, fact_id, revision, child_iin, kind, subject, value, school_bin, charge_from,"
    " retracted, recorded_at_us, fact, audit_seq)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

FactRow RowOf(const FactBatch& batch, const FactWrite& fact, std::int64_t at_us) {
  return {batch.source, fact.fact_id,     fact.revision,     fact.child_iin,         fact.kind, fact.subject,
          fact.value,   batch.school_bin, batch.charge_from, fact.retracted ? 1 : 0, at_us,     fact.fact};
}

}  // namespace

absl::StatusOr<std::unique_ptr<FactApplier>> FactApplier::Create(sqlite3* db, AuditApplier* audit,
                                                                 ChangeApplier* changes, LookApplier* looks) {
  std::unique_ptr<FactApplier> applier(new FactApplier(audit, changes, looks));
  absl::Status status = PrepareAll(db, {{&applier->set_offset_, kSetOffset}, {&applier->insert_, kInsert}});
  if (status.ok()) status = applier->judge_.Prepare(db);
  if (status.ok()) status = applier->queries_.Prepare(db);
  if (!status.ok()) return status;
  return applier;
}

absl::StatusOr<FactBatchResult> FactApplier::Apply(const FactBatch& batch, AuditHead& head) {
  FactBatchResult result;
  auto offset = queries_.GetFactOffset(batch.source, batch.school_bin);
  if (!offset.ok()) return offset.status();
  result.committed_offset = *offset;
  if (batch.offset.has_value() && *batch.offset > *offset) {
    result.gap = true;
    return result;
  }
  const std::int64_t at_us = absl::ToUnixMicros(batch.at);
  std::vector<Sha256Bytes> written;  // digests
  std::set<std::string> children;    // to be recalculated
  for (const FactWrite& fact : batch.facts) {
    auto verdict = judge_.Judge(batch, fact);
    if (!verdict.ok()) return verdict.status();
    result.outcomes.push_back(verdict->outcome);
    if (!verdict->write) continue;
    const FactRow row = RowOf(batch, fact, at_us);
    if (absl::Status status = WriteFact(row, head.seq + 1); !status.ok()) return status;
    written.push_back(DigestOfFact(row));
    if (!fact.concerns_entitlement || verdict->outcome == FactStored::kStale) continue;
    children.insert(fact.child_iin);
    if (verdict->outcome == FactStored::kSuperseded) children.insert(verdict->superseded_child);
  }
  if (batch.offset.has_value() && *batch.offset + batch.count > *offset) {
    result.committed_offset = *batch.offset + batch.count;
    absl::Status status = set_offset_.Run(absl::string_view(batch.source),
                                          absl::string_view(batch.school_bin), result.committed_offset);
    if (!status.ok()) return status;
  }
  if (!written.empty()) {
    if (absl::Status status = WriteAudit(batch, std::move(written), at_us, head); !status.ok()) return status;
  }
  for (const std::string& child : children) {
    const auto granted = queries_.HasGranted(child);
    if (!granted.ok()) return granted.status();
    if (!*granted) continue;  // no decision rests on these facts yet
    const auto recalculated = RecalculateChild(batch.recalculate, child, head);
    if (!recalculated.ok()) return recalculated.status();
    if (absl::Status status = looks_.LookSoon(child); !status.ok()) return status;
  }
  return result;
}

absl::Status FactApplier::WriteFact(const FactRow& row, std::int64_t audit_seq) {
  return insert_.Run(row.source, row.fact_id, row.revision, row.child_iin, row.kind, row.subject, row.value,
                     row.school_bin, row.charge_from, row.retracted, row.recorded_at_us, Blob{row.fact},
                     audit_seq);
}

absl::Status FactApplier::WriteAudit(const FactBatch& batch, std::vector<Sha256Bytes> written,
                                     std::int64_t at_us, AuditHead& head) {
  AuditRecord record;
  record.at_us = at_us;
  record.event = kFactsEvent;
  record.actor = batch.actor;
  // No application: which session, from which offset on.
  record.application_id =
      absl::StrCat("facts/", batch.source, "/", batch.school_bin, "@", batch.offset.value_or(-1));
  record.revision = static_cast<std::int64_t>(written.size());
  record.decision_sha256 = DigestOfBatch(std::move(written));
  return audit_.Append(std::move(record), head);
}

absl::StatusOr<int> FactApplier::RecalculateChild(const Recalculate& recalculate,
                                                  const std::string& child_iin, AuditHead& head) {
  if (recalculate == nullptr) return 0;
  auto changes = recalculate(queries_, child_iin);
  if (!changes.ok()) return changes.status();
  if (absl::Status status = changes_.ReleaseMonths(*changes); !status.ok()) return status;
  for (Change& change : *changes) {
    auto prepared = Prepare(std::move(change));
    if (!prepared.ok()) return prepared.status();
    auto applied = changes_.Apply(*prepared, head);
    if (!applied.ok()) return applied.status();
    // It was computed from this very transaction: nothing can have moved.
    if (applied->outcome != CommitOutcome::kCommitted)
      return absl::InternalError("store: a recalculation conflicts with what it was made from");
  }
  return static_cast<int>(changes->size());
}

}  // namespace oteu::store::sqlite
