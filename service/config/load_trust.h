// Trust as configured: anchors, intermediates and revocation lists from folders, the policy from a file, into
// a Verifier.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "oteu/config/v1/server_config.pb.h"
#include "verification/verifier.h"

namespace oteu::config {

// The files of anchors and intermediates: certificates, of which some may have signed lists.
absl::StatusOr<std::vector<std::string>> ReadTrustCertificates(const v1::TrustConfig& config);

// Revocation data beside the configured files: what was fetched (service/revocation).
struct FetchedData {
  std::vector<std::string> crls;
  std::vector<std::string> ocsp_responses;
};

// Errors name the file or the bound. An empty anchors folder is FAILED_PRECONDITION: nothing could ever
// verify.
absl::StatusOr<std::shared_ptr<const verification::Verifier>> LoadVerifier(const v1::TrustConfig& config,
                                                                           FetchedData fetched = {});

}  // namespace oteu::config
