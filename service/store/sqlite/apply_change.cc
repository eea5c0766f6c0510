#include "service/store/sqlite/apply_change.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace oteu::store::sqlite {
namespace {

constexpr char kFindRequest[] =
    "SELECT r.request_sha256, r.response_head, d.decision FROM requests r LEFT JOIN decisions d"
    " ON d.application_id = r.decision_application_id AND d.version = r.decision_version WHERE r.request_key "
    "= ?1";
constexpr char kFindRevision[] = "SELECT revision FROM applications WHERE id = ?1";
constexpr char kFindDocument[] = "SELECT 1 FROM documents WHERE sha256 = ?1";
constexpr char kInsertApplication[] =
    "INSERT INTO applications (id, revision, state, child_iin, applicant_iin, district_kato, changed_at_us, "
    "application, look_on)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, ''))";
constexpr char kUpdateApplication[] =
    "UPDATE applications SET revision = ?2, state = ?3, child_iin = ?4, applicant_iin = ?5, district_kato = "
    "?6,"
    " changed_at_us = ?7, application = ?8, look_on = iif(?9 IS NULL, look_on, nullif(?9, '')) WHERE id = ?1";
// A grant stands in its application's row, which the same change has just written.
constexpr char kSetGrant[] =
    "UPDATE applications SET grant_applicant_iin = ?2, grant_district_kato = ?3, grant_regulation_id = ?4,"
    " grant_applied_on = ?5 WHERE id = ?1";
constexpr char kInsertDecision[] =
    "INSERT INTO decisions (application_id, version, decision, inputs, document_sha256s, audit_seq)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr char kInsertDocument[] =
    "INSERT INTO documents (sha256, document) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING";
constexpr char kInsertSnapshot[] =
    "INSERT INTO snapshots (sha256, bytes) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING";
constexpr char kInsertRequest[] =
    "INSERT INTO requests (request_key, request_sha256, response_head, decision_application_id, "
    "decision_version)"
    " VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr char kInsertChange[] =
    "INSERT INTO changes (seq, application_id, revision, state, decision_version) VALUES (?1, ?2, ?3, ?4, "
    "?5)";
constexpr char kInsertPupil[] =
    "INSERT INTO pupils (school_bin, child_iin) VALUES (?1, ?2) ON CONFLICT (school_bin, child_iin) DO "
    "NOTHING";
constexpr char kInsertNotice[] =
    "INSERT INTO notices (application_id, kind, due_on, days_before, notice) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (application_id, kind, due_on, days_before) DO NOTHING";
constexpr char kInsertAdjustment[] =
    "INSERT INTO adjustments (application_id, decision_version, kind, state, amount_tiyn, adjustment)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

std::optional<absl::string_view> NextLookOf(const Change& change) {
  if (change.look_on.has_value()) return *change.look_on;
  return change.decision.has_value() ? std::optional<absl::string_view>(kLookSoon) : std::nullopt;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChangeApplier>> ChangeApplier::Create(sqlite3* db, AuditApplier* audit,
                                                                     OverpaymentApplier* overpayments) {
  std::unique_ptr<ChangeApplier> applier(new ChangeApplier(audit, overpayments));
  absl::Status status = PrepareAll(db, {{&applier->find_request_, kFindRequest},
                                        {&applier->find_revision_, kFindRevision},
                                        {&applier->find_document_, kFindDocument},
                                        {&applier->insert_application_, kInsertApplication},
                                        {&applier->update_application_, kUpdateApplication},
                                        {&applier->set_grant_, kSetGrant},
                                        {&applier->insert_decision_, kInsertDecision},
                                        {&applier->insert_document_, kInsertDocument},
                                        {&applier->insert_snapshot_, kInsertSnapshot},
                                        {&applier->insert_request_, kInsertRequest},
                                        {&applier->insert_pupil_, kInsertPupil},
                                        {&applier->insert_adjustment_, kInsertAdjustment},
                                        {&applier->insert_notice_, kInsertNotice},
                                        {&applier->insert_change_, kInsertChange}});
  if (status.ok()) status = applier->claims_.Prepare(db);
  if (!status.ok()) return status;
  return applier;
}

absl::StatusOr<CommitResult> ChangeApplier::Apply(const PreparedChange& prepared, AuditHead& head) {
  const Change& change = prepared.change;
  auto answered = CheckRequest(change);
  if (!answered.ok()) return answered.status();
  if (answered->has_value()) return **std::move(answered);

  auto revision_matches = RevisionMatches(change);
  if (!revision_matches.ok()) return revision_matches.status();
  if (!*revision_matches) return CommitResult{CommitOutcome::kRevisionConflict, ""};

  auto claims_match = claims_.Matches(prepared);
  if (!claims_match.ok()) return claims_match.status();
  if (!*claims_match) return CommitResult{CommitOutcome::kClaimsConflict, ""};

  if (absl::Status status = CheckDocuments(change); !status.ok()) return status;
  if (absl::Status status = WriteAll(prepared, head); !status.ok()) return status;
  return CommitResult{CommitOutcome::kCommitted, ""};
}

absl::StatusOr<std::optional<CommitResult>> ChangeApplier::CheckRequest(const Change& change) {
  if (change.request_key.empty()) return std::nullopt;
  Cursor row = find_request_.Start(absl::string_view(change.request_key));
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  if (row.Bytes(0) != absl::string_view(change.request_sha256)) {
    return CommitResult{CommitOutcome::kRequestIdReused, ""};
  }
  std::string response(row.Bytes(1));
  const absl::string_view tail = row.Bytes(2);
  response.append(tail.data(), tail.size());
  return CommitResult{CommitOutcome::kReplayed, std::move(response)};
}

absl::StatusOr<bool> ChangeApplier::RevisionMatches(const Change& change) {
  Cursor row = find_revision_.Start(absl::string_view(change.application_id));
  const std::int64_t stored = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  return stored == change.expected_revision;
}

absl::Status ChangeApplier::CheckDocuments(const Change& change) {
  if (!change.decision.has_value()) return absl::OkStatus();
  for (const std::string& sha256 : change.decision->document_sha256s) {
    const bool brought =
        std::any_of(change.documents.begin(), change.documents.end(),
                    [&](const StoredDocument& document) { return document.sha256 == sha256; });
    if (brought) continue;
    Cursor row = find_document_.Start(Blob{sha256});
    if (row.Next()) continue;
    if (!row.status().ok()) return row.status();
    // A decision that could never be replayed. Stops this batch: a defect must not be stored.
    return absl::InternalError("store: a decision rests on a document that is not stored");
  }
  return absl::OkStatus();
}

absl::Status ChangeApplier::WriteAll(const PreparedChange& prepared, AuditHead& head) {
  if (absl::Status status = WriteApplication(prepared); !status.ok()) return status;
  if (absl::Status status = WriteContent(prepared, head.seq + 1); !status.ok()) return status;
  if (absl::Status status = claims_.Write(prepared); !status.ok()) return status;
  if (absl::Status status = WriteRequest(prepared); !status.ok()) return status;
  if (absl::Status status = WriteAudit(prepared, head); !status.ok()) return status;
  return overpayments_.Propose(prepared.change, head);
}

absl::Status ChangeApplier::WriteApplication(const PreparedChange& prepared) {
  const Change& change = prepared.change;
  const oteu::v1::ApplicationForm& form = change.application.form();
  Statement& statement = change.expected_revision == 0 ? insert_application_ : update_application_;
  absl::Status status = statement.Run(
      absl::string_view(change.application_id), change.application.revision(),
      static_cast<std::int64_t>(change.application.state()), absl::string_view(form.child_iin()),
      absl::string_view(form.applicant_iin()), absl::string_view(form.district_kato()), prepared.at_us,
      Blob{prepared.application}, NextLookOf(change));
  if (!status.ok()) return status;
  const absl::string_view id = change.application_id;
  if (change.grant.has_value()) {
    const Grant& grant = *change.grant;
    return set_grant_.Run(id, absl::string_view(grant.applicant_iin), absl::string_view(grant.district_kato),
                          absl::string_view(grant.regulation_id), absl::string_view(grant.applied_on));
  }
  if (change.revoke_grant) return set_grant_.Run(id, std::nullopt, std::nullopt, std::nullopt, std::nullopt);
  return absl::OkStatus();
}

absl::Status ChangeApplier::WriteContent(const PreparedChange& prepared, std::int64_t audit_seq) {
  const Change& change = prepared.change;
  for (const StoredDocument& document : change.documents) {
    absl::Status status = insert_document_.Run(Blob{document.sha256}, Blob{document.document});
    if (!status.ok()) return status;
  }
  for (const Snapshot& snapshot : change.snapshots) {
    absl::Status status = insert_snapshot_.Run(absl::string_view(snapshot.sha256), Blob{snapshot.bytes});
    if (!status.ok()) return status;
  }
  for (const Pupil& pupil : change.pupils) {
    absl::Status status =
        insert_pupil_.Run(absl::string_view(pupil.school_bin), absl::string_view(pupil.child_iin));
    if (!status.ok()) return status;
  }
  for (const StoredNotice& notice : change.notices) {
    absl::Status status = insert_notice_.Run(absl::string_view(change.application_id),
                                             std::int64_t{notice.kind}, absl::string_view(notice.due_on),
                                             std::int64_t{notice.days_before}, Blob{notice.notice});
    if (!status.ok()) return status;
  }
  return change.decision.has_value() ? WriteDecision(change, audit_seq) : absl::OkStatus();
}

absl::Status ChangeApplier::WriteDecision(const Change& change, std::int64_t audit_seq) {
  const StoredDecision& decision = *change.decision;
  const absl::string_view id = change.application_id;
  std::string sha256s;
  for (const std::string& sha256 : decision.document_sha256s) sha256s += sha256;
  absl::Status status = insert_decision_.Run(id, std::int64_t{decision.version}, Blob{decision.decision},
                                             Blob{decision.inputs}, Blob{sha256s}, audit_seq);
  for (const StoredAdjustment& adjustment : change.adjustments) {
    if (!status.ok()) return status;
    status = insert_adjustment_.Run(id, std::int64_t{decision.version}, std::int64_t{adjustment.kind},
                                    std::int64_t{adjustment.state}, adjustment.amount_tiyn,
                                    Blob{adjustment.adjustment});
  }
  return status;
}

absl::Status ChangeApplier::WriteRequest(const PreparedChange& prepared) {
  const Change& change = prepared.change;
  if (change.request_key.empty()) return absl::OkStatus();
  const Blob head{absl::string_view(change.response).substr(0, prepared.response_head_bytes)};
  const absl::string_view key = change.request_key;
  if (!prepared.response_ends_with_decision()) {
    return insert_request_.Run(key, Blob{change.request_sha256}, head, std::nullopt, std::nullopt);
  }
  return insert_request_.Run(key, Blob{change.request_sha256}, head, absl::string_view(change.application_id),
                             std::int64_t{change.decision->version});
}

absl::Status ChangeApplier::WriteAudit(const PreparedChange& prepared, AuditHead& head) {
  const Change& change = prepared.change;
  AuditRecord record;
  record.at_us = prepared.at_us;
  record.event = change.event;
  record.actor = change.actor;
  record.application_id = change.application_id;
  record.revision = change.application.revision();
  record.decision_sha256 = prepared.decision_sha256;
  absl::Status status = audit_.Append(std::move(record), head);
  if (!status.ok()) return status;
  const auto state = static_cast<std::int64_t>(change.application.state());
  const absl::string_view id = change.application_id;
  const std::int64_t revision = change.application.revision();
  return change.decision.has_value()
             ? insert_change_.Run(head.seq, id, revision, state, std::int64_t{change.decision->version})
             : insert_change_.Run(head.seq, id, revision, state, std::nullopt);
}

}  // namespace oteu::store::sqlite
