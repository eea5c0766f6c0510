// The configured revocation lists, authenticated: what is known of a certificate's revocation.
//
//   CrlStore store(context, policy, crls);
//   store.Authenticate(ca_certificates);                   // once, at start: signatures over megabytes
//   RevocationFinding finding = store.Check(certificate, issuer, at);
//
// A list counts only for certificates of the CA that signed it (indirect lists are left out), when its
// signature verifies with that CA's key, the CA may sign lists (cRLSign), and the policy accepts the
// algorithm.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/report/problem.h"
#include "verification/revocation/crl.h"
#include "verification/revocation/evidence.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::revocation {

struct RevocationFinding {
  oteu::v1::RevocationStatus status = oteu::v1::REVOCATION_STATUS_UNAVAILABLE;
  // Nothing when the status is GOOD. Codes: CERTIFICATE_REVOKED, CA_REVOKED, CERTIFICATE_ON_HOLD,
  // REVOCATION_DATA_MISSING, _STALE, _INVALID.
  std::optional<Problem> problem;
};

// Thread-safe once Authenticate is done.
class CrlStore {
 public:
  // Context and policy must outlive the store.
  CrlStore(const openssl::Context& context, const v1::Policy& policy, std::vector<std::unique_ptr<Crl>> crls);

  // Checks each list against every one of these CAs that it could be from, and keeps the answers. A CA that
  // is not among them is checked when it is met, every time.
  void Authenticate(const std::vector<x509::CertificatePtr>& issuers);

  // `issuer`: the next certificate of a validated chain.
  RevocationFinding Check(const x509::Certificate& certificate, const x509::Certificate& issuer,
                          absl::Time at) const;

  // Instants at which an answer about this certificate may change; an answer holds from one to the next.
  std::vector<absl::Time> Boundaries(const x509::Certificate& certificate) const;
  // The same for every certificate: dates of the lists.
  std::vector<absl::Time> ListBoundaries() const;

  const std::vector<std::unique_ptr<Crl>>& crls() const { return crls_; }

 private:
  bool IsFrom(const Crl& crl, const x509::Certificate& issuer) const;
  bool Verify(const Crl& crl, const x509::Certificate& issuer) const;
  bool IsAuthentic(size_t index, const x509::Certificate& issuer, absl::Time at) const;
  Question MakeQuestion(const x509::Certificate& certificate, absl::Time at) const;

  const openssl::Context& context_;
  const v1::Policy& policy_;
  std::vector<std::unique_ptr<Crl>> crls_;                             // newest first
  std::map<std::pair<size_t, openssl::Sha256Digest>, bool> verified_;  // by list and issuer certificate
};

}  // namespace oteu::verification::revocation
