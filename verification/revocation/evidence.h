// What one list says of one certificate at one time. Pure: no keys, no signatures.
//
// `at` is the time for which the question is asked. A list issued later is evidence too: it tells what was
// revoked by then. It is no evidence for a certificate that had expired before the list was made, for such
// entries may be removed (RFC 5280 section 5.1.2.6 and 3.3), unless the list says that it keeps them.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/revocation/crl.h"

namespace oteu::verification::revocation {

struct Question {
  openssl::Bytes serial;  // Contents of the INTEGER.
  absl::Time not_after;
  bool is_ca = false;
  // Whole DER of every GeneralName in the fullNames of the certificate's cRLDistributionPoints.
  std::vector<openssl::Bytes> distribution_points;
  absl::Time at;
  absl::Duration max_age = absl::InfiniteDuration();  // of a list at `at`
  absl::Duration grace = absl::ZeroDuration();        // after nextUpdate
};

enum class Answer {
  kNotCovered,  // The list does not speak of this certificate.
  kStale,       // It would, but is too old at `at`, or too late for an expired certificate.
  kGood,
  kOnHold,
  kRevoked,
};

Answer Ask(const Crl& crl, const Question& question);

// Names in cRLDistributionPoints (RFC 5280 4.2.1.13), from the contents of extnValue.
std::vector<openssl::Bytes> DistributionPointNames(openssl::Bytes extension);

}  // namespace oteu::verification::revocation
