// Appends to the audit chain inside the writer's transaction.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/store/audit.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// The end of the audit chain: the next record follows on it.
struct AuditHead {
  std::int64_t seq = 0;
  Sha256Bytes hash = kGenesisHash;
};

// Not thread-safe: belongs to the writer's thread.
class AuditApplier {
 public:
  absl::Status Prepare(sqlite3* db);

  // The stored end of the chain.
  absl::StatusOr<AuditHead> ReadHead();

  // Fills seq and hashes, writes the record and moves `head` to it.
  absl::Status Append(AuditRecord record, AuditHead& head);

 private:
  Statement read_head_, insert_;
};

}  // namespace oteu::store::sqlite
