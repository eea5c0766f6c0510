// How much lasting evidence a signature carries (ETSI EN 319 122-1 section 6), and until when it holds.
#pragma once

#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/kzgost/signature_spec.h"
#include "verification/signature_time.h"

namespace oteu::verification {

struct LevelQuestion {
  const SignerTask* task = nullptr;
  const SignerEvidence* evidence = nullptr;
  const SignatureTime* time = nullptr;
  const JudgedSigner* signer = nullptr;  // judged at the best signature time
  const kzgost::SignatureSpec* spec = nullptr;
};

// Of a signature against which nothing was found. B-LT: the container holds every certificate below the
// anchor, of the signer and of the time stamp's authority, and revocation data that says "good" of each by
// itself.
oteu::v1::SignatureLevel LevelOf(const LevelQuestion& question);

// The end of the certificates and algorithms on which the last proof of time rests: of the latest archive
// time stamp, of the time stamp, or of the signer's own chain.
absl::Time EvidenceUntil(const LevelQuestion& question);

}  // namespace oteu::verification
