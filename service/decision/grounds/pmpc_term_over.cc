// Clause 4: reimbursement ends with the term in the conclusion of the PMPC. The month of its last day still
// counts.
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"
#include "service/decision/terms.h"

namespace oteu::decision {

void PmpcTermOver(const Case& c, Findings* findings) {
  if (PmpcTerms(c).empty()) return;
  if (EveryMonthHas(c, {v1::MONTH_REASON_NO_PMPC_TERM, v1::MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP})) {
    findings->Refuse(v1::REASON_CODE_PMPC_TERM_OVER, "");
  }
}

}  // namespace oteu::decision
