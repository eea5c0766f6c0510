// What inspection found: sections with fields, in the order of the file.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oteu::cli::inspect {

struct Section {
  std::string title;
  std::vector<std::pair<std::string, std::string>> fields;  // name, value; several with one name are a list

  // Empty values are left out.
  void Add(std::string name, std::string value);
};

struct Inspection {
  std::string kind;  // "X.509 certificate"
  std::vector<Section> sections;

  Section& Add(std::string title);
};

// "certificate\n  subject: …\n": one level of indentation.
std::string ToText(const Inspection& inspection, bool color);
// {"file":…,"kind":…,"sections":[{"title":…,"fields":[{"name":…,"value":…}]}]} on one line.
std::string ToJson(std::string_view file, const Inspection& inspection);

}  // namespace oteu::cli::inspect
