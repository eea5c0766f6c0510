#include "verification/xml/canonical.h"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <algorithm>
#include <optional>

#include "verification/openssl/ptr.h"
#include "verification/xml/dom.h"

namespace oteu::verification::xml {
namespace {

using OutputPtr = openssl::Owned<xmlOutputBuffer, xmlOutputBufferClose>;

struct Sink {
  std::string bytes;
  bool overflow = false;
};

int Write(void* context, const char* data, int size) {
  auto* sink = static_cast<Sink*>(context);
  if (sink->bytes.size() + static_cast<size_t>(size) > kMaxXmlCanonicalBytes.value) {
    sink->overflow = true;
    return -1;  // libxml2 writes nothing more into a buffer that failed.
  }
  sink->bytes.append(data, static_cast<size_t>(size));
  return size;
}

bool IsLeftOut(const CanonicalPart& part, const xmlNode* node) {
  return std::ranges::find(part.left_out, node) != part.left_out.end();
}

// libxml2 asks for each node; attributes and namespace declarations go with their element (`parent`).
int IsVisible(void* context, xmlNodePtr node, xmlNodePtr parent) {
  const auto& part = *static_cast<const CanonicalPart*>(context);
  // Not every node kind has the fields of xmlNode, but each begins with its type.
  const bool with_parent = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE;
  for (const xmlNode* at = with_parent ? parent : node; at != nullptr; at = at->parent) {
    if (IsLeftOut(part, at)) return 0;
    if (at == part.top) return 1;
  }
  return part.top == nullptr ? 1 : 0;
}

size_t CountDeclarations(const xmlNode* element) {
  size_t count = 0;
  for (const xmlNs* declaration = element->nsDef; declaration != nullptr; declaration = declaration->next)
    ++count;
  return count;
}

// Steps of one element given the declarations in scope; see kMaxXmlWork.
size_t WorkOf(const xmlNode* element, size_t in_scope) {
  size_t attributes = 0;
  for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
    ++attributes;
  }
  return 1 + in_scope * in_scope + attributes * attributes;
}

// Takes the work of the whole document's walk (libxml2 visits invisible nodes, too).
bool Spend(const xmlDoc* document, WorkBudget* budget) {
  const xmlNode* root = xmlDocGetRootElement(document);
  std::vector<size_t> in_scope;  // by depth
  size_t depth = 0;
  for (const xmlNode* node = root; node != nullptr;) {
    const bool is_element = node->type == XML_ELEMENT_NODE;
    in_scope.resize(depth + 1);
    in_scope[depth] = (depth == 0 ? 0 : in_scope[depth - 1]) + (is_element ? CountDeclarations(node) : 0);
    const size_t work = is_element ? WorkOf(node, in_scope[depth]) : 1;
    if (work > budget->left) return false;
    budget->left -= work;
    if (is_element && node->children != nullptr) {
      node = node->children;
      ++depth;
      continue;
    }
    while (node != root && node->next == nullptr) {
      node = node->parent;
      --depth;
    }
    node = node == root ? nullptr : node->next;
  }
  return true;
}

// libxml2 takes a NULL-terminated array of non-const strings, and changes none.
std::vector<xmlChar*> AsArray(const std::vector<std::string>& prefixes) {
  std::vector<xmlChar*> array;
  for (const std::string& prefix : prefixes) {
    // "#default" is what libxml2 knows the default namespace by.
    const char* name = prefix.empty() ? "#default" : prefix.c_str();
    array.push_back(const_cast<xmlChar*>(reinterpret_cast<const xmlChar*>(name)));
  }
  array.push_back(nullptr);
  return array;
}

int ModeOf(Canonicalization kind) {
  switch (kind) {
    case Canonicalization::kInclusive:
      return XML_C14N_1_0;
    case Canonicalization::kInclusive11:
      return XML_C14N_1_1;
    case Canonicalization::kExclusive:
      break;
  }
  return XML_C14N_EXCLUSIVE_1_0;
}

}  // namespace

absl::StatusOr<OrProblem<std::string>> Canonicalize(const CanonicalPart& part, WorkBudget* budget) {
  if (!Spend(part.document, budget)) return LimitExceeded(kMaxXmlWork);
  Sink sink;
  OutputPtr output(xmlOutputBufferCreateIO(Write, nullptr, &sink, nullptr));
  if (!output) return absl::ResourceExhaustedError("canonical XML");
  std::vector<xmlChar*> prefixes = AsArray(part.method->inclusive_prefixes);
  const bool exclusive = part.method->kind == Canonicalization::kExclusive;
  CanonicalPart context = part;
  const int result =
      xmlC14NExecute(const_cast<xmlDoc*>(part.document), IsVisible, &context, ModeOf(part.method->kind),
                     exclusive ? prefixes.data() : nullptr, part.method->with_comments ? 1 : 0, output.get());
  const int flushed = xmlOutputBufferClose(output.release());
  if (sink.overflow) return LimitExceeded(kMaxXmlCanonicalBytes);
  if (result < 0 || flushed < 0) return absl::InternalError("canonical XML");
  return std::move(sink.bytes);
}

}  // namespace oteu::verification::xml
