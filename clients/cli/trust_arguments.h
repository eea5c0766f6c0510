// The flags that name trust and revocation data for offline verification, and what they hold.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/arguments.h"
#include "verification/policy/policy.h"
#include "verification/trust.h"

namespace oteu::cli {

// --anchors, --intermediates, --crls, --tsa-anchors, --deltas, --ocsp, --at, --policy; then `more`.
std::vector<Flag> WithTrustFlags(std::vector<Flag> more);

struct TrustArguments {
  verification::TrustMaterial material;
  verification::v1::Policy policy;
  absl::Time at;
};

// Reads what they name. Errors: kInvalidArgument, or of reading.
absl::StatusOr<TrustArguments> ReadTrustArguments(const Arguments& arguments);

}  // namespace oteu::cli
