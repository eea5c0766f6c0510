// Trust as configured: anchors, intermediates and revocation lists from folders, the policy from a file, into
// a Verifier.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "oteu/config/v1/server_config.pb.h"
#include "verification/verifier.h"

namespace oteu::config {

// Errors name the file or the bound. An empty anchors folder is FAILED_PRECONDITION: nothing could ever
// verify.
absl::StatusOr<std::shared_ptr<const verification::Verifier>> LoadVerifier(const v1::TrustConfig& config);

}  // namespace oteu::config
