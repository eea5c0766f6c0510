// Clause 5.2: the disability term ended. An application rests on the term in force in its month; there is no
// automatic extension. Where the register knows no term at all, a document is missing instead
// (requirements.h).
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void DisabilityTermOver(const Case& c, Findings* findings) {
  const v1::DisabilityRecord& record = c.inputs.family().disability();
  const v1::OfficerAttestation* attestation = FindAttestation(c.inputs, v1::DOCUMENT_TYPE_DISABILITY);
  const bool attested = attestation != nullptr && attestation->has_period();
  if (!Answered(record.status()) && !attested) return findings->RegisterUnavailable("DISABILITY");
  if (record.terms().empty() && !attested) return;
  if (EveryMonthHas(
          c, {v1::MONTH_REASON_NO_DISABILITY_TERM, v1::MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM})) {
    findings->Refuse(v1::REASON_CODE_DISABILITY_TERM_OVER, "");
  }
}

}  // namespace oteu::decision
