// What this product requires of a chain beyond X509_verify_cert.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/x509/certificate.h"
#include "verification/x509/path_validation.h"

namespace oteu::verification::x509 {

// `chain` from the target towards the anchor. Every link's algorithm and key by the policy (the anchor's own
// signature is nobody's proof and is left out), inner and outer algorithm identical (RFC 5280 4.1.1.2),
// length within bounds.
std::vector<PathFailure> JudgeChain(const v1::Policy& policy, const std::vector<CertificatePtr>& chain,
                                    absl::Time at);

}  // namespace oteu::verification::x509
