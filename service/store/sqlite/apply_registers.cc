#include "service/store/sqlite/apply_registers.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "oteu/v1/fact.pb.h"
#include "oteu/v1/payment.pb.h"
#include "service/store/canonical_bytes.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kFindDraft[] =
    "SELECT id FROM registers WHERE district_kato = ?1 AND quarter = ?2 AND sequence IS NULL";
constexpr char kFind[] = "SELECT sequence, lines_sha256, district_kato FROM registers WHERE id = ?1";
constexpr char kFindRevision[] = "SELECT revision FROM applications WHERE id = ?1";
// Confirmations (kind 1) of the child that no longer hold: the number only grows, and moves when one is taken
// back or corrected.
#define OTEU_TAKEN_BACK                                                                                    \
  "(SELECT count(*) FROM facts f INDEXED BY facts_by_child WHERE f.child_iin = ?1 AND f.kind = 1 AND "     \
  "(f.retracted = 1 OR EXISTS (SELECT 1 FROM facts g WHERE g.source = f.source AND g.fact_id = f.fact_id " \
  "AND g.revision > f.revision)))"
constexpr char kFindTakenBack[] = "SELECT " OTEU_TAKEN_BACK;
#undef OTEU_TAKEN_BACK
static_assert(oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED == 1, "the query above says 1");
constexpr char kSumRegistered[] =
    "SELECT count(*), coalesce(sum(amount_tiyn), 0) FROM register_months WHERE child_iin = ?1"
    " AND application_id = ?2 AND register_id <> ?3";
constexpr char kFindMonth[] =
    "SELECT 1 FROM register_months WHERE child_iin = ?1 AND month = ?2 AND part = ?3 AND register_id <> ?4";
constexpr char kFindMoved[] =
    "SELECT l.child_iin, l.confirmations_taken_back, l.application_revision, a.revision, l.number,"
    " l.application_id FROM register_lines l LEFT JOIN applications a ON a.id = l.application_id"
    " WHERE l.register_id = ?1 ORDER BY l.number";
constexpr char kFindLine[] =
    "SELECT state, child_iin, application_id FROM register_lines WHERE register_id = ?1 AND number = ?2";
constexpr char kFindApplications[] =
    "SELECT number, application_id FROM register_lines WHERE register_id = ?1 ORDER BY number";
constexpr char kDeleteRegister[] = "DELETE FROM registers WHERE id = ?1";
constexpr char kDeleteLines[] = "DELETE FROM register_lines WHERE register_id = ?1";
constexpr char kDeleteMonths[] = "DELETE FROM register_months WHERE register_id = ?1";
constexpr char kDeleteNotes[] = "DELETE FROM register_notes WHERE register_id = ?1";
constexpr char kInsertRegister[] =
    "INSERT INTO registers (id, district_kato, quarter, lines_sha256, content) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr char kInsertLine[] =
    "INSERT INTO register_lines (register_id, number, application_id, application_revision, child_iin,"
    " confirmations_taken_back, line, state, return_reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, '')";
constexpr char kInsertMonth[] =
    "INSERT INTO register_months (child_iin, month, part, register_id, line_number, application_id,"
    " amount_tiyn, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)";
constexpr char kInsertNote[] = "INSERT INTO register_notes (register_id, number, note) VALUES (?1, ?2, ?3)";
constexpr char kSeal[] =
    "UPDATE registers SET sequence = ?2, content = ?3, manifest = ?4, manifest_sha256 = ?5, cms = ?6"
    " WHERE id = ?1";
constexpr char kSealLines[] = "UPDATE register_lines SET state = 1 WHERE register_id = ?1";
constexpr char kSealMonths[] = "UPDATE register_months SET state = 2 WHERE register_id = ?1";
constexpr char kSetLine[] =
    "UPDATE register_lines SET state = ?3, return_reason = ?4 WHERE register_id = ?1 AND number = ?2";
constexpr char kPayMonths[] =
    "UPDATE register_months SET state = 3 WHERE register_id = ?1 AND line_number = ?2";
