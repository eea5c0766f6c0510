#include "verification/xml/dom.h"

#include <algorithm>

#include "absl/strings/str_join.h"

namespace oteu::verification::xml {
namespace {

bool IsWhiteSpace(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// The value of an attribute as the parser left it: without entities there are text nodes alone.
std::string ValueOf(const xmlAttr* attribute) {
  std::string value;
  for (const xmlNode* part = attribute->children; part != nullptr; part = part->next)
    value += View(part->content);
  return value;
}

}  // namespace

bool IsElement(const xmlNode* node, std::string_view name_space, std::string_view name) {
  return node != nullptr && node->type == XML_ELEMENT_NODE && View(node->name) == name &&
         node->ns != nullptr && View(node->ns->href) == name_space;
}

std::optional<std::vector<const xmlNode*>> ChildElements(const xmlNode* node) {
  std::vector<const xmlNode*> children;
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      children.push_back(child);
    } else if (child->type != XML_TEXT_NODE || !IsWhiteSpace(View(child->content))) {
      return std::nullopt;
    }
  }
  return children;
}

const xmlNode* FindChild(const xmlNode* node, std::string_view name_space, std::string_view name) {
  const xmlNode* child = node->children;
  while (child != nullptr && !IsElement(child, name_space, name)) child = child->next;
  return child;
}

std::optional<std::string> TextOf(const xmlNode* element) {
  std::string text;
  for (const xmlNode* child = element->children; child != nullptr; child = child->next) {
    if (child->type != XML_TEXT_NODE) return std::nullopt;
    text += View(child->content);
  }
  return text;
}

std::optional<std::string> Attribute(const xmlNode* element, std::string_view name) {
  for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
    if (attribute->ns == nullptr && View(attribute->name) == name) return ValueOf(attribute);
  }
  return std::nullopt;
}

const xmlNode* NextNode(const xmlNode* node, const xmlNode* top) {
  if (node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
  while (node != top && node->next == nullptr) node = node->parent;
  return node == top ? nullptr : node->next;
}

std::string PathOf(const xmlNode* element) {
  constexpr size_t kMaxNameBytes = 64;
  std::vector<std::string> names;
  for (; element != nullptr && element->type == XML_ELEMENT_NODE; element = element->parent) {
    names.emplace_back(View(element->name).substr(0, kMaxNameBytes));
  }
  std::ranges::reverse(names);
  return "/" + absl::StrJoin(names, "/");
}

}  // namespace oteu::verification::xml
