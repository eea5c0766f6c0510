// Whether a request is valid at a glance: most are, and naming the path of every field costs more than
// computing the case. Internal to service/entitlement/bulk.
#pragma once

#include "oteu/v1/entitlement.pb.h"

namespace oteu::entitlement::bulk {

// True only for a request in which ValidateRequest() finds nothing but, perhaps, its regulation_id. False
// says nothing: ask ValidateRequest().
bool IsPlainlyValid(const v1::EvaluateEntitlementRequest& request);

}  // namespace oteu::entitlement::bulk
