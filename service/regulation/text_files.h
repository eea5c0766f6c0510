// Regulation files as text: parsed with the line of every field, so that a finding can say where it stands.
// Internal to service/regulation.
#pragma once

#include <google/protobuf/text_format.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "oteu/regulation/v1/regulation.pb.h"
#include "service/regulation/lint.h"

namespace oteu::regulation {

using Lines = google::protobuf::TextFormat::ParseInfoTree;

// One parsed file.
template <typename Message>
struct TextFile {
  std::string name;
  Message message;
  std::unique_ptr<Lines> lines;
};

struct TextFiles {
  TextFile<v1::NationalData> national;
  std::vector<TextFile<v1::Regulation>> regulations;
};

// Parses files within the bounds of lint.h. What cannot be parsed is reported and left empty.
TextFiles ParseTextFiles(const std::map<std::string, std::string>& files, std::vector<LintFinding>& findings);

}  // namespace oteu::regulation
