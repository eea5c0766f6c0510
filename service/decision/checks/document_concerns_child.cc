// Clauses 2 and 4: the school certifies, and the PMPC concludes on, *this* child.
#include "service/decision/checks/checks.h"

namespace oteu::decision {

void CheckDocumentConcernsChild(const Case& c, Findings* findings) {
  for (const PayloadView& payload : c.payloads) {
    if (payload.child_iin == c.inputs.form().child_iin()) continue;
    auto* finding = findings->Refuse(v1::REASON_CODE_DOCUMENT_CHILD_MISMATCH, DocumentPath(payload.index));
    (*finding->mutable_details())["document_type"] = DocumentTypeName(payload.type);
  }
}

}  // namespace oteu::decision
