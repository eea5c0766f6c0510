// Asks a responder about one certificate (RFC 6960, by POST), within a deadline.
//
//   absl::StatusOr<OcspAnswer> answer = client.Ask(certificate, issuer, deadline);
//   SuppliedEvidence::Parse({.ocsp_responses = {AsBytes(answer->der)}}) ... .nonce = AsBytes(answer->nonce)
//
// What comes back is evidence to be authenticated by verification; here only its form, its status and its
// nonce are looked at. No answer is an error, never "good" and never "revoked".
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/clock.h"
#include "service/revocation/circuit_breaker.h"
#include "service/revocation/fetch_cache.h"
#include "service/revocation/http_client.h"
#include "verification/limits.h"
#include "verification/openssl/context.h"
#include "verification/x509/certificate.h"

namespace oteu::revocation {

struct OcspClientOptions {
  std::string url;
  absl::Duration timeout = absl::Seconds(3);
  int breaker_failures = 5;
  absl::Duration breaker_rest = absl::Minutes(1);
  std::size_t bytes_max = verification::kMaxOcspResponseBytes.value;  // of a response
  const HttpClient* client = nullptr;
  const verification::openssl::Context* context = nullptr;
  const FetchCache* cache = nullptr;  // null: answers are not kept
  const Clock* clock = nullptr;
};

struct OcspAnswer {
  std::string der;
  std::string nonce;    // that was sent; empty for an answer out of the cache
  absl::Time asked_at;  // to the second
};

// Thread-safe.
class OcspClient {
 public:
  explicit OcspClient(OcspClientOptions options);

  // Errors: kUnavailable (no answer, an error of the responder such as tryLater, the breaker is open, a nonce
  // that is not ours), kDeadlineExceeded, kInvalidArgument for an answer that is no OCSP response, and those
  // of HttpClient.
  absl::StatusOr<OcspAnswer> Ask(const verification::x509::Certificate& certificate,
                                 const verification::x509::Certificate& issuer, absl::Time deadline);
  // The last answer about this certificate that was kept: one that is signed by whom the CA let answer.
  // Errors: kNotFound, kDataLoss.
  absl::StatusOr<OcspAnswer> Last(const verification::x509::Certificate& certificate,
                                  const verification::x509::Certificate& issuer) const;

 private:
  absl::StatusOr<OcspAnswer> Exchange(const std::string& request, const std::string& nonce,
                                      absl::Duration timeout);

  const OcspClientOptions options_;
  CircuitBreaker breaker_;
};

}  // namespace oteu::revocation
