// Where evidence about revocation comes from while a call waits for it (service/revocation asks responders).
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "verification/verifier.h"

namespace oteu {

class RevocationSource {
 public:
  virtual ~RevocationSource() = default;

  // OCSP responses, DER, about as many of these certificates as could be had before the deadline. Foreign
  // bytes, for the verifier to authenticate; who gives no answer is left out: nothing is known of it, neither
  // good nor bad. Blocks. Thread-safe.
  virtual std::vector<std::string> Collect(const std::vector<verification::MissingRevocation>& missing,
                                           absl::Time deadline) = 0;
};

}  // namespace oteu
