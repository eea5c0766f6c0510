#include "service/store/sqlite/statement.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/errors/error.h"

namespace oteu::store::sqlite {

absl::Status SqliteError(sqlite3* db, absl::string_view doing) {
  const int code = sqlite3_extended_errcode(db);
  const std::string message = absl::StrCat("store: ", doing, ": ", sqlite3_errmsg(db), " (", code, ", errno ",
                                           sqlite3_system_errno(db), ")");
  switch (code & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      return MakeError(ErrorReason::kStorageUnavailable, message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError(message);
    default:
      return absl::InternalError(message);
  }
}

Cursor::~Cursor() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Cursor::Next() {
  if (code_ != SQLITE_OK) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) code_ = code;
  return false;
}

absl::Status Cursor::status() const {
  if (code_ == SQLITE_OK) return absl::OkStatus();
  // The SQL is a constant of ours with placeholders: safe to show, and it tells which statement failed.
  return SqliteError(sqlite3_db_handle(statement_), sqlite3_sql(statement_));
}

absl::Status Cursor::Finish() {
  while (Next()) {
  }
  return status();
}

absl::string_view Cursor::Bytes(int column) const {
  // sqlite3_column_blob first: on TEXT it gives the same bytes without adding a terminator.
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

void Cursor::Bind(int position, absl::string_view text) {
  Check(sqlite3_bind_text64(statement_, position, text.data() == nullptr ? "" : text.data(), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8));
}

void Cursor::Bind(int position, Blob blob) {
  // A null pointer would bind NULL instead of an empty value.
  const char* data = blob.bytes.empty() ? "" : blob.bytes.data();
  Check(sqlite3_bind_blob64(statement_, position, data, blob.bytes.size(), SQLITE_STATIC));
}

void Cursor::Bind(int position, std::int64_t value) {
  Check(sqlite3_bind_int64(statement_, position, value));
}

void Cursor::Bind(int position, std::nullopt_t) { Check(sqlite3_bind_null(statement_, position)); }

absl::StatusOr<Statement> Statement::Prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
    return SqliteError(db, sql);
  }
  Statement statement;
  statement.statement_.reset(raw);
  return statement;
}

absl::Status PrepareAll(sqlite3* db, std::initializer_list<StatementText> texts) {
  for (const StatementText& text : texts) {
    auto statement = Statement::Prepare(db, text.sql);
    if (!statement.ok()) return statement.status();
    *text.statement = *std::move(statement);
  }
  return absl::OkStatus();
}

}  // namespace oteu::store::sqlite
