// What is known of one certificate's revocation at one time, and from which evidence.
//
// Five different answers (oteu.v1.RevocationStatus): GOOD, REVOKED, ON_HOLD, UNKNOWN (a responder says that
// it does not know the certificate) and UNAVAILABLE (nothing usable is at hand). GOOD and REVOKED, ON_HOLD
// and UNKNOWN come from authenticated evidence alone.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/openssl/digest.h"
#include "verification/report/problem.h"
#include "verification/revocation/reason.h"

namespace oteu::verification::revocation {

enum class Source { kNone, kCrl, kDeltaCrl, kOcsp };

struct RevocationFinding {
  oteu::v1::RevocationStatus status = oteu::v1::REVOCATION_STATUS_UNAVAILABLE;
  // Nothing when the status is GOOD. Codes: CERTIFICATE_REVOKED, CA_REVOKED, CERTIFICATE_ON_HOLD,
  // REVOCATION_STATUS_UNKNOWN, REVOCATION_DATA_MISSING, _STALE, _INVALID.
  std::optional<Problem> problem;

  // What decided; kNone, and nothing below it, when the status is UNAVAILABLE.
  Source source = Source::kNone;
  openssl::Sha256Digest evidence_sha256{};  // of the list's or the response's DER
  absl::Time this_update;                   // of the evidence, of the delta where one was used
  std::optional<absl::Time> next_update;
  std::optional<absl::Time> produced_at;  // OCSP alone

  // With a certificate that the evidence lists, also where the status is GOOD because it was revoked later.
  std::optional<absl::Time> revocation_date;
  std::optional<absl::Time> invalidity_date;  // RFC 5280 5.3.2
  std::optional<Reason> reason;
};

// Codes of problem: those that say that evidence is missing, out of date, no evidence, or does not know the
// certificate; and all of them.
bool IsMissingEvidence(oteu::v1::VerificationCode code);
bool IsRevocationProblem(oteu::v1::VerificationCode code);

// What the report says of the finding: status and evidence.
void Describe(const RevocationFinding& finding, oteu::v1::ChainLink* link);

}  // namespace oteu::verification::revocation