constexpr char kKeepReturned[] =
    "INSERT INTO register_returns (child_iin, month, part, register_id, line_number)"
    " SELECT child_iin, month, part, register_id, line_number FROM register_months"
    " WHERE register_id = ?1 AND line_number = ?2";
constexpr char kFreeMonths[] = "DELETE FROM register_months WHERE register_id = ?1 AND line_number = ?2";
static_assert(oteu::v1::PAYMENT_STATE_REGISTERED == 1, "the statement above says 1");

absl::string_view View(const std::string& text) { return text; }

}  // namespace

absl::StatusOr<std::unique_ptr<RegisterApplier>> RegisterApplier::Create(sqlite3* db, const Parts& parts) {
  std::unique_ptr<RegisterApplier> a(new RegisterApplier(parts));
  absl::Status status = PrepareAll(db, {{&a->find_draft_, kFindDraft},
                                        {&a->find_, kFind},
                                        {&a->find_revision_, kFindRevision},
                                        {&a->find_taken_back_, kFindTakenBack},
                                        {&a->sum_registered_, kSumRegistered},
                                        {&a->find_month_, kFindMonth},
                                        {&a->find_moved_, kFindMoved},
                                        {&a->find_line_, kFindLine},
                                        {&a->find_applications_, kFindApplications},
                                        {&a->delete_register_, kDeleteRegister},
                                        {&a->delete_lines_, kDeleteLines},
                                        {&a->delete_months_, kDeleteMonths},
                                        {&a->delete_notes_, kDeleteNotes},
                                        {&a->insert_register_, kInsertRegister},
                                        {&a->insert_line_, kInsertLine},
                                        {&a->insert_month_, kInsertMonth},
                                        {&a->insert_note_, kInsertNote},
                                        {&a->seal_, kSeal},
                                        {&a->seal_lines_, kSealLines},
                                        {&a->seal_months_, kSealMonths},
                                        {&a->set_line_, kSetLine},
                                        {&a->pay_months_, kPayMonths},
                                        {&a->keep_returned_, kKeepReturned},
                                        {&a->free_months_, kFreeMonths}});
  if (status.ok()) status = a->queries_.Prepare(db);
  if (!status.ok()) return status;
  return a;
}

absl::StatusOr<RegisterResult> RegisterApplier::Apply(const RegisterWrite& write, AuditHead& head) {
  if (!write.draft.empty()) return Draft(write.draft.front(), write, head);
  if (!write.seal.empty()) return Seal(write.seal.front(), write, head);
  if (!write.discard.empty()) return Discard(write.discard.front(), write, head);
  if (!write.overpayment.empty()) return Decide(write.overpayment.front(), write, head);
  return Acknowledge(write.acknowledgement.front(), write, head);
}

// ---- Drafts ----

absl::StatusOr<bool> RegisterApplier::BasisHolds(const RegisterLineWrite& line, const std::string& replaced) {
  Cursor revision = find_revision_.Start(View(line.application_id));
  const std::int64_t stored = revision.Next() ? revision.Int(0) : 0;
  if (!revision.status().ok()) return revision.status();
  if (stored != line.application_revision) return false;
  Cursor taken_back = find_taken_back_.Start(View(line.child_iin));
  const std::int64_t count = taken_back.Next() ? taken_back.Int(0) : -1;
  if (!taken_back.status().ok()) return taken_back.status();
  if (count != line.confirmations_taken_back) return false;
  Cursor sum = sum_registered_.Start(View(line.child_iin), View(line.application_id), View(replaced));
  const bool same = sum.Next() && sum.Int(0) == line.registered_count && sum.Int(1) == line.registered_tiyn;
  if (!sum.status().ok()) return sum.status();
  return same;
}

absl::StatusOr<bool> RegisterApplier::MonthsAreFree(const RegisterLineWrite& line,
                                                    const std::string& replaced) {
  for (const RegisteredMonth& month : line.months) {
    Cursor row =
        find_month_.Start(View(line.child_iin), View(month.month), std::int64_t{month.part}, View(replaced));
    const bool taken = row.Next();
    if (!row.status().ok()) return row.status();
    if (taken) return false;
  }
  return true;
}

