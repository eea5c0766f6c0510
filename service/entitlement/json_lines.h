// One question per line of JSON, one answer per line: the form of `oteu evaluate` and of the golden tests.
// docs/reference/evaluate-json.md describes it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

// Bounds of a line.
inline constexpr int kMaxLineBytes = 1 << 20;
inline constexpr int kMaxJsonDepth = 32;

// Reads an EvaluateEntitlementRequest in canonical protobuf JSON. INVALID_ARGUMENT for JSON that is none, is
// too long or too deep, or has unknown fields; the message is fit for who typed the line, not for a log.
absl::StatusOr<v1::EvaluateEntitlementRequest> ParseJsonLine(absl::string_view line);

// Reads an EvaluateEntitlementRequest in canonical protobuf JSON, evaluates it and writes the
// EvaluateEntitlementResponse as JSON without line breaks; fields with default values are written too, so
// that a zero amount is visible. `default_regulation_id` stands for an empty regulation_id. Errors: as
// ParseJsonLine() and Evaluate().
absl::StatusOr<std::string> EvaluateJsonLine(const regulation::Catalog& catalog, absl::string_view line,
                                             absl::string_view default_regulation_id, absl::CivilDay today);

}  // namespace oteu::entitlement
