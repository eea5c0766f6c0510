// What is known of a certificate's revocation: the configured lists and OCSP responses, authenticated once,
// and what comes with one verification.
//
//   CrlStore store(context, policy, crls, ocsp_responses);
//   store.Authenticate(ca_certificates);                   // once, at start: signatures over megabytes
//   RevocationFinding finding = store.Check(certificate, issuer, at);
//   RevocationFinding finding = store.Check({.certificate = &certificate, .issuer = &issuer, .at = at,
//                                            .supplied = &evidence});
//
// A list counts when its issuer is the certificate's, or the one that the certificate's distribution point
// names (indirect lists); when its signature verifies with the key of a certificate of that name, which may
// sign lists (cRLSign); and when the policy accepts the algorithm. The key is the issuer's own, or that of
// another certificate whose path the caller vouches for (RFC 5280 6.3.3 (f)). An OCSP response counts by
// ocsp_check.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/revocation/crl.h"
#include "verification/revocation/evidence.h"
#include "verification/revocation/finding.h"
#include "verification/revocation/ocsp_response.h"
#include "verification/revocation/supplied_evidence.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::revocation {

// Limits of the policy for this kind of certificate.
Freshness FreshnessOf(const v1::Policy& policy, bool is_ca);

struct RevocationQuestion {
  const x509::Certificate* certificate = nullptr;
  const x509::Certificate* issuer = nullptr;          // the next certificate of a validated chain
  absl::Time at;                                      // the validation time, or the best signature time
  std::optional<Freshness> freshness = std::nullopt;  // absent: as the policy says
  // Evidence beside the configured; null: none.
  const SuppliedEvidence* supplied = nullptr;
  // Not empty: supplied OCSP responses must carry this nonce, for they answer a request that had it.
  openssl::Bytes nonce = {};
  // Certificates that may have signed lists in the issuer's place: with a key of the CA for lists alone, or
  // of the issuer of an indirect list. One counts when its key usage says cRLSign, and
  // `crl_issuer_is_trusted` that it has a valid path to the same anchor as the certificate; empty: never.
  std::vector<const std::vector<x509::CertificatePtr>*> crl_issuers = {};
  std::function<bool(const x509::CertificatePtr&)> crl_issuer_is_trusted = nullptr;
};

// RFC 5280 6.3.3 (f), (g): the list is signed with the key of this certificate, which may sign lists.
bool IsSignedBy(const openssl::Context& context, const Crl& crl, const x509::Certificate& issuer);

// Thread-safe once Authenticate is done.
class CrlStore {
 public:
  // Context and policy must outlive the store.
  CrlStore(const openssl::Context& context, const v1::Policy& policy, std::vector<std::unique_ptr<Crl>> crls,
           std::vector<std::unique_ptr<OcspResponse>> ocsp_responses = {});

  // Checks each list against every one of these CAs that it could be from, and keeps the answers. A CA that
  // is not among them is checked when it is met, every time.
  void Authenticate(const std::vector<x509::CertificatePtr>& issuers);

  RevocationFinding Check(const RevocationQuestion& question) const;
  // By the configured evidence alone.
  RevocationFinding Check(const x509::Certificate& certificate, const x509::Certificate& issuer,
                          absl::Time at) const;

  // Instants at which an answer about this certificate may change; an answer holds from one to the next.
  // `supplied`: evidence of the question, or null.
  std::vector<absl::Time> Boundaries(const x509::Certificate& certificate,
                                     const SuppliedEvidence* supplied = nullptr) const;
  // The same for every certificate: dates of the configured lists and responses.
  std::vector<absl::Time> ListBoundaries() const;

  const std::vector<std::unique_ptr<Crl>>& crls() const { return crls_; }
  const std::vector<std::unique_ptr<OcspResponse>>& ocsp_responses() const { return ocsp_responses_; }

 private:
  friend class Inquiry;

  const openssl::Context& context_;
  const v1::Policy& policy_;
  std::vector<std::unique_ptr<Crl>> crls_;  // newest first
  std::vector<std::unique_ptr<OcspResponse>> ocsp_responses_;
  std::map<std::pair<const Crl*, openssl::Sha256Digest>, bool> verified_;  // by list and issuer certificate
};

}  // namespace oteu::verification::revocation