absl::StatusOr<RegisterResult> RegisterApplier::CheckDraft(const RegisterDraft& draft,
                                                           const std::string& replaced) {
  RegisterResult result;
  for (const RegisterLineWrite& line : draft.lines) {
    ++result.line_number;
    result.application_id = line.application_id;
    const auto free = MonthsAreFree(line, replaced);
    if (!free.ok()) return free.status();
    const auto holds = BasisHolds(line, replaced);
    if (!holds.ok()) return holds.status();
    result.outcome = !*free    ? RegisterOutcome::kMonthsTaken
                     : !*holds ? RegisterOutcome::kBasisMoved
                               : RegisterOutcome::kCommitted;
    if (result.outcome != RegisterOutcome::kCommitted) return result;
  }
  return RegisterResult{};
}

absl::StatusOr<RegisterResult> RegisterApplier::Draft(const RegisterDraft& draft, const RegisterWrite& write,
                                                      AuditHead& head) {
  std::string replaced;
  {
    Cursor row = find_draft_.Start(View(draft.district_kato), View(draft.quarter));
    if (row.Next()) replaced = std::string(row.Bytes(0));
    if (!row.status().ok()) return row.status();
  }
  auto checked = CheckDraft(draft, replaced);
  if (!checked.ok() || checked->outcome != RegisterOutcome::kCommitted) return checked;
  if (!replaced.empty()) {
    if (absl::Status status = Remove(replaced); !status.ok()) return status;
  }
  if (absl::Status status = WriteDraft(draft); !status.ok()) return status;
  absl::Status status = WriteAudit("REGISTER_BUILT", draft.id, static_cast<std::int64_t>(draft.lines.size()),
                                   draft.content, write, head);
  if (!status.ok()) return status;
  return RegisterResult{};
}

