// Is a question well formed? Every violation is found, each with the path of its field, so that a caller can
// show them all.
//
//   for (const FieldViolation& v : ValidateRequest(catalog, request)) Report(v.field, v.description);
//
// Descriptions never echo a value: a caller may have put personal data in the wrong field.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/entitlement.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

// Bounds of a question.
inline constexpr int kMaxFacts = 64;           // Each repeated field of the facts.
inline constexpr int kMaxHorizonMonths = 360;  // 30 years.
inline constexpr int kMaxIdChars = 64;         // case_id, application ids and fact ids.

// One thing that is wrong with a request.
struct FieldViolation {
  // Path in the request, e.g. "facts.pmpc_terms[1].through".
  std::string field;
  // What is wrong, e.g. "before from".
  std::string description;
};

// All violations, in the order of the fields; empty for a request that can be evaluated.
std::vector<FieldViolation> ValidateRequest(const regulation::Catalog& catalog,
                                            const v1::EvaluateEntitlementRequest& request);

}  // namespace oteu::entitlement
