// Resource names: "applications/{application}", ".../decisions/{version}", ".../overpayments/{version}",
// ".../entitlement".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace oteu::application {

// The id inside "applications/{id}"; nullopt when it is no such name.
std::optional<std::string> ParseApplicationName(absl::string_view name);
std::string ApplicationName(absl::string_view id);

struct DecisionName {
  std::string application_id;
  std::int32_t version = 0;  // 0: latest
};
std::optional<DecisionName> ParseDecisionName(absl::string_view name);

// "applications/{application}/overpayments/{version}", the version of the decision that proposes it; never
// "latest".
std::optional<DecisionName> ParseOverpaymentName(absl::string_view name);
std::string OverpaymentName(absl::string_view application_id, std::int32_t version);

std::optional<std::string> ParseEntitlementName(absl::string_view name);

}  // namespace oteu::application
