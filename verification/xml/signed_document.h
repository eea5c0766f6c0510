// Which signatures of a document count, and which element each must sign: the answer to signature wrapping.
//
//   absl::StatusOr<OrProblem<std::unique_ptr<SignedDocument>>> read = ReadSignedDocument(bytes);
//
// Two forms are known, and where a signature stands in them is fixed:
//   XMLDSig: ds:Signature is a child of the document element; read is the document element.
//   WS-Security: the document element is soap:Envelope with exactly one soap:Body; ds:Signature is a child of
//   the one wsse:Security header; read is soap:Body.
// Signatures elsewhere are part of somebody's content and are not looked at.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "verification/report/problem.h"
#include "verification/xml/canonical.h"
#include "verification/xml/parse.h"

namespace oteu::verification::xml {

struct SignedDocument {
  DocumentPtr document;
  const char* format = "";                 // "XMLDSIG" or "WS-SECURITY"
  const xmlNode* read = nullptr;           // the element that a reader reads, and that must be signed
  const xmlNode* security = nullptr;       // wsse:Security; null for XMLDSig
  std::vector<const xmlNode*> signatures;  // in document order; may be empty
  WorkBudget budget;

  bool is_soap() const { return security != nullptr; }
  // Left out of what the signature with this index covers: itself and those added after it. Programs of NCA
  // sign one after another, each over the document as it found it.
  std::vector<const xmlNode*> LeftOut(size_t index) const {
    return {signatures.begin() + static_cast<std::ptrdiff_t>(index), signatures.end()};
  }
};

absl::StatusOr<OrProblem<std::unique_ptr<SignedDocument>>> ReadSignedDocument(std::string_view text);

}  // namespace oteu::verification::xml
