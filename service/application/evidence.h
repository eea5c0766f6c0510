// Verification that asks for revocation data where the verifier has none, and then is done again with it.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/application/dossier.h"
#include "service/revocation_source.h"
#include "verification/verifier.h"

namespace oteu::application {

// `source` null: nobody is asked.
absl::StatusOr<verification::VerificationResult> VerifyWithEvidence(const verification::Verifier& verifier,
                                                                    verification::VerificationRequest request,
                                                                    RevocationSource* source,
                                                                    absl::Time deadline);

// The documents of a dossier, read for its decision. Responses that came are kept with its inputs, so that a
// replay sees what the decision saw.
absl::StatusOr<std::vector<decision::DocumentReading>> ReadWithEvidence(
    const verification::Verifier& verifier, RevocationSource* source, absl::Time deadline, Dossier* dossier);

}  // namespace oteu::application
