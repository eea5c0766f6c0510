// What belongs to one call of Verify, across all its signers and time stamps: evidence that was handed in
// with it, and whose evidence was missing.
#pragma once

#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/verifier.h"

namespace oteu::verification {

struct CallEvidence {
  // OCSP responses beside the container; as untrusted as those inside it.
  std::vector<openssl::Bytes> ocsp_responses = {};
  // Filled while certificates are judged; each certificate once, at most kMaxMissingRevocations.
  std::vector<MissingRevocation> missing = {};
};

}  // namespace oteu::verification
