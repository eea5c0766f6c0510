// The few questions asked of libxml2's tree. Names are compared with their namespaces, always.
#pragma once

#include <libxml/tree.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verification/report/problem.h"

namespace oteu::verification::xml {

inline std::string_view View(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

bool IsElement(const xmlNode* node, std::string_view name_space, std::string_view name);

// Child elements in order; nothing when there is anything else between them but white space (text, comments
// and processing instructions have no place in the structures that are read this way).
std::optional<std::vector<const xmlNode*>> ChildElements(const xmlNode* node);

// The first child element of this name; null when there is none.
const xmlNode* FindChild(const xmlNode* node, std::string_view name_space, std::string_view name);

// The text of an element; nothing when it holds anything else (a comment would split what a reader sees).
std::optional<std::string> TextOf(const xmlNode* element);

// An attribute without a namespace; nothing when absent.
std::optional<std::string> Attribute(const xmlNode* element, std::string_view name);

// The next node in document order within `top`; null after the last.
const xmlNode* NextNode(const xmlNode* node, const xmlNode* top);

// "/Envelope/Body": local names from the root, shortened when long. For people.
std::string PathOf(const xmlNode* element);

}  // namespace oteu::verification::xml
