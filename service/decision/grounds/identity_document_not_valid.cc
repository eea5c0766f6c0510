// Clause 6: the identity document (for a kandas, the kandas certificate) is valid on the day of application.
#include "service/civil/date.h"
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void IdentityDocumentNotValid(const Case& c, Findings* findings) {
  const v1::IdentityRecord& record = c.inputs.family().identity();
  const v1::DocumentType type =
      c.inputs.form().kandas() ? v1::DOCUMENT_TYPE_KANDAS_CERTIFICATE : v1::DOCUMENT_TYPE_IDENTITY_DOCUMENT;
  if (!Answered(record.status())) {
    if (FindAttestation(c.inputs, type) == nullptr) findings->RegisterUnavailable("IDENTITY");
    return;
  }
  if (record.status() == v1::REGISTER_STATUS_NOT_FOUND || !record.has_valid_through()) return;
  const auto valid_through = civil::FromProto(record.valid_through());
  if (!valid_through.ok() || *valid_through < c.applied_on) {
    findings->Refuse(v1::REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID, "");
  }
}

}  // namespace oteu::decision
