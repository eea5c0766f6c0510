// One time stamp token from its bytes to its report: ETSI EN 319 102-1 clause 5.4, RFC 3161.
//
// It proves the time when it is well-formed, made over the right data, its signature verifies, and its
// authority's certificate leads to a *configured* anchor for time stamping. A certificate found in the token
// is a candidate, and never trusted for being there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/cades/embedded_values.h"
#include "verification/call_evidence.h"
#include "verification/candidate_certificates.h"
#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"
#include "verification/timestamp/token.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"

namespace oteu::verification {

struct TimestampTask {
  const Trust* trust = nullptr;
  VerdictCache* cache = nullptr;  // null: judge afresh
  // Certificates and revocation data of the container around the token; null: none.
  std::vector<CandidateCertificates*> beside = {};
  const cades::EmbeddedValues* values = nullptr;
  CallEvidence* call = nullptr;  // null: a token by itself
  oteu::v1::TimestampKind kind = oteu::v1::TIMESTAMP_KIND_UNSPECIFIED;
  std::string object;    // "signers[0].timestamps[0]"
  absl::Time now;        // validation time: no token is later
  absl::Time judged_at;  // for which the authority's certificate is judged: `now`, or
                         // earlier when the token is known to have existed then
};

// What was stamped, as far as the token lets it be known (the digest of an archive time stamp decides part of
// it): the bytes, or what is wrong with them. Empty function: nothing to compare with.
using StampedData =
    std::function<absl::StatusOr<OrProblem<std::vector<uint8_t>>>(const timestamp::Token& token)>;

// What a token proves.
struct TimestampVerdict {
  enum class Standing {
    kTrusted,  // what it covers existed at `gen_time`
    kPending,  // nothing is against it but that revocation data is not at hand
    kUseless,
  };
  Standing standing = Standing::kUseless;
  absl::Time gen_time = absl::InfiniteFuture();
  // Until when the token proves it without a later time stamp: end of the authority's chain and algorithms.
  absl::Time holds_until = absl::InfinitePast();
  // The authority's certificate with its chain; null when it was not found.
  JudgedSignerPtr authority = nullptr;
};

// Fills the report, the verdict of the token included. A Status says that the work could not be done.
absl::StatusOr<TimestampVerdict> VerifyTimestamp(const TimestampTask& task,
                                                 const OrProblem<std::unique_ptr<timestamp::Token>>& token,
                                                 const StampedData& stamped,
                                                 oteu::v1::TimestampReport* report);

}  // namespace oteu::verification
