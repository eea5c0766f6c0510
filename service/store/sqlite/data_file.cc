#include "service/store/sqlite/data_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace oteu::store::sqlite {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr mode_t kOthersMask = 077;

absl::Status Failed(absl::string_view doing, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("store: ", doing, " ", path));
}

absl::StatusOr<std::string> Resolve(const std::string& path) {
  const std::filesystem::path file(path);
  std::filesystem::path folder = file.parent_path().empty() ? std::filesystem::path(".") : file.parent_path();
  if (file.filename().empty()) return absl::InvalidArgumentError("store: the path names no file");
  if (mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST)
    return Failed("making folder", folder.string());
  std::error_code error;
  folder = std::filesystem::canonical(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat("store: resolving ", path, ": ", error.message()));
  return (folder / file.filename()).string();
}

absl::StatusOr<int> OpenPrivate(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kFileMode);
  if (fd < 0) return Failed("opening", path);
  struct stat info = {};
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & kOthersMask) == 0) return fd;
  close(fd);
  return absl::FailedPreconditionError(
      absl::StrCat("store: ", path, " must be a plain file that only its owner may read (mode 0600)"));
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Failed("opening", folder);
  const bool synced = fsync(fd) == 0;
  absl::Status status = synced ? absl::OkStatus() : Failed("syncing", folder);
  close(fd);
  return status;
}

}  // namespace

absl::StatusOr<DataFile> DataFile::Open(const std::string& path) {
  auto resolved = Resolve(path);
  if (!resolved.ok()) return resolved.status();
  // The lock is a file of its own: closing any descriptor of the database would drop SQLite's POSIX locks on
  // it.
  auto lock = OpenPrivate(*resolved + ".lock");
  if (!lock.ok()) return lock.status();
  DataFile file(*std::move(resolved), *lock);
  if (flock(*lock, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("store: another process uses ", file.path()));
  }
  auto database = OpenPrivate(file.path());
  if (!database.ok()) return database.status();
  close(*database);  // before SQLite opens it
  if (absl::Status status = file.SyncFolder(); !status.ok()) return status;
  return file;
}

DataFile::~DataFile() {
  if (lock_fd_ >= 0) close(lock_fd_);
}

absl::Status DataFile::SyncFolder() const { return SyncFolderOf(path_); }

}  // namespace oteu::store::sqlite
