#include "verification/certificate_verdict.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "verification/openssl/bytes.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/revocation/crl_store.h"
#include "verification/timestamp/tsa_rules.h"
#include "verification/x509/chain.h"
#include "verification/x509/chain_rules.h"
#include "verification/x509/name.h"
#include "verification/x509/signer_rules.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using x509::CertificatePtr;

bool IsAnchor(const CertificateQuestion& question, const CertificatePtr& certificate) {
  return std::ranges::any_of(question.trust->AnchorsFor(question.use), [&](const CertificatePtr& anchor) {
    return anchor->sha256 == certificate->sha256;
  });
}

// One attempt at a chain, judged by RFC 5280 and by the algorithm policy.
struct Chain {
  std::vector<CertificatePtr> certificates;
  std::vector<x509::PathFailure> failures;
  bool anchored = false;
};

absl::StatusOr<Chain> FindChain(const CertificateQuestion& question) {
  static const x509::PolicyInputs kAnyPolicy;
  const Trust& trust = *question.trust;
  std::vector<CertificatePtr> intermediates = trust.intermediates();
  intermediates.insert(intermediates.end(), question.candidates.begin(), question.candidates.end());
  absl::StatusOr<x509::ChainResult> built = x509::BuildChain({.context = &trust.context(),
                                                              .anchors = trust.StoreFor(question.use),
                                                              .target = question.certificate.get(),
                                                              .intermediates = &intermediates,
                                                              .at = question.at,
                                                              .policy_inputs = &kAnyPolicy});
  if (!built.ok()) return built.status();
  // OpenSSL answers with the very objects it was given.
  std::map<const X509*, CertificatePtr> known = {{question.certificate->x509.get(), question.certificate}};
  for (const std::vector<CertificatePtr>* list :
       {&trust.AnchorsFor(question.use), static_cast<const std::vector<CertificatePtr>*>(&intermediates)}) {
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
  chain.anchored = !not_found && !chain.certificates.empty() && IsAnchor(question, chain.certificates.back());
  if (!chain.anchored && !not_found) {
    chain.failures.push_back({{VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1", "no anchor"}, -1});
  }
  for (x509::PathFailure& failure : x509::JudgeChain(trust.policy(), chain.certificates, question.at)) {
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

// The certificate itself by the rule of its use; the CAs above it by theirs.
CheckLevel RevocationLevel(const v1::CheckLevels& levels, CertificateUse use, size_t index) {
  if (index > 0) return EffectiveLevel(levels.ca_revocation());
  return EffectiveLevel(use == CertificateUse::kSigning ? levels.signer_revocation()
                                                        : levels.tsa_revocation());
}

revocation::RevocationFinding FindRevocation(const CertificateQuestion& question, const Chain& chain,
                                             size_t index) {
  const revocation::CrlStore& crls = question.trust->crls();
  const x509::Certificate& certificate = *chain.certificates[index];
  const x509::Certificate& issuer = *chain.certificates[index + 1];
  revocation::RevocationFinding found = crls.Check(certificate, issuer, question.at);
  if (found.status == REVOCATION_STATUS_REVOKED && question.made_at) {
    revocation::RevocationFinding then = crls.Check(certificate, issuer, *question.made_at);
    if (then.status == REVOCATION_STATUS_GOOD) return then;
  }
  return found;
}

// Every certificate below the anchor, each by its own issuer's lists.
void CheckRevocation(const CertificateQuestion& question, const Chain& chain, CertificateVerdict* verdict) {
  for (size_t i = 0; i + 1 < chain.certificates.size(); ++i) {
    const CheckLevel level = RevocationLevel(question.trust->policy().levels(), question.use, i);
    if (level == CHECK_LEVEL_IGNORE) continue;
    const revocation::RevocationFinding found = FindRevocation(question, chain, i);
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

ChainLink MakeLink(const CertificateQuestion& question, const CertificatePtr& certificate) {
  ChainLink link;
  link.set_sha256(openssl::ToHex(certificate->sha256));
  if (certificate->is_ca) link.set_ca_subject(certificate->subject_text);
  link.set_trust_anchor(IsAnchor(question, certificate));
  *link.mutable_not_before() = ToProto(certificate->outline.not_before);
  *link.mutable_not_after() = ToProto(certificate->outline.not_after);
  return link;
}

// The time around `at` in which nothing that was looked at changes.
void SetInterval(const CertificateQuestion& question, const Chain& chain, CertificateVerdict* verdict) {
  const Trust& trust = *question.trust;
  std::vector<CertificatePtr> certificates = chain.certificates;
  certificates.push_back(question.certificate);
  certificates.insert(certificates.end(), question.candidates.begin(), question.candidates.end());
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
    const auto next = std::ranges::upper_bound(*boundaries, question.at);
    if (next != boundaries->end()) verdict->until = std::min(verdict->until, *next);
    if (next != boundaries->begin()) verdict->from = std::max(verdict->from, *std::prev(next));
  }
}

}  // namespace

bool MayReachAnchor(const CertificateQuestion& question) {
  const Trust& trust = *question.trust;
  if (IsAnchor(question, question.certificate)) return true;
  std::set<const x509::Certificate*> met;
  std::vector<openssl::Bytes> names = {question.certificate->outline.issuer};
  const auto is_subject = [](openssl::Bytes name) {
    return [name](const CertificatePtr& certificate) {
      return x509::NamesEqual(certificate->outline.subject, name);
    };
  };
  for (size_t i = 0; i < names.size(); ++i) {
    if (std::ranges::any_of(trust.AnchorsFor(question.use), is_subject(names[i]))) return true;
    for (const auto* list : {&trust.intermediates(), &question.candidates}) {
      for (const CertificatePtr& certificate : *list) {
        if (!is_subject(names[i])(certificate) || !met.insert(certificate.get()).second) continue;
        names.push_back(certificate->outline.issuer);
      }
    }
  }
  return false;
}

absl::StatusOr<CertificateVerdict> JudgeCertificate(const CertificateQuestion& question) {
  const Trust& trust = *question.trust;
  Chain chain;
  if (MayReachAnchor(question)) {
    absl::StatusOr<Chain> found = FindChain(question);
    if (!found.ok()) return found.status();
    chain = *std::move(found);
  } else {
    chain.certificates = {question.certificate};
    chain.failures.push_back({{VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1", "no anchor"}, -1});
  }
  CertificateVerdict verdict;
  verdict.anchored = chain.anchored;
  AddChainFindings(chain, &verdict);
  for (const CertificatePtr& certificate : chain.certificates) {
    verdict.chain.push_back(MakeLink(question, certificate));
  }
  if (chain.anchored) CheckRevocation(question, chain, &verdict);
  RefineExpiry(&verdict);
  const x509::Certificate* issuer = chain.certificates.size() > 1 ? chain.certificates[1].get() : nullptr;
  std::vector<x509::LeveledProblem> rules =
      question.use == CertificateUse::kSigning
          ? x509::JudgeSigner(trust.policy(), *question.certificate, issuer)
          : timestamp::JudgeTsa(trust.policy(), *question.certificate);
  for (x509::LeveledProblem& found : rules) {
    verdict.findings.push_back({std::move(found.problem), EffectiveLevel(found.level), 0});
  }
  SetInterval(question, chain, &verdict);
  return verdict;
}

}  // namespace oteu::verification
