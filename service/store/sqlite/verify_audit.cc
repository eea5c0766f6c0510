#include "service/store/sqlite/verify_audit.h"

#include <cstring>
#include <string>

#include "service/store/audit.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kReadAll[] =
    "SELECT seq, at_us, event, actor, application_id, revision, decision_sha256, previous_hash, hash"
    " FROM audit ORDER BY seq";

bool ReadHash(absl::string_view bytes, Sha256Bytes& hash) {
  if (bytes.size() != hash.size()) return false;
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return true;
}

}  // namespace

absl::StatusOr<std::int64_t> VerifyAudit(const Connection& connection) {
  auto statement = Statement::Prepare(connection.get(), kReadAll);
  if (!statement.ok()) return statement.status();
  std::int64_t seq = 0;
  Sha256Bytes hash = kGenesisHash;
  Cursor row = statement->Start();
  while (row.Next()) {
    AuditRecord record;
    record.seq = row.Int(0);
    record.at_us = row.Int(1);
    record.event = std::string(row.Bytes(2));
    record.actor = std::string(row.Bytes(3));
    record.application_id = std::string(row.Bytes(4));
    record.revision = row.Int(5);
    record.decision_sha256 = std::string(row.Bytes(6));
    if (!ReadHash(row.Bytes(7), record.previous_hash) || !ReadHash(row.Bytes(8), record.hash)) {
      return absl::DataLossError("audit: a hash of another size");
    }
    if (absl::Status status = CheckLink(record, seq, hash); !status.ok()) return status;
    seq = record.seq;
    hash = record.hash;
  }
  if (!row.status().ok()) return row.status();
  return seq;
}

}  // namespace oteu::store::sqlite
