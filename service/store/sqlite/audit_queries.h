// Reads of the audit chain. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "service/store/audit.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// Each as the method of Store of the same name.
class AuditQueries {
 public:
  absl::Status Prepare(sqlite3* db);

  absl::StatusOr<std::vector<AuditRecord>> ReadAudit(std::int64_t after_seq, int limit);
  absl::StatusOr<AuditRecord> LastAudit();

 private:
  Statement after_, last_;
};

}  // namespace oteu::store::sqlite
