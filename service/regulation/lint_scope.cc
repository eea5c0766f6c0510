#include "service/regulation/lint_scope.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace oteu::regulation {

Scope::Scope(std::string file, const google::protobuf::Descriptor* type, const Lines* lines,
             std::vector<LintFinding>* findings)
    : file_(std::move(file)),
      type_(type),
      lines_(lines),
      line_(lines == nullptr ? 0 : 1),
      findings_(findings) {}

Scope Scope::Nested(absl::string_view field, int index) const {
  const auto* descriptor = type_->FindFieldByName(std::string(field));
  const Lines* lines = lines_ == nullptr ? nullptr : lines_->GetTreeForNested(descriptor, index);
  Scope nested(file_, descriptor->message_type(), lines, findings_);
  nested.path_ = PathOf(field, index);
  nested.line_ = LineOf(field, index);
  return nested;
}

void Scope::Error(absl::string_view field, absl::string_view message, int index) const {
  Report(LintSeverity::kError, field, message, index);
}

void Scope::Warning(absl::string_view field, absl::string_view message, int index) const {
  Report(LintSeverity::kWarning, field, message, index);
}

void Scope::Report(LintSeverity severity, absl::string_view field, absl::string_view message,
                   int index) const {
  findings_->push_back({file_, LineOf(field, index), PathOf(field, index), severity, std::string(message)});
}

std::string Scope::PathOf(absl::string_view field, int index) const {
  std::string path = path_;
  if (!field.empty()) absl::StrAppend(&path, path.empty() ? "" : ".", field);
  if (index >= 0) absl::StrAppend(&path, "[", index, "]");
  return path;
}

int Scope::LineOf(absl::string_view field, int index) const {
  if (lines_ == nullptr || field.empty()) return line_;
  const auto* descriptor = type_->FindFieldByName(std::string(field));
  // A repeated field as a whole is reported at its first value; so is an item of the short form [1, 2, 3].
  const int first = descriptor->is_repeated() ? 0 : -1;
  int line = lines_->GetLocation(descriptor, descriptor->is_repeated() && index >= 0 ? index : first).line;
  if (line < 0) line = lines_->GetLocation(descriptor, first).line;
  return line < 0 ? line_ : line + 1;
}

}  // namespace oteu::regulation
