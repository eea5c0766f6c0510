// Clause 5.1: the child turned eighteen. Payments stop from the month after (clause 5), so the month of the
// birthday is still paid, and the ground holds only when no month from the month of application on is free of
// it.
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void ChildOfAge(const Case& c, Findings* findings) {
  if (EveryMonthHas(c, {v1::MONTH_REASON_OF_AGE})) findings->Refuse(v1::REASON_CODE_CHILD_OF_AGE, "");
}

}  // namespace oteu::decision
