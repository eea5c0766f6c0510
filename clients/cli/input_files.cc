#include "clients/cli/input_files.h"

#include <algorithm>
#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/demo_pki/files.h"

namespace oteu::cli {
namespace {

namespace fs = std::filesystem;

bool Chosen(const fs::path& path, const std::vector<std::string>& extensions) {
  return extensions.empty() ||
         std::find(extensions.begin(), extensions.end(), path.extension().string()) != extensions.end();
}

absl::Status AddFolder(const std::string& folder, const std::vector<std::string>& extensions,
                       std::vector<std::string>* files) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, error);
  const fs::recursive_directory_iterator end;
  while (!error && walk != end) {
    const bool hidden = walk->path().filename().string().starts_with('.');
    if (hidden) walk.disable_recursion_pending();
    std::error_code ignored;
    if (!hidden && walk->is_regular_file(ignored) && Chosen(walk->path(), extensions)) {
      found.push_back(walk->path().string());
    }
    walk.increment(error);
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder, ": ", error.message()));
  std::sort(found.begin(), found.end());
  files->insert(files->end(), found.begin(), found.end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths,
                                                     const std::vector<std::string>& extensions) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      if (absl::Status status = AddFolder(path, extensions, &files); !status.ok()) return status;
    } else if (fs::exists(path, error)) {
      files.push_back(path);
    } else {
      return absl::NotFoundError(absl::StrCat(path, ": no such file or folder"));
    }
  }
  return files;
}

absl::StatusOr<std::vector<std::string>> ReadAll(const std::vector<std::string>& paths,
                                                 const std::vector<std::string>& extensions) {
  const absl::StatusOr<std::vector<std::string>> files = ExpandPaths(paths, extensions);
  if (!files.ok()) return files.status();
  std::vector<std::string> contents;
  for (const std::string& file : *files) {
    absl::StatusOr<std::string> content = demo_pki::ReadFile(file);
    if (!content.ok()) return content.status();
    contents.push_back(*std::move(content));
  }
  return contents;
}

}  // namespace oteu::cli
