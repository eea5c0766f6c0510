// The verdict about a signer's certificate at one time: chain, revocation, purpose. It does not depend on any
// document, and so it is what the Verifier caches.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/report/problem.h"
#include "verification/trust.h"
#include "verification/x509/certificate.h"

namespace oteu::verification {

struct CertificateFinding {
  Problem problem;
  oteu::v1::CheckLevel level = oteu::v1::CHECK_LEVEL_FAIL;
  int index = 0;  // the certificate of the chain, 0 the signer's
};

struct CertificateVerdict {
  std::vector<CertificateFinding> findings;
  std::vector<x509::CertificatePtr> certificates;  // of the chain, in its order
  std::vector<oteu::v1::ChainLink> chain;          // from the signer to the anchor, as far as it was found
  bool anchored = false;
  // The chain is valid, and something is known of the revocation of every certificate that is asked about:
  // further candidates could add nothing.
  bool settled = false;
  bool bounded = false;  // the search for the chain was ended by a bound
  // The verdict is the same for every time in [from, until).
  absl::Time from;
  absl::Time until;

  bool HoldsAt(absl::Time at) const { return from <= at && at < until; }
};

struct CertificateQuestion {
  const Trust* trust = nullptr;
  x509::CertificatePtr certificate;
  // Certificates that came with a container: candidates for the chain and for who signed revocation lists,
  // trusted for nothing.
  std::vector<x509::CertificatePtr> candidates = {};
  absl::Time at;  // whole seconds
  CertificateUse use = CertificateUse::kSigning;
  // When a certificate is revoked at `at`, but something made with it is known to be from this time: whether
  // it was sound then (RFC 3161 section 4 (1): the reason of the revocation decides).
  std::optional<absl::Time> made_at = std::nullopt;
  // Revocation data that came with a container: worth what it proves about itself. Null: none.
  const revocation::SuppliedEvidence* supplied = nullptr;
};

absl::StatusOr<CertificateVerdict> JudgeCertificate(const CertificateQuestion& question);

}  // namespace oteu::verification
