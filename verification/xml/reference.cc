#include "verification/xml/reference.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "verification/cms/text_encoding.h"
#include "verification/limits.h"
#include "verification/xml/dom.h"
#include "verification/xml/names.h"

namespace oteu::verification::xml {
namespace {

constexpr char kClause[] = "XMLDSig 4.4.3";
constexpr char kTransformClause[] = "XMLDSig 4.4.3.4";

Problem Forbidden(const char* clause, std::string cause) {
  return {oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, clause, std::move(cause)};
}

bool IsIdName(const xmlAttr* attribute) {
  const std::string_view name = View(attribute->name);
  if (attribute->ns == nullptr) return name == "Id" || name == "ID" || name == "id";
  const std::string_view name_space = View(attribute->ns->href);
  return (name_space == kWsu && name == "Id") || (name_space == kXml && name == "id");
}

bool HasId(const xmlNode* element, std::string_view id) {
  for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
    if (!IsIdName(attribute)) continue;
    std::string value;
    for (const xmlNode* part = attribute->children; part != nullptr; part = part->next)
      value += View(part->content);
    if (value == id) return true;
  }
  return false;
}

// "" or "#id" with an id that is a name: no XPointer, no other document.
std::optional<Problem> ReadUri(const xmlNode* element, Reference* reference) {
  const std::optional<std::string> uri = Attribute(element, "URI");
  if (!uri) return Forbidden(kClause, "Reference without URI");
  reference->whole_document = uri->empty();
  if (uri->empty()) return std::nullopt;
  if ((*uri)[0] != '#') return Forbidden(kClause, "Reference to another document");
  reference->id = uri->substr(1);
  const bool is_name =
      !reference->id.empty() && reference->id.find_first_of("()'\"/ \t\r\n#%") == std::string::npos;
  if (!is_name) return Forbidden(kClause, "Reference by XPointer");
  return std::nullopt;
}

std::optional<Problem> ReadTransforms(const xmlNode* element, Reference* reference) {
  const auto transforms = ChildElements(element);
  if (!transforms) return Malformed(kTransformClause, "Transforms");
  if (transforms->size() > kMaxXmlTransforms.value) return LimitExceeded(kMaxXmlTransforms);
  bool canonical = false;
  for (const xmlNode* transform : *transforms) {
    if (!IsElement(transform, kDsig, "Transform")) return Malformed(kTransformClause, "Transforms");
    const std::string uri = Attribute(transform, "Algorithm").value_or("");
    if (canonical) return Forbidden(kTransformClause, "transform after canonicalisation");
    if (uri == kEnvelopedSignature) {
      if (reference->enveloped || transform->children != nullptr) {
        return Forbidden(kTransformClause, "enveloped-signature");
      }
      reference->enveloped = true;
      continue;
    }
    OrProblem<C14n> method = ReadCanonicalization(transform);
    if (const Problem* problem = GetProblem(method)) return *problem;
    reference->canonicalization = std::get<C14n>(std::move(method));
    canonical = true;
  }
  // Section 4.4.3.3: a reference to the same document by "" or "#id" has no comments in its node-set,
  // whatever the canonicalisation would do with them.
  reference->canonicalization.with_comments = false;
  return std::nullopt;
}

std::optional<Problem> ReadDigest(const xmlNode* method, const xmlNode* value, Reference* reference) {
  const std::string uri = Attribute(method, "Algorithm").value_or("");
  reference->digest = FindDigestMethod(uri);
  if (reference->digest == nullptr) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, "XMLDSig 4.4.3.5", ""};
  }
  if (method->children != nullptr) return Malformed("XMLDSig 4.4.3.5", "DigestMethod");
  const std::optional<std::string> text = TextOf(value);
  if (!text) return Malformed("XMLDSig 4.4.3.6", "DigestValue");
  OrProblem<std::vector<uint8_t>> bytes = cms::DecodeBase64(*text);
  if (GetProblem(bytes) != nullptr || std::get<0>(bytes).size() != reference->digest->size_bytes) {
    return Malformed("XMLDSig 4.4.3.6", "DigestValue");
  }
  reference->digest_value = std::get<0>(std::move(bytes));
  return std::nullopt;
}

}  // namespace

OrProblem<C14n> ReadCanonicalization(const xmlNode* element) {
  const CanonicalizationAlgorithm* algorithm =
      FindCanonicalization(Attribute(element, "Algorithm").value_or(""));
  if (algorithm == nullptr) return Forbidden(kTransformClause, "transform that is no canonicalisation");
  C14n method{algorithm->kind, algorithm->with_comments, {}};
  const auto children = ChildElements(element);
  if (!children) return Malformed(kTransformClause, "canonicalisation");
  if (children->empty()) return method;
  const bool prefixes = children->size() == 1 && algorithm->kind == Canonicalization::kExclusive &&
                        IsElement((*children)[0], kExcC14n, "InclusiveNamespaces");
  if (!prefixes) return Forbidden(kTransformClause, "parameters of the canonicalisation");
  const std::string list = Attribute((*children)[0], "PrefixList").value_or("");
  for (const absl::string_view prefix : absl::StrSplit(list, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    method.inclusive_prefixes.emplace_back(prefix == "#default" ? "" : std::string(prefix));
  }
  if (method.inclusive_prefixes.size() > kMaxXmlNamespaces.value) return LimitExceeded(kMaxXmlNamespaces);
  return method;
}

OrProblem<Reference> ReadReference(const xmlNode* element) {
  Reference reference;
  if (auto problem = ReadUri(element, &reference)) return *std::move(problem);
  reference.type = Attribute(element, "Type").value_or("");
  const auto children = ChildElements(element);
  if (!children) return Malformed(kClause, "Reference");
  size_t next = 0;
  if (!children->empty() && IsElement((*children)[0], kDsig, "Transforms")) {
    if (auto problem = ReadTransforms((*children)[next++], &reference)) return *std::move(problem);
  }
  if (children->size() != next + 2 || !IsElement((*children)[next], kDsig, "DigestMethod") ||
      !IsElement((*children)[next + 1], kDsig, "DigestValue")) {
    return Malformed(kClause, "Reference");
  }
  if (auto problem = ReadDigest((*children)[next], (*children)[next + 1], &reference))
    return *std::move(problem);
  return reference;
}

const xmlNode* FindById(const xmlDoc* document, const std::string& id) {
  const xmlNode* found = nullptr;
  const xmlNode* root = xmlDocGetRootElement(document);
  for (const xmlNode* node = root; node != nullptr; node = NextNode(node, root)) {
    if (node->type != XML_ELEMENT_NODE || !HasId(node, id)) continue;
    if (found != nullptr) return nullptr;
    found = node;
  }
  return found;
}

}  // namespace oteu::verification::xml
