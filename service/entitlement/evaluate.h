// What is due for these facts: month by month with every reason, period by period to the tiyn. Pure: the same
// data, facts and day give the same answer, whenever and wherever it is asked.
//
//   v1::Entitlement due = *Evaluate(*catalog, request, today);
//   due.total_tiyn();   // 13211200 for the full academic year 2025/26 in Kegen
//
// Rules: clauses 2-5 and 7 of the founding act (decision No. 14-67 of the Kegen district), generalised by the
// data of each regulation.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/entitlement/validate.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

// Answers a question. `today` is the local day that an absent known_as_of stands for.
//
// INVALID_ARGUMENT "field: description" with the first of ValidateRequest()'s violations; FAILED_PRECONDITION
// when the regulation data lacks a value that is needed (no MCI known for a month that is paid).
absl::StatusOr<v1::Entitlement> Evaluate(const regulation::Catalog& catalog,
                                         const v1::EvaluateEntitlementRequest& request, absl::CivilDay today);

}  // namespace oteu::entitlement
