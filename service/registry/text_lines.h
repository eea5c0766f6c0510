// Lines of a text-format file: from a field path to the line where it was written.
//
//   LineOf(tree, descriptor, "families[0].civil.birth_date")   // 12; the nearest parent's line when the
//   field is absent
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/string_view.h"

namespace oteu::registry {

// From 1; 0 when nothing of the path was written.
int LineOf(const google::protobuf::TextFormat::ParseInfoTree& tree,
           const google::protobuf::Descriptor& message, absl::string_view path);

}  // namespace oteu::registry
