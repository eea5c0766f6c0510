// Clause 4: the conclusion is of the PMPC that the act names. Where the act names it and its BIN is not known
// yet (an empty BIN in the data), any PMPC that serves the district counts; where the act names none, any
// PMPC does.
#include "service/decision/grounds/grounds.h"

namespace oteu::decision {

void PmpcNotNamed(const Case& c, Findings* findings) {
  if (!c.version.has_pmpc()) return;
  const std::string& named_bin = c.version.pmpc().bin();
  for (const PayloadView& payload : c.payloads) {
    if (payload.type != v1::DOCUMENT_TYPE_PMPC_CONCLUSION) continue;
    bool named = payload.issuer_bin == named_bin;
    if (named_bin.empty()) {
      const v1::Institution* institution = FindInstitution(c.inputs, payload.issuer_bin);
      // Not known or not answered: said by the check of the institution.
      if (institution == nullptr || institution->status() != v1::REGISTER_STATUS_FOUND) continue;
      named = ServesDistrict(c, *institution);
    }
    if (!named) findings->Refuse(v1::REASON_CODE_PMPC_NOT_NAMED, DocumentPath(payload.index));
  }
}

}  // namespace oteu::decision
