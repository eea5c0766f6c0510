// The database file and its folder on disk: made with the right permissions before SQLite sees them, durable
// as names, and owned by one process at a time.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace oteu::store::sqlite {

// Holds the file's lock for its life; the kernel lets go of it when the process dies, however it dies.
class DataFile {
 public:
  // Makes `path` (0600) and its folder (0700) when absent, fsyncs the folder, takes the lock "<path>.lock".
  // FAILED_PRECONDITION when another process holds it or others may read the file; UNAVAILABLE on an I/O
  // error.
  static absl::StatusOr<DataFile> Open(const std::string& path);

  DataFile(DataFile&& other) noexcept
      : path_(std::move(other.path_)), lock_fd_(std::exchange(other.lock_fd_, -1)) {}
  DataFile& operator=(DataFile&&) = delete;
  DataFile(const DataFile&) = delete;
  DataFile& operator=(const DataFile&) = delete;
  ~DataFile();

  // Absolute, without symbolic links.
  const std::string& path() const { return path_; }

  // Makes names created since then (the WAL) durable too.
  absl::Status SyncFolder() const;

 private:
  DataFile(std::string path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}

  std::string path_;
  int lock_fd_;
};

}  // namespace oteu::store::sqlite
