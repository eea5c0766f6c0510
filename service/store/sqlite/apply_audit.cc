#include "service/store/sqlite/apply_audit.h"

#include <cstring>

namespace oteu::store::sqlite {
namespace {

constexpr char kReadHead[] = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
constexpr char kInsert[] =
    "INSERT INTO audit (seq, at_us, event, actor, application_id, revision, decision_sha256, previous_hash, "
    "hash)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

}  // namespace

absl::Status AuditApplier::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&read_head_, kReadHead}, {&insert_, kInsert}});
}

absl::StatusOr<AuditHead> AuditApplier::ReadHead() {
  AuditHead head;
  Cursor row = read_head_.Start();
  if (row.Next()) {
    head.seq = row.Int(0);
    const absl::string_view hash = row.Bytes(1);
    if (hash.size() != head.hash.size()) return absl::DataLossError("store: audit hash of another size");
    std::memcpy(head.hash.data(), hash.data(), hash.size());
  }
  if (!row.status().ok()) return row.status();
  return head;
}

absl::Status AuditApplier::Append(AuditRecord record, AuditHead& head) {
  record.seq = head.seq + 1;
  record.previous_hash = head.hash;
  record.hash = HashOf(record);
  absl::Status status =
      insert_.Run(record.seq, record.at_us, absl::string_view(record.event), absl::string_view(record.actor),
                  absl::string_view(record.application_id), record.revision, Blob{record.decision_sha256},
                  Blob{AsView(record.previous_hash)}, Blob{AsView(record.hash)});
  if (status.ok()) head = AuditHead{record.seq, record.hash};
  return status;
}

}  // namespace oteu::store::sqlite
