// ds:Signature (XMLDSig section 4) as it stands in the document: nothing judged, everything outside the
// whitelist refused.
#pragma once

#include <libxml/tree.h>

#include <cstdint>
#include <vector>

#include "verification/kzgost/signature_spec.h"
#include "verification/report/problem.h"
#include "verification/xml/canonical.h"
#include "verification/xml/reference.h"

namespace oteu::verification::xml {

struct Signature {
  const xmlNode* element = nullptr;
  const xmlNode* signed_info = nullptr;
  C14n canonicalization;       // of SignedInfo
  kzgost::SignatureSpec spec;  // SignatureMethod
  std::vector<Reference> references;
  const xmlNode* value_element = nullptr;  // ds:SignatureValue
  std::vector<uint8_t> value;              // as OpenSSL and the provider take it
  const xmlNode* key_info = nullptr;       // null when absent
};

// `element`: a ds:Signature. ALGORITHM_UNKNOWN, XML_CONSTRUCT_FORBIDDEN, FORMAT_MALFORMED or LIMIT_EXCEEDED.
OrProblem<Signature> ReadSignature(const xmlNode* element);

}  // namespace oteu::verification::xml
