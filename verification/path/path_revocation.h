// Revocation along a chain (RFC 5280 section 6.3): every certificate below the anchor, by the lists of its
// issuer, or of those who sign in its place and have a path to the same anchor (6.3.3 (f)).
//
//   PathRevocation revocation({.context = &context, .policy = &policy, .crls = &crls, .at = time, ...});
//   RevocationFinding found = revocation.Ask(chain, 0);
#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/revocation/crl_store.h"
#include "verification/x509/certificate_pool.h"
#include "verification/x509/link_check.h"
#include "verification/x509/path_search.h"

namespace oteu::verification::path {

// All that is pointed to must outlive the PathRevocation.
struct RevocationSources {
  const openssl::Context* context = nullptr;
  const v1::Policy* policy = nullptr;
  const revocation::CrlStore* crls = nullptr;
  const revocation::SuppliedEvidence* supplied = nullptr;  // null: none
  absl::Time at;
  // As in CertificateQuestion (certificate_verdict.h).
  std::optional<absl::Time> made_at = std::nullopt;
  // Who may have signed lists in a CA's place, and where their paths are looked for.
  std::vector<const std::vector<x509::CertificatePtr>*> crl_issuers = {};
  std::vector<const x509::CertificatePool*> intermediates = {};
  x509::VerifiedLinks* links = nullptr;  // null: nothing is remembered
  // Whether one who signs lists must be known not to be revoked; otherwise it must not be known to be
  // revoked.
  bool evidence_about_signers = true;
};

// For one question at one time; remembers its answers. The searches for the paths of those who sign lists
// share one budget.
class PathRevocation {
 public:
  explicit PathRevocation(RevocationSources sources) : sources_(std::move(sources)) {}

  // Of chain[index], for a chain that ends in an anchor.
  revocation::RevocationFinding Ask(const std::vector<x509::CertificatePtr>& chain, size_t index);
  // Problems of every certificate of the chain.
  std::vector<x509::PathFailure> Check(const std::vector<x509::CertificatePtr>& chain);
  // Every certificate that was asked about: the answers change with what is known of any of them.
  const std::vector<x509::CertificatePtr>& asked() const { return asked_; }

 private:
  revocation::RevocationFinding AskAfresh(const std::vector<x509::CertificatePtr>& chain, size_t index);
  bool IsTrusted(const x509::CertificatePtr& signer, const x509::CertificatePtr& anchor);
  bool HasPath(const x509::CertificatePtr& signer, const x509::CertificatePtr& anchor);

  // Certificate, issuer and anchor.
  using Key = std::tuple<const x509::Certificate*, const x509::Certificate*, const x509::Certificate*>;

  const RevocationSources sources_;
  x509::WorkBudget budget_;
  std::map<Key, revocation::RevocationFinding> answers_;
  std::map<std::pair<const x509::Certificate*, const x509::Certificate*>, bool> trusted_;
  std::vector<x509::CertificatePtr> asked_;
  // Signers whose path is being looked for: two of them do not vouch for each other.
  std::set<openssl::Sha256Digest> looking_for_;
};

}  // namespace oteu::verification::path
