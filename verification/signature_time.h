// When a signature is proved to have existed: the best signature time of ETSI EN 319 102-1 (clauses 5.5.4 and
// 5.6.3), from the time stamps beside it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/cades/archive_timestamp.h"
#include "verification/cades/embedded_values.h"
#include "verification/signer_verification.h"

namespace oteu::verification {

struct SignatureTime {
  absl::Time best;      // the earliest time that a trusted token proves; without one the validation time
  bool proved = false;  // by a trusted token
  // An earlier time, which a token would prove if revocation data about its authority were at hand.
  std::optional<absl::Time> pending = std::nullopt;
  // Until when the tokens prove it: the latest archive time stamp, else the token that proves the best time.
  absl::Time holds_until = absl::InfinitePast();
  // The authority of a trusted time stamp over the signature value, and when it stamped; null: there is none.
  JudgedSignerPtr authority = nullptr;
  absl::Time stamped_at = absl::InfinitePast();
  // What the trusted archive time stamp with the widest coverage covers; nothing: there is none.
  std::optional<cades::Coverage> archived = std::nullopt;
};

// What came with one signer besides the fields of the container, gathered once.
struct SignerEvidence {
  SignerEvidence(const Trust& trust, const cms::SignedData& signed_data, const cms::SignerInfo& signer);

  cades::EmbeddedValues values;  // everything, the fields of the container included
  CandidateCertificates attribute_certificates;
  revocation::SuppliedEvidence supplied;
};

// Verifies every time stamp of the signer. Fills the report's time stamps, and adds a TIMESTAMP_NOT_USED
// finding for each that proves nothing. The claimed signingTime plays no part.
absl::StatusOr<SignatureTime> FindSignatureTime(const SignerTask& task, SignerEvidence* evidence,
                                                const std::string& object, oteu::v1::SignerReport* report);

}  // namespace oteu::verification
