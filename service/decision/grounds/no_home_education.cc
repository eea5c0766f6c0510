// Clause 2: home education is not confirmed for any month that could be paid, or the PMPC does not recommend
// it. A certificate that is not there at all is a missing document instead.
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"
#include "service/decision/terms.h"

namespace oteu::decision {

void NoHomeEducation(const Case& c, Findings* findings) {
  for (const PayloadView& payload : c.payloads) {
    if (payload.recommends_home_education || !c.accepted[payload.index]) continue;
    findings->Refuse(v1::REASON_CODE_NO_HOME_EDUCATION, DocumentPath(payload.index));
    return;
  }
  if (HomeEducationPeriods(c).empty()) return;
  if (EveryMonthHas(c, {v1::MONTH_REASON_NO_HOME_EDUCATION}))
    findings->Refuse(v1::REASON_CODE_NO_HOME_EDUCATION, "");
}

}  // namespace oteu::decision
