// Clause 3: reimbursement is given to *one* of the parents or representatives. Another one already receives
// it for a month that this application would be paid, or the same one does in another district.
#include <algorithm>

#include "service/decision/grounds/grounds.h"

namespace oteu::decision {

void OtherClaimant(const Case& c, Findings* findings) {
  for (const v1::PriorGrant& grant : c.inputs.prior_grants()) {
    if (grant.same_applicant() && grant.same_district()) continue;
    const auto& held = grant.granted_months();
    const auto overlap =
        std::find_first_of(held.begin(), held.end(), c.payable_months.begin(), c.payable_months.end());
    if (overlap == held.end()) continue;
    auto* finding = findings->Refuse(v1::REASON_CODE_OTHER_CLAIMANT, "");
    (*finding->mutable_details())["first_month"] = *overlap;
    return;
  }
}

}  // namespace oteu::decision
