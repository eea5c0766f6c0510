// Which months a question is about. Internal to service/entitlement.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/entitlement/facts.h"
#include "service/entitlement/rules.h"

namespace oteu::entitlement {

struct Horizon {
  absl::CivilMonth first;
  absl::CivilMonth last;
};

// The months that a valid request asks for. Unless it says otherwise: from the month of the first application
// to the last month that any known fact could entitle, but no later than the end of the academic year after
// the one `known_as_of` lies in; at least the first month. INVALID_ARGUMENT for more than kMaxHorizonMonths.
absl::StatusOr<Horizon> HorizonOf(const v1::EvaluateEntitlementRequest& request, const KnownFacts& facts,
                                  RuleBook& rules, absl::CivilDay known_as_of);

}  // namespace oteu::entitlement
