// A decision bundle as a file: bounded, then parsed.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/v1/decision_bundle.pb.h"

namespace oteu::audit {

inline constexpr char kBundleFormat[] = "oteu-decision-bundle-1";

// Of a whole file; lists of revoked certificates are most of it (25 MB in production).
inline constexpr std::size_t kMaxBundleBytes = std::size_t{64} * 1024 * 1024;
// Of the serialized decision, and of its inputs.
inline constexpr std::size_t kMaxBundledDecisionBytes = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t kMaxBundledInputsBytes = std::size_t{16} * 1024 * 1024;
// Of one snapshot of regulation data, and of a text beside it.
inline constexpr std::size_t kMaxBundledCatalogBytes = std::size_t{8} * 1024 * 1024;
// Steps from the decision's record to the head: about 36 bytes each.
inline constexpr std::size_t kMaxBundleSteps = 100000;

// INVALID_ARGUMENT, naming the field, for what is no bundle or over a bound. Says nothing about its truth.
absl::StatusOr<v1::DecisionBundle> ParseBundle(absl::string_view file);

// As text, for reading; deterministic.
std::string ToText(const google::protobuf::Message& message);

}  // namespace oteu::audit
