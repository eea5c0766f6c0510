#include "verification/xml/parse.h"

#include <libxml/parser.h>
#include <libxml/uri.h>
#include <libxml/xmlerror.h>

#include <utility>

#include "verification/limits.h"
#include "verification/xml/dom.h"
#include "verification/xml/prescan.h"

namespace oteu::verification::xml {
namespace {

constexpr char kXmlClause[] = "XML 1.0 2.1";
constexpr char kNamespaceClause[] = "Namespaces in XML 1.0";

using ParserPtr = openssl::Owned<xmlParserCtxt, xmlFreeParserCtxt>;
using UriPtr = openssl::Owned<xmlURI, xmlFreeURI>;

// What one parse complained of. Also errors that libxml2 goes on after (undeclared prefixes) end it.
struct Complaints {
  bool any = false;
  bool out_of_memory = false;
};

#if LIBXML_VERSION >= 21200
using ErrorArgument = const xmlError*;
#else
using ErrorArgument = xmlErrorPtr;
#endif

// The parser's error channel; `context` is the parser (libxml2 passes userData, by default the parser
// itself).
void OnError(void* context, ErrorArgument error) {
  auto* complaints = static_cast<Complaints*>(static_cast<xmlParserCtxtPtr>(context)->_private);
  if (error->level < XML_ERR_ERROR) return;
  complaints->any = true;
  complaints->out_of_memory = complaints->out_of_memory || error->code == XML_ERR_NO_MEMORY;
}

// C14N 1.0 section 1.3: a relative namespace name has no one meaning, and canonicalisation must fail on it.
bool IsAbsolute(const xmlNs* declaration) {
  if (View(declaration->href).empty()) return true;  // xmlns="": no namespace
  const UriPtr uri(xmlParseURI(reinterpret_cast<const char*>(declaration->href)));
  return uri != nullptr && uri->scheme != nullptr;
}

std::optional<Problem> CheckNamespaces(const xmlNode* element) {
  for (const xmlNs* declaration = element->nsDef; declaration != nullptr; declaration = declaration->next) {
    if (View(declaration->href).size() + View(declaration->prefix).size() > kMaxXmlNamespaceBytes.value) {
      return LimitExceeded(kMaxXmlNamespaceBytes);
    }
    if (!IsAbsolute(declaration)) return Malformed(kNamespaceClause, "relative namespace name");
  }
  return std::nullopt;
}

std::optional<Problem> CheckTree(const xmlDoc* document) {
  if (document->intSubset != nullptr || document->extSubset != nullptr) {
    return Problem{oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, kXmlClause, "DOCTYPE"};
  }
  if (View(document->version) != "1.0") {
    return Problem{oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, kXmlClause, "version"};
  }
  const xmlNode* root = xmlDocGetRootElement(document);
  if (root == nullptr) return Malformed(kXmlClause, "no element");
  for (const xmlNode* node = root; node != nullptr; node = NextNode(node, root)) {
    switch (node->type) {
      case XML_ELEMENT_NODE:
        if (auto problem = CheckNamespaces(node)) return problem;
        break;
      case XML_TEXT_NODE:
      case XML_CDATA_SECTION_NODE:
      case XML_COMMENT_NODE:
      case XML_PI_NODE:
        break;
      default:
        return Problem{oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, kXmlClause, "entity"};
    }
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<OrProblem<DocumentPtr>> Parse(std::string_view text) {
  text = TrimStart(text);
  if (std::optional<Problem> problem = Prescan(text)) return *std::move(problem);
  xmlInitParser();  // Once per process, whoever calls; thread-safe.
  const ParserPtr parser(xmlNewParserCtxt());
  if (!parser) return absl::ResourceExhaustedError("XML parser");
  Complaints complaints;
  parser->_private = &complaints;
  parser->sax->serror = OnError;
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  DocumentPtr document(xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr,
                                         "UTF-8", kOptions));
  if (complaints.out_of_memory) return absl::ResourceExhaustedError("XML parser: out of memory");
  if (!document || complaints.any || parser->wellFormed != 1 || parser->nsWellFormed != 1) {
    return Malformed(kXmlClause, "not well-formed");
  }
  if (std::optional<Problem> problem = CheckTree(document.get())) return *std::move(problem);
  return document;
}

}  // namespace oteu::verification::xml
