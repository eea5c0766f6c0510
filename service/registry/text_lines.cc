#include "service/registry/text_lines.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace oteu::registry {

int LineOf(const google::protobuf::TextFormat::ParseInfoTree& tree,
           const google::protobuf::Descriptor& message, absl::string_view path) {
  const google::protobuf::TextFormat::ParseInfoTree* node = &tree;
  const google::protobuf::Descriptor* type = &message;
  int line = 0;
  const std::vector<absl::string_view> steps = absl::StrSplit(path, '.');
  for (const absl::string_view step : steps) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(step, absl::MaxSplits('[', 1));
    const google::protobuf::FieldDescriptor* field = type->FindFieldByName(std::string(parts.first));
    if (field == nullptr) return line;
    int index = 0;
    if (!field->is_repeated()) {
      index = -1;
    } else if (!absl::SimpleAtoi(parts.second.substr(0, parts.second.find(']')), &index)) {
      index = 0;
    }
    const int zero_based = node->GetLocation(field, index).line;
    if (zero_based < 0) return line;
    line = zero_based + 1;
    type = field->message_type();
    if (type == nullptr) return line;
    node = node->GetTreeForNested(field, index);
    if (node == nullptr) return line;
  }
  return line;
}

}  // namespace oteu::registry
