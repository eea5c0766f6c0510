// Clause 5.3: the child studies in a state institution with full support on the day of decision. A stay that
// is over, or that has not begun, suspends single months and refuses nothing.
#include "service/decision/grounds/grounds.h"
#include "service/decision/periods.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void InStateInstitution(const Case& c, Findings* findings) {
  const v1::InstitutionStayRecord& record = c.inputs.family().institution_stays();
  if (!Answered(record.status())) return findings->RegisterUnavailable("INSTITUTION_STAYS");
  for (const v1::RegisterPeriod& stay : record.stays()) {
    if (!CoversDay(stay, c.decided_on)) continue;
    findings->Refuse(v1::REASON_CODE_IN_STATE_INSTITUTION, "");
    return;
  }
}

}  // namespace oteu::decision
