#include "verification/certificate_verdict.h"

#include <algorithm>
#include <utility>

#include "verification/openssl/bytes.h"
#include "verification/path/path_revocation.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/revocation/crl_store.h"
#include "verification/timestamp/tsa_rules.h"
#include "verification/x509/chain_rules.h"
#include "verification/x509/path_search.h"
#include "verification/x509/signer_rules.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using x509::CertificatePtr;

bool IsAnchor(const CertificateQuestion& question, const CertificatePtr& certificate) {
  return question.trust->AnchorPoolFor(question.use).Contains(certificate->sha256);
}

// How a revocation finding counts: what was found decides always; what could not be found, as the policy
// says.
CheckLevel LevelOf(const Problem& problem, CheckLevel missing) {
  return revocation::IsMissingEvidence(problem.code) ? missing : CHECK_LEVEL_FAIL;
}

// The certificate itself by the rule of its use; the CAs above it by theirs.
CheckLevel RevocationLevel(const CertificateQuestion& question, size_t index) {
  const v1::CheckLevels& levels = question.trust->policy().levels();
  if (index > 0) return EffectiveLevel(levels.ca_revocation());
  return EffectiveLevel(question.use == CertificateUse::kSigning ? levels.signer_revocation()
                                                                 : levels.tsa_revocation());
}

// What speaks against a chain because of revocation.
std::vector<x509::PathFailure> RevocationFailures(const CertificateQuestion& question,
                                                  const std::vector<CertificatePtr>& chain,
                                                  path::PathRevocation* revocation) {
  std::vector<x509::PathFailure> failures;
  for (size_t i = 0; i + 1 < chain.size(); ++i) {
    const CheckLevel level = RevocationLevel(question, i);
    if (level == CHECK_LEVEL_IGNORE) continue;
    const std::optional<Problem> problem = revocation->Ask(chain, i).problem;
    if (problem && LevelOf(*problem, level) == CHECK_LEVEL_FAIL)
      failures.push_back({*problem, static_cast<int>(i)});
  }
  return failures;
}

// The best chain, judged by RFC 5280, by the algorithm policy and by revocation: where a CA was revoked and
// certified anew, the new certificate counts.
absl::StatusOr<x509::PathResult> FindChain(const CertificateQuestion& question,
                                           const x509::CertificatePool& candidates,
                                           path::PathRevocation* revocation) {
  const Trust& trust = *question.trust;
  x509::PathQuery query;
  query.context = &trust.context();
  query.anchors = &trust.AnchorPoolFor(question.use);
  query.intermediates = {&trust.intermediate_pool(), &candidates};
  query.target = question.certificate;
  query.at = question.at;
  query.links = &trust.verified_links();
  query.judge =
      [&](const std::vector<CertificatePtr>& chain) -> absl::StatusOr<std::vector<x509::PathFailure>> {
    std::vector<x509::PathFailure> failures = x509::JudgeChain(trust.policy(), chain, question.at);
    for (x509::PathFailure& failure : RevocationFailures(question, chain, revocation))
      failures.push_back(std::move(failure));
    return failures;
  };
  return x509::FindPath(query);
}

// But for revocation, which has levels of its own (CheckRevocation).
void AddChainFindings(const x509::PathResult& chain, CertificateVerdict* verdict) {
  for (const x509::PathFailure& failure : chain.failures) {
    if (revocation::IsRevocationProblem(failure.problem.code)) continue;
    verdict->findings.push_back({failure.problem, CHECK_LEVEL_FAIL, std::max(failure.index, 0)});
  }
}

