#include "service/store/sqlite/audit_queries.h"

#include <algorithm>

#include "service/store/sqlite/walk_audit.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

absl::Status AuditQueries::Prepare(sqlite3* db) {
  return PrepareAll(
      db, {{&after_, "SELECT " OTEU_AUDIT_COLUMNS " FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2"},
           {&last_, "SELECT " OTEU_AUDIT_COLUMNS " FROM audit ORDER BY seq DESC LIMIT 1"}});
}

absl::StatusOr<std::vector<AuditRecord>> AuditQueries::ReadAudit(std::int64_t after_seq, int limit) {
  std::vector<AuditRecord> records;
  Cursor row = after_.Start(after_seq, std::int64_t{std::clamp(limit, 1, kAuditPageMax)});
  while (row.Next()) {
    absl::Status status = ReadAuditRow(row, &records.emplace_back());
    if (!status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  return records;
}

absl::StatusOr<AuditRecord> AuditQueries::LastAudit() {
  AuditRecord record;
  Cursor row = last_.Start();
  if (row.Next()) {
    absl::Status status = ReadAuditRow(row, &record);
    if (!status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  return record;
}

}  // namespace oteu::store::sqlite
