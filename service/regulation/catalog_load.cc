// The ways into a catalog: a directory, texts, a snapshot. All of them pass the same checks.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/regulation/catalog.h"
#include "service/regulation/lint.h"
#include "service/regulation/text_files.h"

namespace oteu::regulation {
namespace {

namespace fs = std::filesystem;

absl::Status ErrorsOf(const std::vector<LintFinding>& findings) {
  std::string message;
  for (const LintFinding& finding : findings) {
    if (finding.severity != LintSeverity::kError) continue;
    absl::StrAppend(&message, message.empty() ? "" : "\n", FormatFinding(finding));
  }
  return message.empty() ? absl::OkStatus() : absl::InvalidArgumentError(message);
}

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > kMaxFileBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path.string(), ": cannot be read or is too large"));
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) return absl::NotFoundError(absl::StrCat(path.string(), ": cannot be read"));
  return text;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalog>> Catalog::LoadDirectory(const std::string& directory) {
  std::error_code error;
  std::map<std::string, std::string> files;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ".txtpb") continue;
    absl::StatusOr<std::string> text = ReadFile(it->path());
    if (!text.ok()) return text.status();
    files[it->path().filename().string()] = *std::move(text);
    if (files.size() > kMaxFiles) break;  // Reported by the parser.
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  return FromFiles(files);
}

absl::StatusOr<std::shared_ptr<const Catalog>> Catalog::FromFiles(
    const std::map<std::string, std::string>& files) {
  if (absl::Status status = ErrorsOf(Lint(files)); !status.ok()) return status;
  std::vector<LintFinding> none;
  TextFiles parsed = ParseTextFiles(files, none);
  // The order of the files, and so their names, must not count.
  std::sort(parsed.regulations.begin(), parsed.regulations.end(),
            [](const auto& a, const auto& b) { return a.message.id() < b.message.id(); });
  v1::CatalogSnapshot data;
  *data.mutable_national() = std::move(parsed.national.message);
  for (auto& file : parsed.regulations) *data.add_regulations() = std::move(file.message);
  return Build(std::move(data));
}

absl::StatusOr<std::shared_ptr<const Catalog>> Catalog::FromSnapshot(absl::string_view snapshot) {
  v1::CatalogSnapshot data;
  if (snapshot.size() > size_t{kMaxFiles} * kMaxFileBytes ||
      !data.ParseFromArray(snapshot.data(), static_cast<int>(snapshot.size()))) {
    return absl::InvalidArgumentError("not a snapshot of regulation data");
  }
  if (absl::Status status = ErrorsOf(LintSnapshot(data)); !status.ok()) return status;
  absl::StatusOr<std::shared_ptr<const Catalog>> catalog = Build(std::move(data));
  // Its digest is what decisions were signed off with: bytes that would not give it again are no snapshot of
  // ours.
  if (catalog.ok() && (*catalog)->snapshot() != snapshot) {
    return absl::InvalidArgumentError("not a canonical snapshot of regulation data");
  }
  return catalog;
}

}  // namespace oteu::regulation
