// What becomes of a fact beside those that are recorded: one rule for writing and for "validate only".
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/store/fact_batch.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// Not thread-safe: belongs to one connection.
class FactJudge {
 public:
  absl::Status Prepare(sqlite3* db);

  struct Verdict {
    FactStored outcome = FactStored::kNew;
    bool write = false;            // the row is to be inserted
    std::string superseded_child;  // with kSuperseded: whose fact it was before
  };
  absl::StatusOr<Verdict> Judge(const FactBatch& session, const FactWrite& fact);

 private:
  absl::StatusOr<bool> StatedByAnother(const FactBatch& session, const FactWrite& fact);
  absl::StatusOr<bool> TooManyOfChild(const FactWrite& fact);
  static absl::StatusOr<std::int64_t> CountOfChild(Statement& count, const FactWrite& fact);

  Statement find_key_, find_stated_, count_rows_, count_keys_;
};

}  // namespace oteu::store::sqlite
