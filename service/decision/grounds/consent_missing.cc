// Personal data law, article 8: no use of restricted personal data without consent. Consent is given in the
// form or in the consent service: either is enough, and the service is needed only when the form gives none.
#include "service/decision/grounds/grounds.h"

namespace oteu::decision {

void ConsentMissing(const Case& c, Findings* findings) {
  if (c.inputs.form().consent()) return;
  switch (c.inputs.family().consent().status()) {
    case v1::REGISTER_STATUS_FOUND:
      return;
    case v1::REGISTER_STATUS_NOT_FOUND:
      findings->Refuse(v1::REASON_CODE_CONSENT_MISSING, "form.consent");
      return;
    default:
      findings->RegisterUnavailable("CONSENT");
  }
}

}  // namespace oteu::decision
