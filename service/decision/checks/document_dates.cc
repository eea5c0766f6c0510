// Annex 3 point 9: a document dated after the day on which it is judged is unreliable. That its period does
// not end before it begins is checked where the payload is read.
#include "service/decision/checks/checks.h"

namespace oteu::decision {

void CheckDocumentDates(const Case& c, Findings* findings) {
  for (const PayloadView& payload : c.payloads) {
    if (payload.issued_on <= c.decided_on) continue;
    auto* finding = findings->Refuse(v1::REASON_CODE_DOCUMENT_DATES_INVALID, DocumentPath(payload.index));
    (*finding->mutable_details())["document_type"] = DocumentTypeName(payload.type);
  }
}

}  // namespace oteu::decision
