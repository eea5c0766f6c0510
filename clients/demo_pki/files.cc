#include "clients/demo_pki/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace oteu::demo_pki {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return absl::NotFoundError(absl::StrCat(path, ": is a folder"));
  std::ifstream input(path, std::ios::binary);
  if (!input) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  std::string contents;
  std::string block(size_t{64} * 1024, '\0');
  while (input.read(block.data(), static_cast<std::streamsize>(block.size())) || input.gcount() > 0) {
    contents.append(block, 0, static_cast<size_t>(input.gcount()));
    if (contents.size() > kMaxInputFileBytes) {
      return absl::ResourceExhaustedError(absl::StrCat(path, ": above ", kMaxInputFileBytes, " bytes"));
    }
  }
  return contents;
}

absl::Status WriteFile(const std::string& path, std::string_view contents, FileAccess access) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  // A key file must never be readable in between: it is made anew, with its mode from the start.
  std::filesystem::remove(path, error);
  const mode_t mode = access == FileAccess::kOwnerOnly ? 0600 : 0644;
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
  bool good = true;
  while (good && !contents.empty()) {
    const ssize_t written = write(file, contents.data(), contents.size());
    good = written > 0;
    if (good) contents.remove_prefix(static_cast<size_t>(written));
  }
  good = close(file) == 0 && good;
  return good ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
}

}  // namespace oteu::demo_pki
