#include "clients/cli/inspect/inspection.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/json_output.h"
#include "clients/cli/terminal.h"

namespace oteu::cli::inspect {
namespace {

// Names in certificates and element names are somebody else's text: no line of it may look like one of ours,
// and none may steer the terminal.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  return line;
}

}  // namespace

void Section::Add(std::string name, std::string value) {
  if (!value.empty()) fields.emplace_back(std::move(name), std::move(value));
}

Section& Inspection::Add(std::string title) {
  sections.push_back({std::move(title), {}});
  return sections.back();
}

std::string ToText(const Inspection& inspection, bool color) {
  std::string text;
  for (const Section& section : inspection.sections) {
    absl::StrAppend(&text, Paint(OneLine(section.title), Tone::kHeading, color), "\n");
    for (const auto& [name, value] : section.fields)
      absl::StrAppend(&text, "  ", name, ": ", OneLine(value), "\n");
  }
  return text;
}

std::string ToJson(std::string_view file, const Inspection& inspection) {
  const auto field = [](std::string* out, const std::pair<std::string, std::string>& pair) {
    absl::StrAppend(out, "{\"name\":", JsonString(pair.first), ",\"value\":", JsonString(pair.second), "}");
  };
  const auto section = [&](std::string* out, const Section& one) {
    absl::StrAppend(out, "{\"title\":", JsonString(one.title), ",\"fields\":[",
                    absl::StrJoin(one.fields, ",", field), "]}");
  };
  return absl::StrCat("{\"file\":", JsonString(file), ",\"kind\":", JsonString(inspection.kind),
                      ",\"sections\":[", absl::StrJoin(inspection.sections, ",", section), "]}\n");
}

}  // namespace oteu::cli::inspect
