#include "service/revocation/fetch_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/config/read_files.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::revocation {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMetaBytesMax = 4096;
constexpr std::size_t kDigestHexChars = 64;

absl::Status ErrnoStatus(const char* what) {
  return absl::UnavailableError(absl::StrCat("revocation cache: ", what, ": ", std::strerror(errno)));
}

absl::Status Flush(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus("open");
  const bool flushed = fsync(fd) == 0;
  close(fd);
  return flushed ? absl::OkStatus() : ErrnoStatus("fsync");
}

absl::Status WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return ErrnoStatus("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

// Beside, flushed, renamed, the folder flushed.
absl::Status WriteWhole(const std::string& folder, const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new";
  const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return ErrnoStatus("open");
  absl::Status status = WriteAll(fd, bytes);
  if (status.ok() && fsync(fd) != 0) status = ErrnoStatus("fsync");
  if (close(fd) != 0 && status.ok()) status = ErrnoStatus("close");
  if (status.ok() && std::rename(temporary.c_str(), path.c_str()) != 0) status = ErrnoStatus("rename");
  if (!status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  return Flush(folder, O_RDONLY | O_DIRECTORY);
}

std::string DigestOf(std::string_view bytes) {
  namespace openssl = verification::openssl;
  return openssl::ToHex(openssl::Sha256(openssl::AsBytes(bytes)));
}

std::string MetaText(const std::string& sha256, const CachedMeta& meta) {
  return absl::StrCat("sha256 ", sha256, "\nfetched ", absl::ToUnixSeconds(meta.fetched_at), "\netag ",
                      meta.etag, "\nlast-modified ", meta.last_modified, "\n");
}

// Lines "key value".
std::map<std::string, std::string> ReadMeta(const std::string& text) {
  std::map<std::string, std::string> fields;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::pair<std::string, std::string> field = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    fields.insert(field);
  }
  return fields;
}

}  // namespace

absl::StatusOr<FetchCache> FetchCache::Open(const std::string& folder) {
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  if (made) fs::permissions(folder, fs::perms::owner_all, error);
  if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    return absl::UnavailableError(absl::StrCat(folder, ": cannot be written"));
  }
  return FetchCache(folder);
}

std::string FetchCache::PathOf(const std::string& name, std::string_view ending) const {
  return absl::StrCat(folder_, "/", name, ".", absl::string_view(ending.data(), ending.size()));
}

absl::StatusOr<CachedItem> FetchCache::Read(const std::string& name, std::size_t bytes_max) const {
  const absl::StatusOr<std::string> text = config::ReadBoundedFile(PathOf(name, "meta"), kMetaBytesMax);
  if (!text.ok()) return text.status();
  std::map<std::string, std::string> fields = ReadMeta(*text);
  CachedItem item;
  item.sha256 = fields["sha256"];
  int64_t fetched = 0;
  if (item.sha256.size() != kDigestHexChars ||
      item.sha256.find_first_not_of("0123456789abcdef") != std::string::npos ||
      !absl::SimpleAtoi(fields["fetched"], &fetched)) {
    return absl::DataLossError(absl::StrCat(name, ".meta is damaged"));
  }
  item.meta = {fields["etag"], fields["last-modified"], absl::FromUnixSeconds(fetched)};
  absl::StatusOr<std::string> bytes = config::ReadBoundedFile(PathOf(name, item.sha256), bytes_max);
  if (!bytes.ok()) return bytes.status();
  if (DigestOf(*bytes) != item.sha256)
    return absl::DataLossError(absl::StrCat(name, ": digest does not match"));
  item.bytes = *std::move(bytes);
  return item;
}

absl::Status FetchCache::Write(const std::string& name, std::string_view bytes,
                               const CachedMeta& meta) const {
  const std::string sha256 = DigestOf(bytes);
  if (absl::Status status = WriteWhole(folder_, PathOf(name, sha256), bytes); !status.ok()) return status;
  if (absl::Status status = Touch(name, sha256, meta); !status.ok()) return status;
  RemoveOthers(name, sha256);
  return absl::OkStatus();
}

absl::Status FetchCache::Touch(const std::string& name, const std::string& sha256,
                               const CachedMeta& meta) const {
  return WriteWhole(folder_, PathOf(name, "meta"), MetaText(sha256, meta));
}

// Bytes of earlier items. What cannot be removed is in nobody's way.
void FetchCache::RemoveOthers(const std::string& name, const std::string& sha256) const {
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    const bool ours = absl::StartsWith(file, name + ".") && file.size() == name.size() + 1 + kDigestHexChars;
    std::error_code ignored;
    if (ours && !absl::EndsWith(file, sha256)) fs::remove(entry->path(), ignored);
  }
}

}  // namespace oteu::revocation
