// Where a check stands: a message in a file, with the path and the lines of its fields. Internal to
// service/regulation.
//
//   Scope version = regulation_scope.Nested("versions", 0);
//   version.Nested("amount").Error("mci_multiple", "not an exact decimal");
//   // kz-kegen.txtpb:120: error: versions[0].amount.mci_multiple: not an exact decimal
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/regulation/lint.h"
#include "service/regulation/text_files.h"

namespace oteu::regulation {

class Scope {
 public:
  // The whole of a file. `lines` may be null: then lines are 0.
  Scope(std::string file, const google::protobuf::Descriptor* type, const Lines* lines,
        std::vector<LintFinding>* findings);

  // A message within this one; `index` for a repeated field.
  Scope Nested(absl::string_view field, int index = -1) const;

  // Reports something wrong with a field, one of its values, or with this message as a whole (an empty
  // field).
  void Error(absl::string_view field, absl::string_view message, int index = -1) const;
  void Warning(absl::string_view field, absl::string_view message, int index = -1) const;

 private:
  void Report(LintSeverity severity, absl::string_view field, absl::string_view message, int index) const;
  std::string PathOf(absl::string_view field, int index) const;
  int LineOf(absl::string_view field, int index) const;

  std::string file_;
  std::string path_;
  const google::protobuf::Descriptor* type_;
  const Lines* lines_;
  // Line of the message itself: what an absent field is reported at.
  int line_ = 0;
  std::vector<LintFinding>* findings_;
};

}  // namespace oteu::regulation