absl::Status RegisterApplier::Remove(const std::string& id) {
  for (Statement* statement : {&delete_lines_, &delete_months_, &delete_notes_, &delete_register_}) {
    if (absl::Status status = statement->Run(View(id)); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RegisterApplier::WriteDraft(const RegisterDraft& draft) {
  absl::Status status = insert_register_.Run(View(draft.id), View(draft.district_kato), View(draft.quarter),
                                             View(draft.lines_sha256), Blob{draft.content});
  std::int64_t number = 0;
  for (const RegisterLineWrite& line : draft.lines) {
    if (!status.ok()) return status;
    status = WriteLine(draft, ++number, line);
  }
  number = 0;
  for (const std::string& note : draft.notes) {
    if (!status.ok()) return status;
    status = insert_note_.Run(View(draft.id), ++number, Blob{note});
  }
  return status;
}

absl::Status RegisterApplier::WriteLine(const RegisterDraft& draft, std::int64_t number,
                                        const RegisterLineWrite& line) {
  absl::Status status =
      insert_line_.Run(View(draft.id), number, View(line.application_id), line.application_revision,
                       View(line.child_iin), line.confirmations_taken_back, Blob{line.line});
  for (const RegisteredMonth& month : line.months) {
    if (!status.ok()) return status;
    status = insert_month_.Run(View(line.child_iin), View(month.month), std::int64_t{month.part},
                               View(draft.id), number, View(line.application_id), month.amount_tiyn);
  }
  return status;
}

// ---- Sealing ----

absl::StatusOr<RegisterResult> RegisterApplier::CheckSeal(const RegisterSeal& seal) {
  Cursor found = find_.Start(View(seal.id));
  if (!found.Next()) {
    if (!found.status().ok()) return found.status();
    return RegisterResult{RegisterOutcome::kNoSuchRegister};
  }
  if (!found.IsNull(0) || found.Bytes(1) != View(seal.lines_sha256))
    return RegisterResult{RegisterOutcome::kWrongState};
  const auto end = queries_.GetChainHead(found.Bytes(2));
  if (!end.ok()) return end.status();
  if (end->sequence != seal.follows.sequence || end->manifest_sha256 != seal.follows.manifest_sha256)
    return RegisterResult{RegisterOutcome::kChainMoved};
  return CheckBasis(seal.id);
}

absl::StatusOr<RegisterResult> RegisterApplier::CheckBasis(const std::string& id) {
  Cursor line = find_moved_.Start(View(id));
  while (line.Next()) {
    bool same = line.Int(2) == line.Int(3);
    if (same) {
      Cursor taken_back = find_taken_back_.Start(line.Bytes(0));
      same = taken_back.Next() && taken_back.Int(0) == line.Int(1);
      if (!taken_back.status().ok()) return taken_back.status();
    }
    if (same) continue;
    RegisterResult moved{RegisterOutcome::kBasisMoved, static_cast<std::int32_t>(line.Int(4))};
    moved.application_id = std::string(line.Bytes(5));
    return moved;
  }
  if (!line.status().ok()) return line.status();
  return RegisterResult{};
}

absl::StatusOr<RegisterResult> RegisterApplier::Seal(const RegisterSeal& seal, const RegisterWrite& write,
                                                     AuditHead& head) {
  auto checked = CheckSeal(seal);
  if (!checked.ok() || checked->outcome != RegisterOutcome::kCommitted) return checked;
  // Lines first: a sealed register's do not change any more but for what the bank says.
  if (absl::Status status = seal_lines_.Run(View(seal.id)); !status.ok()) return status;
  if (absl::Status status = seal_months_.Run(View(seal.id)); !status.ok()) return status;
  absl::Status status = seal_.Run(View(seal.id), seal.follows.sequence + 1, Blob{seal.content},
                                  Blob{seal.manifest}, View(seal.manifest_sha256), Blob{seal.cms});
  if (!status.ok()) return status;
  status = WriteAudit("REGISTER_SEALED", seal.id, seal.follows.sequence + 1, seal.manifest, write, head);
  if (status.ok()) status = TellOfLines(seal.id, write, head);
  if (!status.ok()) return status;
  return RegisterResult{};
}

absl::Status RegisterApplier::TellOfLines(const std::string& id, const RegisterWrite& write,
                                          AuditHead& head) {
  Cursor line = find_applications_.Start(View(id));
  while (line.Next()) {
    absl::Status status = Tell("PAYMENT_REGISTERED", id, line.Int(0), line.Bytes(1), write, head);
    if (!status.ok()) return status;
  }
  return line.status();
}

absl::Status RegisterApplier::Tell(const char* event, const std::string& id, std::int64_t line_number,
                                   absl::string_view application_id, const RegisterWrite& write,
                                   AuditHead& head) {
  SideEvent told;
  told.event = event;
  told.actor = write.actor;
  told.at_us = absl::ToUnixMicros(write.at);
  told.subject = absl::StrCat("registers/", id);
  told.number = line_number;
  told.application_id = std::string(application_id);
  return feed_.Append(told, head);
}

// ---- Taking a draft away ----

absl::StatusOr<RegisterResult> RegisterApplier::Discard(const RegisterDiscard& discard,
                                                        const RegisterWrite& write, AuditHead& head) {
  {
    Cursor found = find_.Start(View(discard.id));
    if (!found.Next()) {
      if (!found.status().ok()) return found.status();
      return RegisterResult{RegisterOutcome::kNoSuchRegister};
    }
    if (!found.IsNull(0)) return RegisterResult{RegisterOutcome::kWrongState};
  }
  absl::Status status = Remove(discard.id);
  if (status.ok()) status = WriteAudit("REGISTER_DISCARDED", discard.id, 0, "", write, head);
  if (!status.ok()) return status;
  return RegisterResult{};
}

// ---- Overpayments ----

absl::StatusOr<RegisterResult> RegisterApplier::Decide(const OverpaymentDecision& decision,
                                                       const RegisterWrite& write, AuditHead& head) {
  auto result = overpayments_.Decide(decision, write, head);
  if (!result.ok() || result->outcome != RegisterOutcome::kCommitted) return result;
  absl::Status status = facts_.RecalculateChild(decision.recalculate, decision.child_iin, head).status();
  if (!status.ok()) return status;
  return result;
}

// ---- What the bank says ----

absl::StatusOr<RegisterResult> RegisterApplier::Check(const RegisterAcknowledgement& acknowledgement) {
  Cursor found = find_.Start(View(acknowledgement.id));
  if (!found.Next()) {
    if (!found.status().ok()) return found.status();
    return RegisterResult{RegisterOutcome::kNoSuchRegister};
  }
  if (found.IsNull(0)) return RegisterResult{RegisterOutcome::kWrongState};
  for (const LineAcknowledgement& line : acknowledgement.lines) {
    Cursor row = find_line_.Start(View(acknowledgement.id), std::int64_t{line.line_number});
    const bool exists = row.Next();
    if (!row.status().ok()) return row.status();
    if (!exists) return RegisterResult{RegisterOutcome::kNoSuchLine, line.line_number};
    if (row.Int(0) == oteu::v1::PAYMENT_STATE_RETURNED && line.state != oteu::v1::PAYMENT_STATE_RETURNED)
      return RegisterResult{RegisterOutcome::kLineReturned, line.line_number};
  }
  return RegisterResult{};
}

absl::StatusOr<RegisterResult> RegisterApplier::Acknowledge(const RegisterAcknowledgement& acknowledgement,
                                                            const RegisterWrite& write, AuditHead& head) {
  auto result = Check(acknowledgement);
  if (!result.ok() || result->outcome != RegisterOutcome::kCommitted) return result;
  std::set<std::string> children;
  std::string digested;
  for (const LineAcknowledgement& line : acknowledgement.lines) {
    Cursor row = find_line_.Start(View(acknowledgement.id), std::int64_t{line.line_number});
    if (!row.Next()) return absl::InternalError("store: a line went away");
    if (row.Int(0) == line.state) {
      ++result->unchanged;
      continue;
    }
    children.emplace(row.Bytes(1));
    const std::string application(row.Bytes(2));
    ++result->changed;
    absl::StrAppend(&digested, line.line_number, "|", line.state, "|", line.reason.size(), "|", line.reason);
    absl::Status status = WriteLineState(acknowledgement.id, line);
    const bool paid = line.state == oteu::v1::PAYMENT_STATE_PAID;
    if (status.ok())
      status = Tell(paid ? "PAYMENT_PAID" : "PAYMENT_RETURNED", acknowledgement.id, line.line_number,
                    application, write, head);
    if (!status.ok()) return status;
  }
  if (result->changed == 0) return result;
  absl::Status status =
      WriteAudit("PAYMENTS_ACKNOWLEDGED", acknowledgement.id, result->changed, digested, write, head);
  for (const std::string& child : children) {
    if (!status.ok()) return status;
    status = facts_.RecalculateChild(acknowledgement.recalculate, child, head).status();
  }
  if (!status.ok()) return status;
  return result;
}

absl::Status RegisterApplier::WriteLineState(const std::string& id, const LineAcknowledgement& line) {
  const std::int64_t number = line.line_number;
  absl::Status status = set_line_.Run(View(id), number, std::int64_t{line.state}, View(line.reason));
  if (!status.ok()) return status;
  if (line.state == oteu::v1::PAYMENT_STATE_PAID) return pay_months_.Run(View(id), number);
  if (status = keep_returned_.Run(View(id), number); !status.ok()) return status;
  return free_months_.Run(View(id), number);
}

absl::Status RegisterApplier::WriteAudit(const char* event, const std::string& id, std::int64_t count,
                                         const std::string& digested, const RegisterWrite& write,
                                         AuditHead& head) {
  AuditRecord record;
  record.at_us = absl::ToUnixMicros(write.at);
  record.event = event;
  record.actor = write.actor;
  record.application_id = absl::StrCat("registers/", id);
  record.revision = count;
  record.decision_sha256 = Sha256RawOf(digested);
  return audit_.Append(std::move(record), head);
}

}  // namespace oteu::store::sqlite
