#include "service/store/sqlite/connection.h"

#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {
namespace {

constexpr int kBusyTimeoutMs = 5000;  // only ever waited for at start: there is one writer
constexpr int kSynchronousFull = 2;

absl::Status SetAndCheck(const Connection& connection, const std::string& pragma, const std::string& value,
                         const std::string& expected) {
  if (absl::Status status = connection.Execute(absl::StrCat("PRAGMA ", pragma, "=", value).c_str());
      !status.ok()) {
    return status;
  }
  auto actual = connection.QueryText(absl::StrCat("PRAGMA ", pragma).c_str());
  if (!actual.ok()) return actual.status();
  if (*actual != expected) {
    return absl::FailedPreconditionError(
        absl::StrCat("store: PRAGMA ", pragma, " is ", *actual, " where ", expected, " is needed"));
  }
  return absl::OkStatus();
}

// Of a file that nobody has open (its log was copied and removed) nothing can change, and nothing beside it
// is needed: so a copy on a read-only medium can be looked at too.
std::string InspectUri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '/' || c == '.' || c == '_' || c == '-') {
      uri.push_back(c);
    } else {
      absl::StrAppend(&uri, "%", absl::Hex(byte, absl::kZeroPad2));
    }
  }
  std::error_code ignored;
  const bool in_use =
      std::filesystem::exists(path + "-wal", ignored) || std::filesystem::exists(path + "-shm", ignored);
  return in_use ? uri : uri + "?immutable=1";
}

absl::Status Harden(sqlite3* db) {
  // A damaged or hostile file must not reach deeper than an error.
  if (sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr) != SQLITE_OK ||
      sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr) != SQLITE_OK ||
      sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr) != SQLITE_OK) {
    return SqliteError(db, "hardening");
  }
  sqlite3_busy_timeout(db, kBusyTimeoutMs);
  return absl::OkStatus();
}

absl::Status Configure(const Connection& connection, const ConnectionOptions& options) {
  struct Pragma {
    const char* name;
    std::string value;
    std::string expected;
  };
  if (options.access == Access::kWrite) {
    // Only a new file takes it; an old one keeps its own.
    const std::string page_size = absl::StrCat("PRAGMA page_size=", options.page_bytes);
    if (absl::Status status = connection.Execute(page_size.c_str()); !status.ok()) return status;
  }
  const std::string cache = absl::StrCat(-options.cache_kib);
  if (options.access == Access::kInspect) {
    for (const Pragma& pragma : std::initializer_list<Pragma>{{"cell_size_check", "ON", "1"},
                                                              {"temp_store", "MEMORY", "2"},
                                                              {"cache_size", cache, cache},
                                                              {"query_only", "ON", "1"}}) {
      if (absl::Status status = SetAndCheck(connection, pragma.name, pragma.value, pragma.expected);
          !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }
  std::initializer_list<Pragma> pragmas = {
      {"journal_mode", "WAL", "wal"},   {"synchronous", "FULL", absl::StrCat(kSynchronousFull)},
      {"wal_autocheckpoint", "0", "0"},  // Checkpointer does it, off the commit path
      {"cell_size_check", "ON", "1"},   {"temp_store", "MEMORY", "2"},
      {"cache_size", cache, cache},
  };
  for (const Pragma& pragma : pragmas) {
    absl::Status status = SetAndCheck(connection, pragma.name, pragma.value, pragma.expected);
    if (!status.ok()) return status;
  }
  if (options.access == Access::kRead) return SetAndCheck(connection, "query_only", "ON", "1");
  if (options.pages_max > 0) {
    return connection.Execute(absl::StrCat("PRAGMA max_page_count=", options.pages_max).c_str());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Connection> Connection::Open(const ConnectionOptions& options) {
  // Statistics of memory cost a lock for each allocation, and nobody reads them. Refused, without harm, when
  // SQLite is in use already.
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
  sqlite3* raw = nullptr;
  // No CREATE: the file is made beforehand, with its permissions (data_file.h). No mutex: one thread at a
  // time.
  const bool inspect = options.access == Access::kInspect;
  const int flags = (inspect ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
  const std::string name = inspect ? InspectUri(options.path) : options.path;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) {
    if (raw == nullptr) return absl::ResourceExhaustedError("store: no memory for a connection");
    return SqliteError(raw, absl::StrCat("opening ", options.path));
  }
  for (const absl::Status& status : {Harden(raw), Configure(connection, options)}) {
    if (!status.ok()) return status;
  }
  return connection;
}

absl::Status Connection::Execute(const char* sql) const {
  if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return SqliteError(get(), sql);
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> Connection::QueryInt(const char* sql) const {
  auto statement = Statement::Prepare(get(), sql);
  if (!statement.ok()) return statement.status();
  Cursor row = statement->Start();
  if (row.Next()) return row.Int(0);
  if (!row.status().ok()) return row.status();
  return absl::NotFoundError("store: no row");
}

absl::StatusOr<std::string> Connection::QueryText(const char* sql) const {
  auto statement = Statement::Prepare(get(), sql);
  if (!statement.ok()) return statement.status();
  Cursor row = statement->Start();
  if (row.Next()) return std::string(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  return absl::NotFoundError("store: no row");
}

}  // namespace oteu::store::sqlite
