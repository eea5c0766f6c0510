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
#include "verification/report/verdict.h"
#include "verification/signer_certificate.h"
#include "verification/signer_verification.h"
#include "verification/timestamp_verification.h"

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
  SignerEvidence(const Trust& trust, const cms::SignedData& signed_data, const cms::SignerInfo& signer,
                 const CallEvidence& call);

  // What is inside and what was handed in with the call; null: neither.
  const revocation::SuppliedEvidence* AtHand() const {
    const revocation::SuppliedEvidence& evidence = with_call ? *with_call : supplied;
    return evidence.empty() ? nullptr : &evidence;
  }

  cades::EmbeddedValues values;  // everything inside, the fields of the container included
  CandidateCertificates attribute_certificates;
  revocation::SuppliedEvidence supplied;  // inside
  std::optional<revocation::SuppliedEvidence> with_call;
};

// The rest of what a signer is judged by once the time is known; the same for every format.
//
// A signer judged at the best signature time (EN 319 102-1 clauses 5.5.4 and 5.6.3): what happened to the
// certificate later counts only where the reason of its revocation says that the key may have been lost
// before.
struct SignerAtTime {
  JudgedSignerPtr judged;
  // A time stamp would mend the certificate's defects, and only revocation data of its authority is missing:
  // an unreachable source must not turn a good signature into a bad one. `judged` is as of that time stamp.
  bool waits_for_timestamp = false;
};
// `task`: as of the best signature time. Errors as of JudgeSignerCertificate.
absl::StatusOr<SignerAtTime> JudgeAtSignatureTime(SignerCertificateTask task, const SignatureTime& time);
// What waits_for_timestamp is called in the report.
Problem PendingTimestamp();

// EN 319 102-1 5.5.4: a signature proved to be older than its certificate is no doubtful one.
void ReportTooEarly(const SignatureTime& time, const std::string& object, Findings* findings);

// A time stamp, report_->timestamps(index), that proves nothing: a TIMESTAMP_NOT_USED finding, and the time
// that is pending where that is all.
void ReportNotUsed(const Trust& trust, const TimestampVerdict& verdict, absl::Time now,
                   const std::string& object, const oteu::v1::TimestampReport& timestamp, SignatureTime* time,
                   Findings* findings);

// Verifies every time stamp of the signer. Fills the report's time stamps, and adds a TIMESTAMP_NOT_USED
// finding for each that proves nothing. The claimed signingTime plays no part.
absl::StatusOr<SignatureTime> FindSignatureTime(const SignerTask& task, SignerEvidence* evidence,
                                                const std::string& object, oteu::v1::SignerReport* report);

}  // namespace oteu::verification
