#include "service/store/sqlite/walk_audit.h"

#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kReadAll[] = "SELECT " OTEU_AUDIT_COLUMNS " FROM audit ORDER BY seq";

bool ReadHash(absl::string_view bytes, Sha256Bytes& hash) {
  if (bytes.size() != hash.size()) return false;
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return true;
}

// What its successor tells about a changed record.
absl::StatusOr<std::string> LookAhead(const AuditRecord& changed, Cursor& row) {
  AuditRecord next;
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return ExplainChanged(changed, nullptr);
  }
  if (absl::Status status = ReadAuditRow(row, &next); !status.ok()) return status;
  return ExplainChanged(changed, &next);
}

}  // namespace

absl::Status ReadAuditRow(const Cursor& row, AuditRecord* record) {
  record->seq = row.Int(0);
  record->at_us = row.Int(1);
  record->event = std::string(row.Bytes(2));
  record->actor = std::string(row.Bytes(3));
  record->application_id = std::string(row.Bytes(4));
  record->revision = row.Int(5);
  record->decision_sha256 = std::string(row.Bytes(6));
  if (ReadHash(row.Bytes(7), record->previous_hash) && ReadHash(row.Bytes(8), record->hash))
    return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("audit: record ", record->seq, " has a hash of another size"));
}

absl::StatusOr<ChainResult> WalkChain(const Connection& connection, const NotedHead& noted,
                                      const std::function<absl::Status(const AuditRecord&)>& each) {
  auto statement = Statement::Prepare(connection.get(), kReadAll);
  if (!statement.ok()) return statement.status();
  ChainWalk walk;
  walk.Expect(noted);
  ChainResult result;
  AuditRecord record;
  Cursor row = statement->Start();
  while (!result.broken.has_value() && row.Next()) {
    if (absl::Status status = ReadAuditRow(row, &record); !status.ok()) return status;
    result.broken = walk.Add(record);
    if (result.broken.has_value()) break;
    if (result.records++ == 0) result.first_at_us = record.at_us;
    result.last_at_us = record.at_us;
    result.head = record.hash;
    if (each == nullptr) continue;
    if (absl::Status status = each(record); !status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  if (!result.broken.has_value()) {
    result.broken = walk.CheckNoted();
  } else if (result.broken->defect == ChainDefect::kChanged) {
    const auto more = LookAhead(record, row);
    if (!more.ok()) return more.status();
    absl::StrAppend(&result.broken->what, ": ", *more);
  }
  return result;
}

absl::StatusOr<std::int64_t> VerifyAudit(const Connection& connection) {
  const auto result = WalkChain(connection, {});
  if (!result.ok()) return result.status();
  if (result->broken.has_value()) return absl::DataLossError(absl::StrCat("audit: ", result->broken->what));
  return result->records;
}

}  // namespace oteu::store::sqlite
