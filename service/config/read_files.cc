#include "service/config/read_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace oteu::config {
namespace {

bool IsChosen(const std::filesystem::path& path, const std::vector<std::string>& extensions) {
  return !path.filename().string().starts_with('.') &&
         std::ranges::find(extensions, path.extension().string()) != extensions.end();
}

}  // namespace

absl::StatusOr<std::string> ReadBoundedFile(const std::string& path, std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
  if (size > bytes_max)
    return absl::ResourceExhaustedError(absl::StrCat(path, ": larger than ", bytes_max, " bytes"));
  std::string contents(size, '\0');
  file.read(contents.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::size_t>(file.gcount()) != size) {
    return absl::UnavailableError(absl::StrCat(path, ": changed while it was read"));
  }
  return contents;
}

absl::StatusOr<std::vector<std::string>> ReadFolder(const std::string& folder, const FileBounds& bounds,
                                                    const std::vector<std::string>& extensions) {
  std::set<std::filesystem::path> paths;  // sorted: the same folder gives the same order
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!IsChosen(entry->path(), extensions)) continue;
    paths.insert(entry->path());
    if (paths.size() > bounds.files_max) {
      return absl::ResourceExhaustedError(absl::StrCat(folder, ": more than ", bounds.files_max, " files"));
    }
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder, ": ", error.message()));
  std::vector<std::string> contents;
  for (const std::filesystem::path& path : paths) {
    auto file = ReadBoundedFile(path.string(), bounds.bytes_max);
    if (!file.ok()) return file.status();
    contents.push_back(*std::move(file));
  }
  return contents;
}

}  // namespace oteu::config
