#include "verification/path/path_revocation.h"

#include <utility>

#include "verification/x509/chain_rules.h"

namespace oteu::verification::path {

using revocation::RevocationFinding;
using x509::CertificatePtr;
using x509::PathFailure;

std::vector<PathFailure> PathRevocation::Check(const std::vector<CertificatePtr>& chain) {
  std::vector<PathFailure> failures;
  for (size_t i = 0; i + 1 < chain.size(); ++i) {
    RevocationFinding found = Ask(chain, i);
    if (found.problem) failures.push_back({*std::move(found.problem), static_cast<int>(i)});
  }
  return failures;
}

// What is answered while a signer's path is being looked for depends on who that is, and is not kept.
RevocationFinding PathRevocation::Ask(const std::vector<CertificatePtr>& chain, size_t index) {
  if (!looking_for_.empty()) return AskAfresh(chain, index);
  const Key key = {chain[index].get(), chain[index + 1].get(), chain.back().get()};
  const auto known = answers_.find(key);
  if (known != answers_.end()) return known->second;
  return answers_.emplace(key, AskAfresh(chain, index)).first->second;
}

RevocationFinding PathRevocation::AskAfresh(const std::vector<CertificatePtr>& chain, size_t index) {
  asked_.push_back(chain[index]);
  revocation::RevocationQuestion question;
  question.certificate = chain[index].get();
  question.issuer = chain[index + 1].get();
  question.at = sources_.at;
  question.supplied = sources_.supplied;
  question.crl_issuers = sources_.crl_issuers;
  question.crl_issuer_is_trusted = [&](const CertificatePtr& signer) {
    // A certificate whose issuer refers to its own lists for it (PKITS 4.14.30): they may revoke it.
    if (looking_for_.contains(signer->sha256)) return index == 0 && signer->sha256 == chain[0]->sha256;
    return IsTrusted(signer, chain.back());
  };
  RevocationFinding found = sources_.crls->Check(question);
  if (found.status == oteu::v1::REVOCATION_STATUS_REVOKED && sources_.made_at) {
    question.at = *sources_.made_at;
    RevocationFinding then = sources_.crls->Check(question);
    if (then.status == oteu::v1::REVOCATION_STATUS_GOOD) return then;
  }
  return found;
}

bool PathRevocation::IsTrusted(const CertificatePtr& signer, const CertificatePtr& anchor) {
  if (!looking_for_.empty()) return HasPath(signer, anchor);
  const std::pair key = {signer.get(), anchor.get()};
  const auto known = trusted_.find(key);
  if (known != trusted_.end()) return known->second;
  return trusted_.emplace(key, HasPath(signer, anchor)).first->second;
}

bool PathRevocation::HasPath(const CertificatePtr& signer, const CertificatePtr& anchor) {
  looking_for_.insert(signer->sha256);
  const x509::CertificatePool anchors({anchor});
  const auto judge =
      [&](const std::vector<CertificatePtr>& chain) -> absl::StatusOr<std::vector<PathFailure>> {
    std::vector<PathFailure> failures = x509::JudgeChain(*sources_.policy, chain, sources_.at);
    for (PathFailure& failure : Check(chain)) {
      if (!sources_.evidence_about_signers && revocation::IsMissingEvidence(failure.problem.code)) continue;
      failures.push_back(std::move(failure));
    }
    return failures;
  };
  const absl::StatusOr<x509::PathResult> path = x509::FindPath({.context = sources_.context,
                                                                .anchors = &anchors,
                                                                .intermediates = sources_.intermediates,
                                                                .target = signer,
                                                                .at = sources_.at,
                                                                .policy_inputs = nullptr,
                                                                .links = sources_.links,
                                                                .budget = &budget_,
                                                                .judge = judge});
  looking_for_.erase(signer->sha256);
  // What could not be done vouches for nobody.
  return path.ok() && path->failures.empty() && path->anchored;
}

}  // namespace oteu::verification::path
