// Clause 3: one of the parents or another legal representative. The registers know the child and the
// applicant is neither. With a document that says otherwise (an adoption abroad, say) a person reads it
// instead.
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void NotARepresentative(const Case& c, Findings* findings) {
  if (RelationshipOf(c) != Relationship::kDenied) return;
  if (HasDocument(c, v1::DOCUMENT_TYPE_RELATIONSHIP)) return;
  if (FindAttestation(c.inputs, v1::DOCUMENT_TYPE_RELATIONSHIP) != nullptr) return;
  findings->Refuse(v1::REASON_CODE_NOT_A_REPRESENTATIVE, "");
}

}  // namespace oteu::decision
