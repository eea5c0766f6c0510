// Clause 6 (Annex 3 point 8): the application is the applicant's own; one that is attached is signed by the
// applicant. Who applies by power of attorney signs for the applicant.
#include "service/decision/checks/checks.h"

namespace oteu::decision {

void CheckApplicationSigner(const Case& c, Findings* findings) {
  if (c.inputs.form().capacity() == v1::APPLICANT_CAPACITY_ATTORNEY) return;
  for (std::size_t i = 0; i < c.readings.size(); ++i) {
    const v1::DocumentResult& result = c.readings[i].result;
    if (result.type() != v1::DOCUMENT_TYPE_APPLICATION) continue;
    if (result.verification().indication() != v1::INDICATION_TOTAL_PASSED) continue;
    bool signed_by_applicant = false;
    for (const v1::SignerReport& signer : result.verification().signers()) {
      signed_by_applicant = signed_by_applicant || signer.iin() == c.inputs.form().applicant_iin();
    }
    if (signed_by_applicant) continue;
    auto* finding = findings->Refuse(v1::REASON_CODE_SIGNER_NOT_ENTITLED, DocumentPath(i));
    (*finding->mutable_details())["document_type"] = DocumentTypeName(result.type());
  }
}

}  // namespace oteu::decision
