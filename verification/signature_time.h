// When a signature is proved to have existed: the best signature time of ETSI EN 319 102-1 (clauses 5.5.4 and
// 5.6.3), from the time stamps beside it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/signer_verification.h"

namespace oteu::verification {

struct SignatureTime {
  absl::Time best;      // the earliest time that a trusted token proves; without one the validation time
  bool proved = false;  // by a trusted token
  // An earlier time, which a token would prove if revocation data about its authority were at hand.
  std::optional<absl::Time> pending = std::nullopt;
  // Until when the tokens prove it.
  absl::Time holds_until = absl::InfinitePast();
};

// Verifies every time stamp of the signer. Fills the report's time stamps, and adds a TIMESTAMP_NOT_USED
// finding for each that proves nothing. The claimed signingTime plays no part.
absl::StatusOr<SignatureTime> FindSignatureTime(const SignerTask& task, const std::string& object,
                                                oteu::v1::SignerReport* report);

}  // namespace oteu::verification
