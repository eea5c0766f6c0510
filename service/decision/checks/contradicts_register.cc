// Annex 3 point 9: data of a document that a state register contradicts. Certified before the child was born
// or after it died, the document cannot be true.
#include "service/civil/date.h"
#include "service/decision/checks/checks.h"

namespace oteu::decision {

void CheckContradictsRegister(const Case& c, Findings* findings) {
  const v1::CivilRecord& civil_record = c.inputs.family().civil();
  if (civil_record.status() != v1::REGISTER_STATUS_FOUND) return;
  const auto birth = civil::FromProto(civil_record.birth_date());
  const auto death = civil::FromProto(civil_record.death_date());
  for (const PayloadView& payload : c.payloads) {
    const bool before_birth = birth.ok() && (payload.period.from < *birth || payload.issued_on < *birth);
    const bool after_death = death.ok() && (payload.period.from > *death || payload.issued_on > *death);
    if (!before_birth && !after_death) continue;
    auto* finding =
        findings->Refuse(v1::REASON_CODE_DOCUMENT_CONTRADICTS_REGISTER, DocumentPath(payload.index));
    (*finding->mutable_details())["document_type"] = DocumentTypeName(payload.type);
    (*finding->mutable_details())["register"] = "CIVIL_STATUS";
  }
}

}  // namespace oteu::decision
