#include "service/store/sqlite/apply_feed.h"

#include <utility>

namespace oteu::store::sqlite {
namespace {

constexpr char kFind[] = "SELECT revision, state FROM applications WHERE id = ?1";
constexpr char kInsert[] =
    "INSERT INTO changes (seq, application_id, revision, state, decision_version) VALUES (?1, ?2, ?3, ?4, "
    "?5)";

}  // namespace

absl::Status FeedApplier::Prepare(sqlite3* db, AuditApplier* audit) {
  audit_ = audit;
  return PrepareAll(db, {{&find_, kFind}, {&insert_, kInsert}});
}

absl::Status FeedApplier::Append(const SideEvent& event, AuditHead& head) {
  AuditRecord record;
  record.at_us = event.at_us;
  record.event = event.event;
  record.actor = event.actor;
  record.application_id = event.subject;
  record.revision = event.number;
  record.decision_sha256 = event.sha256;
  if (absl::Status status = audit_->Append(std::move(record), head); !status.ok()) return status;
  const absl::string_view id = event.application_id;
  Cursor row = find_.Start(id);
  if (!row.Next()) return row.status();
  const std::int64_t revision = row.Int(0);
  const std::int64_t state = row.Int(1);
  return event.decision_version.has_value()
             ? insert_.Run(head.seq, id, revision, state, *event.decision_version)
             : insert_.Run(head.seq, id, revision, state, std::nullopt);
}

}  // namespace oteu::store::sqlite
