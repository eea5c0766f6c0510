#include "tests/service/regulation/regulation_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace oteu::regulation {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
}

size_t Find(const Files& files, const std::string& file, absl::string_view text, absl::string_view after) {
  const std::string& content = files.at(file);
  const size_t start = after.empty() ? 0 : content.find(std::string(after));
  EXPECT_NE(start, std::string::npos) << "not in " << file << ": " << after;
  const size_t found =
      start == std::string::npos ? start : content.find(std::string(text), start + after.size());
  EXPECT_NE(found, std::string::npos) << "not in " << file << ": " << text;
  return found;
}

}  // namespace

std::string RegulationsDirectory() { return OTEU_SOURCE_DIR "/service/regulations"; }

Files KegenFiles() {
  Files files;
  for (const char* name : {"kegen.txtpb", "national.txtpb"}) {
    files[name] = ReadFile(RegulationsDirectory() + "/" + name);
  }
  return files;
}

const Catalog& ShippedCatalog() {
  static const auto* const kCatalog = new auto(Catalog::LoadDirectory(RegulationsDirectory()));
  if (!kCatalog->ok()) {
    ADD_FAILURE() << kCatalog->status();
    std::abort();
  }
  return ***kCatalog;
}

void Replace(Files& files, const std::string& file, absl::string_view from, absl::string_view to,
             absl::string_view after) {
  const size_t found = Find(files, file, from, after);
  if (found != std::string::npos) files[file].replace(found, from.size(), std::string(to));
}

int LineOf(const Files& files, const std::string& file, absl::string_view text, absl::string_view after) {
  const std::string& content = files.at(file);
  const size_t found = std::min(Find(files, file, text, after), content.size());
  return 1 + static_cast<int>(
                 std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
}

std::vector<std::string> Errors(const Files& files) {
  std::vector<std::string> errors;
  for (const LintFinding& finding : Lint(files)) {
    if (finding.severity == LintSeverity::kError) errors.push_back(FormatFinding(finding));
  }
  return errors;
}

}  // namespace oteu::regulation
