// Brings a database to this program's schema by numbered migrations, each in one transaction, and refuses
// what it does not know: another program's file, or a schema from a newer oteu.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/store/sqlite/connection.h"

namespace oteu::store::sqlite {

using Fill = absl::Status (*)(const Connection& connection);

struct Migration {
  int version;  // 1, 2, ...
  const char* sql;
  // Run after `sql`, in its transaction, for what SQL cannot read from stored messages. May be null.
  Fill fill = nullptr;
};

// Those of migrations/*.sql, in order; embedded at build.
const std::vector<Migration>& Migrations();

// Without changing anything: OK when the file is oteu's and of this program's schema. FAILED_PRECONDITION.
absl::Status CheckSchema(const Connection& connection);

// FAILED_PRECONDITION when the file is not oteu's or is newer than `migrations`.
absl::Status Migrate(const Connection& connection, const std::vector<Migration>& migrations, absl::Time now);

}  // namespace oteu::store::sqlite
