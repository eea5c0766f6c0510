// Recalculate: a granting decision and the facts recorded since in, the decision that follows out. Pure, and
// a function of the set of facts: in whatever order they arrived, the entitlement and the proposals are the
// same.
//
// The application is not judged again: what facts say about the time after the grant ends or suspends
// payments (clauses 4 and 5), cuts home education short (clause 2), or needs a person's look (clause 3). The
// months and amounts are those of service/entitlement. What was granted beyond what is due is proposed as an
// overpayment, what is due beyond it as a supplement; nothing is netted, and a person decides.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "oteu/v1/decision.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::decision {

// The months that the facts leave entitled, whoever holds them; ascending.
absl::StatusOr<std::vector<std::string>> MonthsByFacts(const v1::Decision& reference,
                                                       const v1::DecisionInputs& inputs,
                                                       const regulation::Catalog& catalog);

// Months and amounts of a granting decision by what is known at `inputs.decided_at`, e.g. once the MCI of a
// year is published. `inputs` are those of the decision that stands.
absl::StatusOr<v1::Entitlement> EntitlementToday(const v1::Decision& reference,
                                                 const v1::DecisionInputs& inputs,
                                                 const regulation::Catalog& catalog);

// `reference`: the decision on the documents; `previous`: the one that stands; `inputs`: those of the
// reference with the new version and time and with `recalculation` filled. When the amounts cannot be
// computed, the decision keeps the entitlement of `previous` and says that an officer is needed. INTERNAL for
// inputs that were never a grant's.
absl::StatusOr<v1::Decision> Recalculate(const v1::Decision& reference, const v1::Decision& previous,
                                         const v1::DecisionInputs& inputs,
                                         const regulation::Catalog& catalog);

// True when months, amounts, findings and proposals are the same: then no new decision is made.
bool IsUnchanged(const v1::Decision& now, const v1::Decision& previous);

}  // namespace oteu::decision
