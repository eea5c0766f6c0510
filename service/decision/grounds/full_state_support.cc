// Clause 3: reimbursement is not given for children fully supported by the state. Support that began or ends
// around the months paid, and is not running on the day of decision, is for a person to look at: the
// evaluation says so (needs_human).
#include "service/decision/grounds/grounds.h"
#include "service/decision/periods.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void FullStateSupport(const Case& c, Findings* findings) {
  const v1::GuardianshipRecord& record = c.inputs.family().guardianship();
  if (!Answered(record.status())) return findings->RegisterUnavailable("GUARDIANSHIP");
  for (const v1::RegisterPeriod& period : record.state_support()) {
    if (!CoversDay(period, c.decided_on)) continue;
    findings->Refuse(v1::REASON_CODE_FULL_STATE_SUPPORT, "");
    return;
  }
}

}  // namespace oteu::decision
