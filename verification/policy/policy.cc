#include "verification/policy/policy.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "oteu/v1/document.pb.h"
#include "verification/limits.h"
#include "verification/policy/default_policy_text.h"
#include "verification/policy/lint.h"

namespace oteu::verification {
namespace {

using google::protobuf::TextFormat;

std::string At(absl::string_view file_name, int line, int column) {
  if (line < 0) return absl::StrCat(file_name, ": ");
  return absl::StrCat(file_name, ":", line + 1, ":", column + 1, ": ");  // The parser counts from zero.
}

class CollectErrors : public google::protobuf::io::ErrorCollector {
 public:
  explicit CollectErrors(absl::string_view file_name) : file_name_(file_name) {}
  void AddError(int line, int column, const std::string& message) override {
    errors_.push_back(At(file_name_, line, column) + message);
  }
  const std::vector<std::string>& errors() const { return errors_; }

 private:
  absl::string_view file_name_;
  std::vector<std::string> errors_;
};

std::string NameOf(const LintProblem& problem) {
  return problem.subfield.empty() ? problem.field : absl::StrCat(problem.field, ".", problem.subfield);
}

// The line of the field that the problem is about; of its parent when it is not written; else none.
TextFormat::ParseLocation LocationOf(const LintProblem& problem, const TextFormat::ParseInfoTree& tree) {
  const auto* field = v1::Policy::descriptor()->FindFieldByName(problem.field);
  if (field == nullptr) return {};
  // About a repeated field as a whole: its first line.
  const int index = field->is_repeated() ? std::max(problem.index, 0) : -1;
  const TextFormat::ParseLocation parent = tree.GetLocation(field, index);
  if (problem.subfield.empty() || field->message_type() == nullptr) return parent;
  const auto* nested = tree.GetTreeForNested(field, index);
  const auto* subfield = field->message_type()->FindFieldByName(problem.subfield);
  if (nested == nullptr || subfield == nullptr) return parent;
  const TextFormat::ParseLocation location =
      nested->GetLocation(subfield, subfield->is_repeated() ? problem.sub_index : -1);
  return location.line < 0 ? parent : location;
}

}  // namespace

absl::StatusOr<v1::Policy> ParsePolicy(absl::string_view text, absl::string_view file_name) {
  if (text.size() > kMaxPolicyBytes.value) {
    return absl::InvalidArgumentError(absl::StrCat(file_name, ": larger than ", kMaxPolicyBytes.name));
  }
  v1::Policy policy;
  CollectErrors errors(file_name);
  TextFormat::ParseInfoTree locations;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(&locations);
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  if (!parser.Parse(&stream, &policy))
    return absl::InvalidArgumentError(absl::StrJoin(errors.errors(), "\n"));
  std::vector<std::string> lines;
  for (const LintProblem& problem : FindLintProblems(policy)) {
    const TextFormat::ParseLocation location = LocationOf(problem, locations);
    lines.push_back(
        absl::StrCat(At(file_name, location.line, location.column), NameOf(problem), ": ", problem.message));
  }
  if (!lines.empty()) return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
  return policy;
}

const v1::Policy& DefaultPolicy() {
  static const v1::Policy* const policy = [] {
    auto* parsed = new v1::Policy;  // Lives as long as the program.
    absl::StatusOr<v1::Policy> result = ParsePolicy(kDefaultPolicyText, "default_policy.txtpb");
    if (result.ok()) *parsed = *std::move(result);
    return parsed;  // On failure an empty policy, which LintPolicy and Verifier::Create refuse.
  }();
  return *policy;
}

absl::Status LintPolicy(const v1::Policy& policy) {
  std::vector<std::string> lines;
  for (const LintProblem& problem : FindLintProblems(policy)) {
    const std::string index = problem.index < 0 ? "" : absl::StrCat("[", problem.index, "]");
    lines.push_back(absl::StrCat("policy", index, ": ", NameOf(problem), ": ", problem.message));
  }
  if (lines.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
}

const v1::DocumentProfile& FindProfile(const v1::Policy& policy, absl::string_view document_type) {
  const v1::DocumentProfile* fallback = &v1::DocumentProfile::default_instance();
  for (const v1::DocumentProfile& profile : policy.profiles()) {
    if (profile.document_types().empty()) fallback = &profile;
    for (const std::string& type : profile.document_types()) {
      if (type == document_type) return profile;
    }
  }
  return *fallback;
}

bool IsKnownDocumentType(absl::string_view document_type) {
  oteu::v1::DocumentType parsed;
  return document_type.empty() ||
         (oteu::v1::DocumentType_Parse(absl::StrCat("DOCUMENT_TYPE_", document_type), &parsed) &&
          parsed != oteu::v1::DOCUMENT_TYPE_UNSPECIFIED);
}

oteu::v1::CheckLevel EffectiveLevel(oteu::v1::CheckLevel level) {
  return level == oteu::v1::CHECK_LEVEL_UNSPECIFIED ? oteu::v1::CHECK_LEVEL_FAIL : level;
}

}  // namespace oteu::verification
