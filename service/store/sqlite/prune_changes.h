// Shortens the change feed inside the writer's open transaction.
#pragma once

#include <sqlite3.h>

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// Not thread-safe: belongs to the writer's thread.
class ChangePruner {
 public:
  absl::Status Prepare(sqlite3* db);

  // Removes changes recorded before `before_us`, oldest first, at most kPrunedAtOnce of them; how many.
  absl::StatusOr<std::int64_t> Prune(std::int64_t before_us);

  static constexpr std::int64_t kPrunedAtOnce = 1000;

 private:
  Statement find_, delete_, remember_;
};

}  // namespace oteu::store::sqlite
