// A connection to the database file, opened the one way this store allows: WAL, synchronous=FULL, checked
// afterwards. Not thread-safe: one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace oteu::store::sqlite {

enum class Access {
  kWrite,
  kRead,
  kInspect,  // nothing is written, not even beside the file: for tools that look at a database
};

struct ConnectionOptions {
  std::string path;
  Access access = Access::kWrite;
  int page_bytes = 8192;       // takes effect when the file is created
  int cache_kib = 16384;       // page cache of this connection
  std::int64_t pages_max = 0;  // size limit of the file in pages; 0: none
};

class Connection {
 public:
  // UNAVAILABLE when the file cannot be opened; FAILED_PRECONDITION when a PRAGMA did not take effect, naming
  // it.
  static absl::StatusOr<Connection> Open(const ConnectionOptions& options);

  sqlite3* get() const { return db_.get(); }

  // `sql` is a constant of the program; several statements are run in turn.
  absl::Status Execute(const char* sql) const;
  // First column of the first row.
  absl::StatusOr<std::int64_t> QueryInt(const char* sql) const;
  absl::StatusOr<std::string> QueryText(const char* sql) const;

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  explicit Connection(sqlite3* db) : db_(db) {}

  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace oteu::store::sqlite
