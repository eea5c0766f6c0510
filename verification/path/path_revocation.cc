#include "verification/path/path_revocation.h"

#include <utility>

#include "verification/x509/chain_rules.h"

namespace oteu::verification::path {

using x509::CertificatePtr;
using x509::PathFailure;

PathRevocation::PathRevocation(const openssl::Context& context, const v1::Policy& policy,
                               const revocation::CrlStore& crls,
                               const std::vector<CertificatePtr>& certificates, absl::Time at,
                               x509::WorkBudget* budget)
    : context_(context),
      policy_(policy),
      crls_(crls),
      certificates_(certificates),
      pool_(certificates),
      at_(at),
      budget_(budget) {}

std::vector<PathFailure> PathRevocation::Check(const std::vector<CertificatePtr>& chain) {
  std::vector<PathFailure> failures;
  for (size_t i = 0; i + 1 < chain.size(); ++i) {
    revocation::RevocationQuestion question;
    question.certificate = chain[i].get();
    question.issuer = chain[i + 1].get();
    question.at = at_;
    question.crl_issuers = &certificates_;
    question.crl_issuer_is_trusted = [&](const CertificatePtr& signer) {
      // A certificate whose issuer refers to its own lists for it (PKITS 4.14.30): they may revoke it.
      if (looking_for_.contains(signer->sha256)) return i == 0 && signer->sha256 == chain[0]->sha256;
      return HasPath(signer, chain.back());
    };
    revocation::RevocationFinding found = crls_.Check(question);
    if (found.problem) failures.push_back({*std::move(found.problem), static_cast<int>(i)});
  }
  return failures;
}

bool PathRevocation::HasPath(const CertificatePtr& signer, const CertificatePtr& anchor) {
  looking_for_.insert(signer->sha256);
  const x509::CertificatePool anchors({anchor});
  const auto judge =
      [&](const std::vector<CertificatePtr>& chain) -> absl::StatusOr<std::vector<PathFailure>> {
    std::vector<PathFailure> failures = x509::JudgeChain(policy_, chain, at_);
    for (PathFailure& failure : Check(chain)) failures.push_back(std::move(failure));
    return failures;
  };
  const absl::StatusOr<x509::PathResult> path = x509::FindPath({.context = &context_,
                                                                .anchors = &anchors,
                                                                .intermediates = {&pool_},
                                                                .target = signer,
                                                                .at = at_,
                                                                .policy_inputs = nullptr,
                                                                .links = nullptr,
                                                                .budget = budget_,
                                                                .judge = judge});
  looking_for_.erase(signer->sha256);
  // What could not be done vouches for nobody.
  return path.ok() && path->failures.empty() && path->anchored;
}

}  // namespace oteu::verification::path