// Every certificate below the anchor, each by its own issuer's evidence.
void CheckRevocation(const CertificateQuestion& question, const x509::PathResult& chain,
                     path::PathRevocation* revocation, CertificateVerdict* verdict) {
  for (size_t i = 0; i + 1 < chain.chain.size(); ++i) {
    const CheckLevel level = RevocationLevel(question, i);
    if (level == CHECK_LEVEL_IGNORE) continue;
    const revocation::RevocationFinding found = revocation->Ask(chain.chain, i);
    revocation::Describe(found, &verdict->chain[i]);
    if (found.status == REVOCATION_STATUS_UNAVAILABLE) verdict->settled = false;
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

ChainLink MakeLink(const CertificateQuestion& question, const CertificatePtr& certificate) {
  ChainLink link;
  link.set_sha256(openssl::ToHex(certificate->sha256));
  if (certificate->is_ca) link.set_ca_subject(certificate->ca_text);
  link.set_trust_anchor(IsAnchor(question, certificate));
  *link.mutable_not_before() = ToProto(certificate->outline.not_before);
  *link.mutable_not_after() = ToProto(certificate->outline.not_after);
  return link;
}

// The time around `at` in which nothing that was looked at changes. `asked`: whose revocation was asked for.
void SetInterval(const CertificateQuestion& question, const x509::PathResult& chain,
                 const std::vector<CertificatePtr>& asked, CertificateVerdict* verdict) {
  const Trust& trust = *question.trust;
  verdict->from = absl::InfinitePast();
  verdict->until = absl::InfiniteFuture();
  const auto narrow = [&](absl::Time boundary) {
    absl::Time& end = boundary > question.at ? verdict->until : verdict->from;
    end = boundary > question.at ? std::min(end, boundary) : std::max(end, boundary);
  };
  std::vector<const x509::Certificate*> certificates;
  certificates.reserve(1 + chain.chain.size() + question.candidates.size() + asked.size());
  certificates.push_back(question.certificate.get());
  for (const auto* list : {&chain.chain, &question.candidates, &asked}) {
    for (const CertificatePtr& certificate : *list) certificates.push_back(certificate.get());
  }
  std::ranges::sort(certificates);  // each once: every list is asked about it
  certificates.erase(std::unique(certificates.begin(), certificates.end()), certificates.end());
  for (const x509::Certificate* certificate : certificates) {
    ForBoundaries(certificate->outline.not_before, narrow);
    ForBoundaries(certificate->outline.not_after, narrow);
    for (const absl::Time instant : trust.crls().Boundaries(*certificate)) ForBoundaries(instant, narrow);
  }
  const auto next = std::ranges::upper_bound(trust.boundaries(), question.at);
  if (next != trust.boundaries().end()) narrow(*next);
  if (next != trust.boundaries().begin()) narrow(*std::prev(next));
}

}  // namespace

absl::StatusOr<CertificateVerdict> JudgeCertificate(const CertificateQuestion& question) {
  const Trust& trust = *question.trust;
  const x509::CertificatePool candidates(question.candidates);
  path::PathRevocation revocation(
      {.context = &trust.context(),
       .policy = &trust.policy(),
       .crls = &trust.crls(),
       .supplied = question.supplied,
       .at = question.at,
       .made_at = question.made_at,
       .crl_issuers = {&trust.intermediates(), &question.candidates},
       .intermediates = {&trust.intermediate_pool(), &candidates},
       .links = &trust.verified_links(),
       .evidence_about_signers =
           EffectiveLevel(trust.policy().levels().ca_revocation()) == CHECK_LEVEL_FAIL});
  absl::StatusOr<x509::PathResult> found = FindChain(question, candidates, &revocation);
  if (!found.ok()) return found.status();
  const x509::PathResult& chain = *found;
  CertificateVerdict verdict;
  verdict.anchored = chain.anchored;
  verdict.bounded = chain.bounded;
  verdict.settled = chain.anchored && chain.failures.empty();
  verdict.certificates = chain.chain;
  AddChainFindings(chain, &verdict);
  verdict.chain.reserve(chain.chain.size());
  for (const CertificatePtr& certificate : chain.chain) {
    verdict.chain.push_back(MakeLink(question, certificate));
  }
  if (chain.anchored) CheckRevocation(question, chain, &revocation, &verdict);
  RefineExpiry(&verdict);
  const x509::Certificate* issuer = chain.chain.size() > 1 ? chain.chain[1].get() : nullptr;
  std::vector<x509::LeveledProblem> rules =
      question.use == CertificateUse::kSigning
          ? x509::JudgeSigner(trust.policy(), *question.certificate, issuer)
          : timestamp::JudgeTsa(trust.policy(), *question.certificate);
  for (x509::LeveledProblem& rule : rules) {
    verdict.findings.push_back({std::move(rule.problem), EffectiveLevel(rule.level), 0});
  }
  SetInterval(question, chain, revocation.asked(), &verdict);
  return verdict;
}

}  // namespace oteu::verification
