#include "verification/xml/signed_document.h"

#include <optional>
#include <utility>

#include "verification/limits.h"
#include "verification/xml/dom.h"
#include "verification/xml/names.h"

namespace oteu::verification::xml {
namespace {

constexpr char kSoapClause[] = "SOAP 1.2 part 1, 5";

Problem Wrapped(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH, "WS-Security 8", cause};
}

bool IsEnvelope(const xmlNode* root) {
  return IsElement(root, kSoap11, "Envelope") || IsElement(root, kSoap12, "Envelope");
}

// Envelope is Header, Body and nothing else; Header holds exactly one Security.
std::optional<Problem> ReadEnvelope(const xmlNode* root, SignedDocument* document) {
  const std::string_view soap = View(root->ns->href);
  const auto parts = ChildElements(root);
  if (!parts || parts->size() != 2 || !IsElement((*parts)[0], soap, "Header") ||
      !IsElement((*parts)[1], soap, "Body")) {
    return Malformed(kSoapClause, "Envelope");
  }
  document->read = (*parts)[1];
  for (const xmlNode* block = (*parts)[0]->children; block != nullptr; block = block->next) {
    if (!IsElement(block, kWsse, "Security")) continue;
    if (document->security != nullptr) return Wrapped("several Security headers");
    document->security = block;
  }
  if (document->security == nullptr)
    return Problem{oteu::v1::VERIFICATION_CODE_NO_SIGNERS, "WS-Security 5", ""};
  document->format = "WS-SECURITY";
  return std::nullopt;
}

std::optional<Problem> CollectSignatures(const xmlNode* parent, SignedDocument* document) {
  for (const xmlNode* child = parent->children; child != nullptr; child = child->next) {
    if (!IsElement(child, kDsig, "Signature")) continue;
    if (document->signatures.size() >= kMaxSigners.value) return LimitExceeded(kMaxSigners);
    document->signatures.push_back(child);
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<OrProblem<std::unique_ptr<SignedDocument>>> ReadSignedDocument(std::string_view text) {
  absl::StatusOr<OrProblem<DocumentPtr>> parsed = Parse(text);
  if (!parsed.ok()) return parsed.status();
  if (const Problem* problem = GetProblem(*parsed)) return *problem;
  auto document = std::make_unique<SignedDocument>();
  document->document = std::get<DocumentPtr>(*std::move(parsed));
  const xmlNode* root = xmlDocGetRootElement(document->document.get());
  document->format = "XMLDSIG";
  document->read = root;
  if (IsEnvelope(root)) {
    if (auto problem = ReadEnvelope(root, document.get())) return *std::move(problem);
  } else if (IsElement(root, kDsig, "Signature")) {
    // The signature is the document, and what it signs an object inside of it: nothing a reader would look
    // for.
    return Problem{oteu::v1::VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH, "XMLDSig 2.1",
                   "enveloping signature"};
  }
  const xmlNode* parent = document->is_soap() ? document->security : root;
  if (auto problem = CollectSignatures(parent, document.get())) return *std::move(problem);
  return document;
}

}  // namespace oteu::verification::xml
