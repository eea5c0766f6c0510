#include "verification/certificate_verdict.h"

#include <algorithm>
#include <map>
#include <utility>

#include "verification/openssl/bytes.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/revocation/crl_store.h"
#include "verification/x509/chain.h"
#include "verification/x509/chain_rules.h"
#include "verification/x509/signer_rules.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using x509::CertificatePtr;

bool IsAnchor(const Trust& trust, const CertificatePtr& certificate) {
  return std::ranges::any_of(
      trust.anchors(), [&](const CertificatePtr& anchor) { return anchor->sha256 == certificate->sha256; });
}

// One attempt at a chain, judged by RFC 5280 and by the algorithm policy.
struct Chain {
  std::vector<CertificatePtr> certificates;
  std::vector<x509::PathFailure> failures;
  bool anchored = false;
};

absl::StatusOr<Chain> FindChain(const Trust& trust, const CertificatePtr& signer,
                                const std::vector<CertificatePtr>& intermediates, absl::Time at) {
  static const x509::PolicyInputs kAnyPolicy;
  absl::StatusOr<x509::ChainResult> built = x509::BuildChain({.context = &trust.context(),
                                                              .anchors = trust.anchor_store(),
                                                              .target = signer.get(),
                                                              .intermediates = &intermediates,
                                                              .at = at,
                                                              .policy_inputs = &kAnyPolicy});
  if (!built.ok()) return built.status();
  // OpenSSL answers with the very objects it was given.
  std::map<const X509*, CertificatePtr> known = {{signer->x509.get(), signer}};
  for (const auto* list : {&trust.anchors(), &intermediates}) {
    for (const CertificatePtr& certificate : *list) known.emplace(certificate->x509.get(), certificate);
  }
  Chain chain;
  chain.failures = std::move(built->failures);
  for (const openssl::X509Ptr& x509 : built->chain) {
    const auto found = known.find(x509.get());
    if (found == known.end()) return absl::InternalError("path validation: a certificate from nowhere");
    chain.certificates.push_back(found->second);
  }
  const bool not_found = std::ranges::any_of(chain.failures, [](const x509::PathFailure& failure) {
    return failure.problem.code == VERIFICATION_CODE_CHAIN_NOT_FOUND;
  });
  chain.anchored = !not_found && !chain.certificates.empty() && IsAnchor(trust, chain.certificates.back());
  if (!chain.anchored && !not_found) {
    chain.failures.push_back({{VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1", "no anchor"}, -1});
  }
  for (x509::PathFailure& failure : x509::JudgeChain(trust.policy(), chain.certificates, at)) {
    chain.failures.push_back(std::move(failure));
  }
  return chain;
}

void AddChainFindings(const Chain& chain, CertificateVerdict* verdict) {
  bool not_found = false;
  for (const x509::PathFailure& failure : chain.failures) {
    // OpenSSL has several words for it; one is enough.
    if (failure.problem.code == VERIFICATION_CODE_CHAIN_NOT_FOUND && std::exchange(not_found, true)) continue;
    verdict->findings.push_back({failure.problem, CHECK_LEVEL_FAIL, std::max(failure.index, 0)});
  }
}

// How a revocation finding counts: what was found decides always; what could not be found, as the policy
// says.
CheckLevel LevelOf(const Problem& problem, CheckLevel missing) {
  switch (problem.code) {
    case VERIFICATION_CODE_CERTIFICATE_REVOKED:
    case VERIFICATION_CODE_CA_REVOKED:
    case VERIFICATION_CODE_CERTIFICATE_ON_HOLD:
      return CHECK_LEVEL_FAIL;
    default:
      return missing;
  }
}

// Every certificate below the anchor, each by its own issuer's lists.
void CheckRevocation(const Trust& trust, const Chain& chain, absl::Time at, CertificateVerdict* verdict) {
  for (size_t i = 0; i + 1 < chain.certificates.size(); ++i) {
    const v1::CheckLevels& levels = trust.policy().levels();
    const CheckLevel level = EffectiveLevel(i == 0 ? levels.signer_revocation() : levels.ca_revocation());
    if (level == CHECK_LEVEL_IGNORE) continue;
    const revocation::RevocationFinding found =
        trust.crls().Check(*chain.certificates[i], *chain.certificates[i + 1], at);
    verdict->chain[i].set_revocation(found.status);
    if (found.problem) {
      verdict->findings.push_back({*found.problem, LevelOf(*found.problem, level), static_cast<int>(i)});
    }
  }
}

// EN 319 102-1 table 6: out of its validity, but known not to be revoked, is a finding of its own.
void RefineExpiry(CertificateVerdict* verdict) {
  if (verdict->chain.empty() || verdict->chain[0].revocation() != REVOCATION_STATUS_GOOD) return;
  for (CertificateFinding& finding : verdict->findings) {
    if (finding.index == 0 && (finding.problem.code == VERIFICATION_CODE_CERTIFICATE_EXPIRED ||
                               finding.problem.code == VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID)) {
      finding.problem.sub_indication = SUB_INDICATION_OUT_OF_BOUNDS_NOT_REVOKED;
    }
  }
}

ChainLink MakeLink(const Trust& trust, const CertificatePtr& certificate) {
  ChainLink link;
  link.set_sha256(openssl::ToHex(certificate->sha256));
  if (certificate->is_ca) link.set_ca_subject(certificate->subject_text);
  link.set_trust_anchor(IsAnchor(trust, certificate));
  *link.mutable_not_before() = ToProto(certificate->outline.not_before);
  *link.mutable_not_after() = ToProto(certificate->outline.not_after);
  return link;
}

// The time around `at` in which nothing that was looked at changes.
void SetInterval(const Trust& trust, const std::vector<CertificatePtr>& certificates, absl::Time at,
                 CertificateVerdict* verdict) {
  std::vector<absl::Time> own;
  for (const CertificatePtr& certificate : certificates) {
    AddBoundary(certificate->outline.not_before, &own);
    AddBoundary(certificate->outline.not_after, &own);
    for (const absl::Time instant : trust.crls().Boundaries(*certificate)) AddBoundary(instant, &own);
  }
  std::ranges::sort(own);
  verdict->from = absl::InfinitePast();
  verdict->until = absl::InfiniteFuture();
  for (const auto* boundaries : {&trust.boundaries(), static_cast<const std::vector<absl::Time>*>(&own)}) {
    const auto next = std::ranges::upper_bound(*boundaries, at);
    if (next != boundaries->end()) verdict->until = std::min(verdict->until, *next);
    if (next != boundaries->begin()) verdict->from = std::max(verdict->from, *std::prev(next));
  }
}

}  // namespace

absl::StatusOr<CertificateVerdict> JudgeCertificate(const Trust& trust, const CertificatePtr& signer,
                                                    const std::vector<CertificatePtr>& embedded,
                                                    absl::Time at) {
  std::vector<CertificatePtr> candidates = trust.intermediates();
  candidates.insert(candidates.end(), embedded.begin(), embedded.end());
  absl::StatusOr<Chain> chain = FindChain(trust, signer, candidates, at);
  if (!chain.ok()) return chain.status();
  CertificateVerdict verdict;
  verdict.anchored = chain->anchored;
  AddChainFindings(*chain, &verdict);
  for (const CertificatePtr& certificate : chain->certificates) {
    verdict.chain.push_back(MakeLink(trust, certificate));
  }
  if (chain->anchored) CheckRevocation(trust, *chain, at, &verdict);
  RefineExpiry(&verdict);
  const x509::Certificate* issuer = chain->certificates.size() > 1 ? chain->certificates[1].get() : nullptr;
  for (x509::LeveledProblem& found : x509::JudgeSigner(trust.policy(), *signer, issuer)) {
    verdict.findings.push_back({std::move(found.problem), EffectiveLevel(found.level), 0});
  }
  std::vector<CertificatePtr> looked_at = chain->certificates;
  looked_at.push_back(signer);
  looked_at.insert(looked_at.end(), embedded.begin(), embedded.end());
  SetInterval(trust, looked_at, at, &verdict);
  return verdict;
}

}  // namespace oteu::verification
