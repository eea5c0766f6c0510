// One certification path from files: building it (x509/path_search.h), validating it by RFC 5280 section 6.1
// (x509/path_validation.h), revocation by section 6.3 (revocation/), and every error collected.
//
//   PathRequest request{.target = der, .anchors = {root}, .intermediates = {ca}, .crls = {crl}, .at = time,
//                       .check_revocation = true};
//   absl::StatusOr<PathReport> report = VerifyPath(context, request);
//   report->valid;
//
// Trust anchors count as configured, self-signed or not; their own signature proves nothing and is not looked
// at.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/x509/path_validation.h"

namespace oteu::verification::path {

struct PathRequest {
  std::string target;  // DER or PEM, as are those below
  std::vector<std::string> anchors;
  std::vector<std::string> intermediates;  // in any order; those who sign lists in a CA's place among them
  std::vector<std::string> crls;           // complete, delta and indirect ones
  absl::Time at;
  x509::PolicyInputs policy_inputs;
  bool check_revocation = false;  // of every certificate below the anchor
  // Algorithms accepted in the chain; null: those of the default policy.
  const v1::Policy* policy = nullptr;
};

struct PathReport {
  bool valid = false;  // No failure, and the chain ends at an anchor.
  std::vector<x509::PathFailure> failures;
  std::vector<x509::CertificatePtr> chain;  // From the target towards the anchor, as far as it was found.
};

// Errors: kInvalidArgument when an input does not parse or a bound is exceeded, kResourceExhausted,
// kInternal. A path that does not validate is a report; a list that is not understood helps nobody, and is
// named where revocation data is missing.
absl::StatusOr<PathReport> VerifyPath(const openssl::Context& context, const PathRequest& request);

}  // namespace oteu::verification::path
