#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

#include "tests/benchmark/child_process.h"
#include "tests/benchmark/floor.h"

namespace oteu::benchmark {
namespace {

constexpr int kRows = 3;

void Must(int code, sqlite3* db) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    std::fprintf(stderr, "bare commit: %s\n", sqlite3_errmsg(db));
    std::exit(2);
  }
}

void Insert(sqlite3* db, sqlite3_stmt* insert, sqlite3_int64 id, const std::string& row) {
  Must(sqlite3_bind_int64(insert, 1, id), db);
  Must(sqlite3_bind_blob(insert, 2, row.data(), static_cast<int>(row.size()), SQLITE_STATIC), db);
  Must(sqlite3_step(insert), db);
  Must(sqlite3_reset(insert), db);
}

}  // namespace

double BareCommitNanoseconds(const std::string& folder, std::size_t bytes, int batch, int rounds) {
  sqlite3* db = nullptr;
  Must(sqlite3_open((folder + "/floor.db").c_str(), &db), db);
  Must(sqlite3_exec(db,
                    "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "CREATE TABLE rows(id INTEGER PRIMARY KEY, bytes BLOB) STRICT;",
                    nullptr, nullptr, nullptr),
       db);
  sqlite3_stmt* insert = nullptr;
  Must(sqlite3_prepare_v2(db, "INSERT INTO rows VALUES(?,?)", -1, &insert, nullptr), db);
  const std::string row(bytes / kRows, 'r');
  sqlite3_int64 id = 0;
  const auto start = ThreadCpuNanoseconds();
  for (int round = 0; round < rounds; ++round) {
    Must(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), db);
    for (int i = 0; i < batch * kRows; ++i) Insert(db, insert, ++id, row);
    Must(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr), db);
  }
  const double nanoseconds = static_cast<double>(ThreadCpuNanoseconds() - start) / rounds / batch;
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return nanoseconds;
}

}  // namespace oteu::benchmark
