// Revocation along a chain (RFC 5280 section 6.3): every certificate below the anchor, by the lists of its
// issuer, or of those who sign in its place and have a path to the same anchor (6.3.3 (f)).
#pragma once

#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/revocation/crl_store.h"
#include "verification/x509/certificate_pool.h"
#include "verification/x509/path_search.h"

namespace oteu::verification::path {

class PathRevocation {
 public:
  // All must outlive it. `certificates`: who may sign lists. `budget` is shared by all searches for their
  // paths.
  PathRevocation(const openssl::Context& context, const v1::Policy& policy, const revocation::CrlStore& crls,
                 const std::vector<x509::CertificatePtr>& certificates, absl::Time at,
                 x509::WorkBudget* budget);

  // Failures about revocation along a chain that ends in an anchor.
  std::vector<x509::PathFailure> Check(const std::vector<x509::CertificatePtr>& chain);

 private:
  bool HasPath(const x509::CertificatePtr& signer, const x509::CertificatePtr& anchor);

  const openssl::Context& context_;
  const v1::Policy& policy_;
  const revocation::CrlStore& crls_;
  const std::vector<x509::CertificatePtr>& certificates_;
  x509::CertificatePool pool_;
  absl::Time at_;
  x509::WorkBudget* budget_;
  // Signers whose path is being looked for: two of them do not vouch for each other.
  std::set<openssl::Sha256Digest> looking_for_;
};

}  // namespace oteu::verification::path
