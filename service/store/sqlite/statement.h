// A prepared statement, kept for the life of its connection, and a use of it.
//
//   Statement find(connection, "SELECT version FROM child_claims WHERE child_iin = ?1");
//   Cursor row = find.Start(child_iin);       // binds by position; the values must outlive the cursor
//   if (row.Next()) version = row.Int(0);
//   if (!row.status().ok()) return row.status();
//
// SQL is always a constant of the program; values only ever arrive by binding.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace oteu::store::sqlite {

// The error of the connection's last call, as the rest of the service knows it: STORAGE_UNAVAILABLE when
// trying again can help (disk, lock, memory), DATA_LOSS when the file is damaged, INTERNAL for a defect.
// Messages hold no values.
absl::Status SqliteError(sqlite3* db, absl::string_view doing);

// A value to bind as BLOB; plain string views are bound as TEXT.
struct Blob {
  absl::string_view bytes;
};

// One run of a statement. Resets it and lets go of the bound values when it ends.
class Cursor {
 public:
  explicit Cursor(sqlite3_stmt* statement) : statement_(statement) {}
  Cursor(Cursor&& other) noexcept : statement_(other.statement_), code_(other.code_) {
    other.statement_ = nullptr;
  }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor();

  // True when there is a row; false at the end and on an error (see status).
  bool Next();
  absl::Status status() const;
  // Runs a statement that gives no rows.
  absl::Status Finish();

  // Columns of the current row, from 0. Views live until Next or the end.
  std::int64_t Int(int column) const { return sqlite3_column_int64(statement_, column); }
  bool IsNull(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  absl::string_view Bytes(int column) const;

  void Bind(int position, absl::string_view text);
  void Bind(int position, Blob blob);
  void Bind(int position, std::int64_t value);
  void Bind(int position, std::nullopt_t);
  void Bind(int position, const std::optional<absl::string_view>& text) {
    text.has_value() ? Bind(position, *text) : Bind(position, std::nullopt);
  }

 private:
  void Check(int code) {
    if (code != SQLITE_OK && code_ == SQLITE_OK) code_ = code;
  }

  sqlite3_stmt* statement_;
  int code_ = SQLITE_OK;  // first error
};

class Statement {
 public:
  Statement() = default;
  static absl::StatusOr<Statement> Prepare(sqlite3* db, const char* sql);

  template <typename... Values>
  Cursor Start(const Values&... values) {
    Cursor cursor(statement_.get());
    int position = 0;
    (cursor.Bind(++position, values), ...);
    return cursor;
  }

  // Runs it to its end, for statements without rows.
  template <typename... Values>
  absl::Status Run(const Values&... values) {
    return Start(values...).Finish();
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Prepares many: `sql[i]` into `*statements[i]`.
struct StatementText {
  Statement* statement;
  const char* sql;
};
absl::Status PrepareAll(sqlite3* db, std::initializer_list<StatementText> texts);

}  // namespace oteu::store::sqlite
