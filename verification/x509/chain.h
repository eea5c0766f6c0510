// The core of path.h over objects that are parsed already: for the Verifier, whose trust material stays.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "verification/openssl/context.h"
#include "verification/openssl/ptr.h"
#include "verification/x509/certificate.h"
#include "verification/x509/path_validation.h"

namespace oteu::verification::x509 {

// Trust anchors, made once. Thread-safe (OpenSSL locks inside).
absl::StatusOr<openssl::X509StorePtr> MakeAnchorStore(const std::vector<CertificatePtr>& anchors);

struct ChainRequest {
  const openssl::Context* context = nullptr;
  X509_STORE* anchors = nullptr;
  const Certificate* target = nullptr;
  const std::vector<CertificatePtr>* intermediates = nullptr;
  STACK_OF(X509_CRL) * crls = nullptr;  // With check_revocation alone.
  bool check_revocation = false;
  absl::Time at;
  const PolicyInputs* policy_inputs = nullptr;
};

struct ChainResult {
  std::vector<PathFailure> failures;
  std::vector<openssl::X509Ptr> chain;  // From the target towards the anchor, as far as it was found.
};

absl::StatusOr<ChainResult> BuildChain(const ChainRequest& request);

// What an error of X509_verify_cert (X509_V_ERR_*) means at this depth.
Problem ProblemOf(int openssl_error, int depth);

}  // namespace oteu::verification::x509
