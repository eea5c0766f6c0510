// ds:Reference (XMLDSig section 4.4.3), held to a strict whitelist: the document itself or one of its
// elements by Id, transforms that leave out the signature and canonicalise, nothing else.
#pragma once

#include <libxml/tree.h>

#include <string>
#include <vector>

#include "verification/kzgost/algorithms.h"
#include "verification/report/problem.h"
#include "verification/xml/canonical.h"

namespace oteu::verification::xml {

struct Reference {
  bool whole_document = false;  // URI=""
  std::string id;               // URI="#id"
  std::string type;             // attribute Type; "" when absent
  bool enveloped = false;       // the transform that leaves out the signature
  C14n canonicalization;        // the last transform, or the default (section 4.4.3.2)
  const kzgost::DigestAlgorithm* digest = nullptr;
  std::vector<uint8_t> digest_value;
};

// `element`: a ds:Reference.
OrProblem<Reference> ReadReference(const xmlNode* element);

// CanonicalizationMethod or a Transform that canonicalises: its algorithm and, for exclusive
// canonicalisation, ec:InclusiveNamespaces (section 3 of that standard).
OrProblem<C14n> ReadCanonicalization(const xmlNode* element);

// The one element whose Id (Id, ID, id, wsu:Id or xml:id) has this value; null when there is none, or
// several: which of them is meant would depend on the reader.
const xmlNode* FindById(const xmlDoc* document, const std::string& id);

}  // namespace oteu::verification::xml
