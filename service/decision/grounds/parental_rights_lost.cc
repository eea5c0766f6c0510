// Clause 3: reimbursement is not given to a parent deprived of parental rights over the child. The other
// parent may apply.
#include "service/decision/grounds/grounds.h"
#include "service/decision/periods.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void ParentalRightsLost(const Case& c, Findings* findings) {
  const v1::GuardianshipRecord& record = c.inputs.family().guardianship();
  if (!Answered(record.status())) return findings->RegisterUnavailable("GUARDIANSHIP");
  for (const v1::RepresentativePeriod& person : record.deprived()) {
    if (person.iin() != c.inputs.form().applicant_iin() || !CoversDay(person.period(), c.decided_on))
      continue;
    findings->Refuse(v1::REASON_CODE_PARENTAL_RIGHTS_LOST, "");
    return;
  }
}

}  // namespace oteu::decision
