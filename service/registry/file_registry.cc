#include "service/registry/file_registry.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/limits.h"
#include "service/registry/file_lint.h"
#include "service/registry/text_lines.h"

namespace oteu::registry {
namespace {

using oteu::registry::v1::ChildRecord;
using oteu::registry::v1::RegistryFile;

// Errors beyond this are not listed: the first ones are mended first.
constexpr int kMaxMessages = 50;

class Messages final : public google::protobuf::io::ErrorCollector {
 public:
  explicit Messages(absl::string_view name) : name_(name) {}

  void AddError(int line, int /*column*/, const std::string& message) override { Add(line + 1, message); }
  void Add(int line, absl::string_view message) {
    if (++count_ <= kMaxMessages)
      absl::StrAppend(&text_, text_.empty() ? "" : "\n", name_, ":", line, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
  int count_ = 0;
};

template <typename Section>
void CopySection(bool present, const Section& from, Section* to) {
  if (present) {
    *to = from;
  } else {
    to->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileRegistry>> FileRegistry::Load(const std::string& path) {
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  const std::streamoff size = stream.tellg();
  if (size < 0) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  if (static_cast<std::size_t>(size) > limits::kMaxRegistryFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":0: larger than ", limits::kMaxRegistryFileBytes, " bytes"));
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.seekg(0);
  if (!stream.read(text.data(), size)) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  return FromText(text, path);
}

absl::StatusOr<std::unique_ptr<FileRegistry>> FileRegistry::FromText(absl::string_view text,
                                                                     absl::string_view name) {
  Messages messages(name);
  if (text.size() > limits::kMaxRegistryFileBytes) {
    messages.Add(0, "larger than the bound registry_file_bytes");
    return absl::InvalidArgumentError(messages.text());
  }
  RegistryFile file;
  google::protobuf::TextFormat::Parser parser;
  google::protobuf::TextFormat::ParseInfoTree tree;
  parser.RecordErrorsTo(&messages);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(16);
  const bool parsed = parser.ParseFromString(std::string(text), &file);
  if (parsed) {
    FillStatuses(&file);
    for (const RecordViolation& violation : LintRegistryFile(file)) {
      messages.Add(LineOf(tree, *RegistryFile::descriptor(), violation.field),
                   absl::StrCat(violation.field, ": ", violation.description));
    }
  }
  if (!parsed || !messages.text().empty()) return absl::InvalidArgumentError(messages.text());
  return std::unique_ptr<FileRegistry>(new FileRegistry(std::move(file)));
}

FileRegistry::FileRegistry(RegistryFile data) : data_(std::move(data)) {
  for (const ChildRecord& child : data_.families()) by_child_.emplace(child.child_iin(), &child);
  for (const oteu::v1::Institution& institution : data_.institutions())
    by_bin_.emplace(institution.bin(), &institution);
}

oteu::v1::FamilyRecord FileRegistry::LookUpFamily(const std::string& child_iin,
                                                  const std::string& applicant_iin, absl::Time /*deadline*/) {
  oteu::v1::FamilyRecord family;
  static const ChildRecord* const kNobody = new ChildRecord();
  const auto found = by_child_.find(child_iin);
  const ChildRecord& child = found == by_child_.end() ? *kNobody : *found->second;
  CopySection(child.has_civil(), child.civil(), family.mutable_civil());
  CopySection(child.has_disability(), child.disability(), family.mutable_disability());
  CopySection(child.has_guardianship(), child.guardianship(), family.mutable_guardianship());
  CopySection(child.has_residence(), child.residence(), family.mutable_residence());
  CopySection(child.has_institution_stays(), child.institution_stays(), family.mutable_institution_stays());
  family.mutable_identity()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
  family.mutable_consent()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
  for (const auto& applicant : child.applicants()) {
    if (applicant.iin() != applicant_iin) continue;
    CopySection(applicant.has_identity(), applicant.identity(), family.mutable_identity());
    CopySection(applicant.has_consent(), applicant.consent(), family.mutable_consent());
  }
  return family;
}

std::vector<oteu::v1::Institution> FileRegistry::LookUpInstitutions(const std::vector<std::string>& bins,
                                                                    absl::Time /*deadline*/) {
  std::vector<oteu::v1::Institution> institutions(bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const auto found = by_bin_.find(bins[i]);
    if (found != by_bin_.end()) {
      institutions[i] = *found->second;
    } else {
      institutions[i].set_bin(bins[i]);
      institutions[i].set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
    }
  }
  return institutions;
}

}  // namespace oteu::registry
