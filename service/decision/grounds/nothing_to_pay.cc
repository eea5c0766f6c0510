// Clauses 4 and 7: every month that this application could pay is granted already, or none remains. Said only
// when no other reason explains it: an application that would pay nothing is not granted.
#include "service/decision/grounds/grounds.h"

namespace oteu::decision {

void NothingToPay(const Case& c, Findings* findings) {
  if (findings->Has(v1::SEVERITY_REFUSAL) || findings->Has(v1::SEVERITY_REVIEW)) return;
  if (c.entitlement != nullptr && c.granted_months.empty())
    findings->Refuse(v1::REASON_CODE_NOTHING_TO_PAY, "");
}

}  // namespace oteu::decision
