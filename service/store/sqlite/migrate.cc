#include "service/store/sqlite/migrate.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {
namespace {

// PRAGMA application_id of our files, "OTEU": a wrong --data_dir must not be migrated into.
constexpr int kApplicationId = 0x4F544555;

constexpr char kCreateVersions[] =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    "version INTEGER PRIMARY KEY, applied_at_us INTEGER NOT NULL) STRICT";

absl::Status CheckOwner(const Connection& connection) {
  auto owner = connection.QueryInt("PRAGMA application_id");
  if (!owner.ok()) return owner.status();
  if (*owner == kApplicationId) return absl::OkStatus();
  auto tables = connection.QueryInt("SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  if (*owner != 0 || *tables != 0)
    return absl::FailedPreconditionError("store: the file is another program's");
  return connection.Execute(absl::StrCat("PRAGMA application_id=", kApplicationId).c_str());
}

absl::Status Apply(const Connection& connection, const Migration& migration, absl::Time now) {
  if (absl::Status status = connection.Execute(migration.sql); !status.ok()) return status;
  if (migration.fill != nullptr) {
    if (absl::Status status = migration.fill(connection); !status.ok()) return status;
  }
  auto record = Statement::Prepare(connection.get(), "INSERT INTO schema_version VALUES (?1, ?2)");
  if (!record.ok()) return record.status();
  return record->Run(std::int64_t{migration.version}, absl::ToUnixMicros(now));
}

absl::Status ApplyAll(const Connection& connection, const std::vector<Migration>& migrations,
                      absl::Time now) {
  if (absl::Status status = CheckOwner(connection); !status.ok()) return status;
  if (absl::Status status = connection.Execute(kCreateVersions); !status.ok()) return status;
  auto current = connection.QueryInt("SELECT coalesce(max(version), 0) FROM schema_version");
  if (!current.ok()) return current.status();
  const int newest = migrations.empty() ? 0 : migrations.back().version;
  if (*current > newest) {
    return absl::FailedPreconditionError(
        absl::StrCat("store: the schema has version ", *current, ", this program knows up to ", newest));
  }
  for (const Migration& migration : migrations) {
    if (migration.version <= *current) continue;
    if (absl::Status status = Apply(connection, migration, now); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSchema(const Connection& connection) {
  const auto owner = connection.QueryInt("PRAGMA application_id");
  if (!owner.ok()) return owner.status();
  if (*owner != kApplicationId)
    return absl::FailedPreconditionError("store: the file is no database of oteu");
  const auto version = connection.QueryInt("SELECT coalesce(max(version), 0) FROM schema_version");
  if (!version.ok()) return version.status();
  const int known = Migrations().back().version;
  if (*version == known) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("store: the schema has version ", *version,
                                                    ", this program knows ", known,
                                                    *version < known ? ": start the service once" : ""));
}

absl::Status Migrate(const Connection& connection, const std::vector<Migration>& migrations, absl::Time now) {
  if (absl::Status status = connection.Execute("BEGIN IMMEDIATE"); !status.ok()) return status;
  absl::Status status = ApplyAll(connection, migrations, now);
  if (status.ok()) status = connection.Execute("COMMIT");
  // A failed COMMIT may leave the transaction open.
  if (!status.ok() && sqlite3_get_autocommit(connection.get()) == 0) {
    if (absl::Status undo = connection.Execute("ROLLBACK"); !undo.ok()) return undo;
  }
  return status;
}

}  // namespace oteu::store::sqlite
