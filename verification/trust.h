// Everything that is trusted, parsed and authenticated once: what a Verifier rests on. Immutable after
// Create.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/revocation/crl_store.h"
#include "verification/verifier.h"
#include "verification/x509/certificate.h"
#include "verification/x509/certificate_pool.h"
#include "verification/x509/link_check.h"

namespace oteu::verification {

// What a certificate is trusted for. The anchors of one use say nothing for the other.
enum class CertificateUse { kSigning, kTimeStamping };

class Trust {
 public:
  // Errors: INVALID_ARGUMENT naming the input, e.g. "crls[1]: ...".
  static absl::StatusOr<std::unique_ptr<Trust>> Create(const TrustMaterial& material,
                                                       const v1::Policy& policy);

  // The same material under another policy: for the types of documents that have rules of their own. Shares
  // what is parsed; names the same snapshot, which holds the policy with all its profiles. This Trust must
  // outlive it.
  std::unique_ptr<Trust> WithPolicy(const v1::Policy& policy) const;

  const openssl::Context& context() const { return *context_; }
  const v1::Policy& policy() const { return policy_; }
  const std::vector<x509::CertificatePtr>& anchors() const { return anchors_; }
  const std::vector<x509::CertificatePtr>& tsa_anchors() const { return tsa_anchors_; }
  const std::vector<x509::CertificatePtr>& AnchorsFor(CertificateUse use) const {
    return use == CertificateUse::kSigning ? anchors_ : tsa_anchors_;
  }
  const std::vector<x509::CertificatePtr>& intermediates() const { return intermediates_; }
  // The same by subject, for path searches.
  const x509::CertificatePool& AnchorPoolFor(CertificateUse use) const {
    return use == CertificateUse::kSigning ? anchor_pool_ : tsa_anchor_pool_;
  }
  const x509::CertificatePool& intermediate_pool() const { return intermediate_pool_; }
  // Links between CA certificates met before, the configured ones from the start; thread-safe.
  x509::VerifiedLinks& verified_links() const { return *verified_links_; }
  const revocation::CrlStore& crls() const { return *crls_; }
  // Sorted instants at which a verdict about any certificate may change: dates of the material, ends of
  // algorithms.
  const std::vector<absl::Time>& boundaries() const { return boundaries_; }

  // See Verifier.
  const std::string& snapshot() const { return *snapshot_; }
  const std::string& snapshot_sha256() const { return snapshot_sha256_; }

 private:
  Trust() = default;
  Trust(const Trust&) = default;

  absl::Status Load(const TrustMaterial& material);
  absl::Status VerifyLinks();
  void CollectBoundaries();
  void TakeSnapshot();

  // In this order: what was made in the context goes before it.
  std::shared_ptr<openssl::Context> context_;
  v1::Policy policy_;
  std::vector<x509::CertificatePtr> anchors_;
  std::vector<x509::CertificatePtr> intermediates_;
  std::vector<x509::CertificatePtr> tsa_anchors_;
  x509::CertificatePool anchor_pool_;
  x509::CertificatePool tsa_anchor_pool_;
  x509::CertificatePool intermediate_pool_;
  std::shared_ptr<x509::VerifiedLinks> verified_links_ = std::make_shared<x509::VerifiedLinks>();
  std::shared_ptr<revocation::CrlStore> crls_;
  std::vector<absl::Time> boundaries_;
  std::shared_ptr<const std::string> snapshot_;
  std::string snapshot_sha256_;
};

// An instant as the verdict code compares with it: some comparisons are "at <= t", some "at < t".
template <typename Sink>
void ForBoundaries(absl::Time instant, const Sink& sink) {
  sink(instant);
  sink(instant + absl::Seconds(1));
}

}  // namespace oteu::verification
