#include "verification/x509/path_search.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "verification/limits.h"
#include "verification/report/verdict.h"

namespace oteu::verification::x509 {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): the codes.

// How well key identifiers speak for an issuer; smaller is better.
int KeyIdentifierRank(const Certificate& certificate, const Certificate& issuer) {
  const openssl::Bytes wanted = certificate.extensions.authority_key_identifier;
  const openssl::Bytes offered = issuer.extensions.subject_key_identifier;
  if (wanted.empty() || offered.empty()) return 1;
  return std::ranges::equal(wanted, offered) ? 0 : 2;
}

// RFC 4158 section 2.4.2: the same name with the same key is the same authority.
bool IsSameAuthority(const Certificate& a, const Certificate& b) {
  return a.subject_name == b.subject_name && std::ranges::equal(a.outline.spki, b.outline.spki);
}

// Everything that is wrong is about the target itself, its dates among it: no other path could help.
bool IsHopeless(const std::vector<PathFailure>& failures) {
  const auto about_target = [](const PathFailure& failure) { return failure.index == 0; };
  const auto about_dates = [](const PathFailure& failure) {
    return failure.problem.code == VERIFICATION_CODE_CERTIFICATE_EXPIRED ||
           failure.problem.code == VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID;
  };
  return std::ranges::all_of(failures, about_target) && std::ranges::any_of(failures, about_dates);
}

// A failure that evidence yet to come cannot mend.
bool IsDefinite(const PathFailure& failure) {
  return OutcomeOf(failure.problem.code).sub_indication != SUB_INDICATION_TRY_LATER;
}

// Fewer failures that are definite, then fewer of any: a path that may turn out good is not given up for one
// that is known to be bad.
bool IsBetter(const std::vector<PathFailure>& a, const std::vector<PathFailure>& b) {
  const auto definite_a = std::ranges::count_if(a, IsDefinite);
  const auto definite_b = std::ranges::count_if(b, IsDefinite);
  return definite_a != definite_b ? definite_a < definite_b : a.size() < b.size();
}

class PathSearch {
 public:
  PathSearch(const PathQuery& query, WorkBudget* budget) : query_(query), budget_(budget) {}

  absl::StatusOr<PathResult> Run() {
    path_.push_back(query_.target);
    Extend();
    if (!status_.ok()) return status_;
    if (found_ && best_) return *std::move(best_);
    if (!best_ && budget_->exhausted() == nullptr) Diagnose();
    if (!status_.ok()) return status_;
    if (budget_->exhausted() != nullptr) AddBound(*budget_->exhausted());
    if (Best().failures.empty()) {  // Cannot be; what is not found must never look valid.
      Best().failures.push_back({{VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1", ""}, -1});
    }
    return std::move(Best());
  }

 private:
  struct Candidate {
    CertificatePtr certificate;
    bool is_anchor = false;
  };

  // Depth first; false: go on looking. Recursion is bounded by kMaxChainCertificates.
  bool Extend() {
    const CertificatePtr tip = path_.back();
    if (query_.anchors->Contains(tip->sha256)) return Complete();
    const std::vector<Candidate> candidates = CandidatesFor(*tip);
    if (path_.size() == kMaxChainCertificates.value) {
      too_deep_ = too_deep_ || !candidates.empty();
      return false;
    }
    for (const Candidate& candidate : candidates) {
      if (!budget_->Spend(WorkBudget::kStep)) return true;
      // An anchor ends the path: no cycle can come of it.
      if (!candidate.is_anchor && IsInPath(*candidate.certificate)) continue;
      if (Check(*tip, candidate) != LinkCheck::kGood) {
        if (Stopped()) return true;
        continue;
      }
      path_.push_back(candidate.certificate);
      const bool done = Extend();
      path_.pop_back();
      if (done || Stopped()) return true;
    }
    return false;
  }

  // The target alone while nothing else was found.
  PathResult& Best() {
    if (!best_) best_.emplace(PathResult{.chain = {query_.target}, .failures = {}});
    return *best_;
  }

  void AddBound(const Limit& limit) {
    Problem problem = LimitExceeded(limit);
    problem.sub_indication = SUB_INDICATION_CERTIFICATE_CHAIN_GENERAL_FAILURE;
    Best().failures.push_back({std::move(problem), -1});
    Best().bounded = true;
  }

  bool Stopped() const { return !status_.ok() || budget_->exhausted() != nullptr; }

  bool IsInPath(const Certificate& certificate) const {
    return std::ranges::any_of(
        path_, [&](const CertificatePtr& other) { return IsSameAuthority(*other, certificate); });
  }

  // Issuers by name, best first, each certificate once.
  std::vector<Candidate> CandidatesFor(const Certificate& certificate) const {
    std::vector<Candidate> candidates;
    if (certificate.issuer_name.empty()) return candidates;
    for (const CertificatePtr& anchor : query_.anchors->WithSubject(certificate.issuer_name)) {
      candidates.push_back({anchor, true});
    }
    for (const CertificatePool* pool : query_.intermediates) {
      for (const CertificatePtr& issuer : pool->WithSubject(certificate.issuer_name)) {
        const auto same = [&](const Candidate& known) { return known.certificate->sha256 == issuer->sha256; };
        // The pools hold each certificate once; what two of them hold is found among the few equal names.
        const bool twice = query_.intermediates.size() > 1 || query_.anchors->Contains(issuer->sha256);
        if (twice && std::ranges::any_of(candidates, same)) continue;
        candidates.push_back({issuer, false});
      }
    }
    const auto rank = [&](const Candidate& candidate) {
      const CertificateOutline& outline = candidate.certificate->outline;
      const bool valid = outline.not_before <= query_.at && query_.at <= outline.not_after;
      return std::tuple(KeyIdentifierRank(certificate, *candidate.certificate), !candidate.is_anchor, !valid,
                        -absl::ToUnixSeconds(outline.not_before));
    };
    std::ranges::sort(candidates, [&](const Candidate& a, const Candidate& b) {
      return std::pair(rank(a), a.certificate->sha256) < std::pair(rank(b), b.certificate->sha256);
    });
    return candidates;
  }

  // kUnchecked when the budget does not allow it.
  LinkCheck Check(const Certificate& certificate, const Candidate& issuer) {
    const auto [known, is_new] =
        checked_.try_emplace({&certificate, issuer.certificate.get()}, LinkCheck::kUnchecked);
    if (!is_new && known->second != LinkCheck::kUnchecked) return known->second;
    // A remembered link counts like another: what is remembered must not decide where the search ends.
    if (!budget_->Spend(WorkBudget::kSignatureCheck)) return LinkCheck::kUnchecked;
    if (query_.links != nullptr && query_.links->Contains(certificate, *issuer.certificate)) {
      return known->second = LinkCheck::kGood;
    }
    const absl::StatusOr<LinkCheck> check = CheckLink(*query_.context, certificate, *issuer.certificate);
    if (!check.ok()) {
      status_ = check.status();
      return LinkCheck::kUnchecked;
    }
    return known->second = *check;
  }

  std::vector<LinkCheck> LinksOf(const std::vector<CertificatePtr>& chain) const {
    std::vector<LinkCheck> links;
    for (size_t i = 0; i + 1 < chain.size(); ++i) {
      const auto found = checked_.find({chain[i].get(), chain[i + 1].get()});
      links.push_back(found != checked_.end() ? found->second : LinkCheck::kUnchecked);
    }
    return links;
  }

  // Validates a chain that ends in an anchor and keeps it when it is the best so far.
  bool Complete() {
    if (!budget_->Spend(WorkBudget::kPath)) return true;
    RememberLinks();
    absl::StatusOr<std::vector<PathFailure>> failures = Judge(path_);
    if (!failures.ok()) {
      status_ = failures.status();
      return true;
    }
    found_ = failures->empty();
    const bool hopeless = IsHopeless(*failures);
    if (!best_ || IsBetter(*failures, Best().failures)) {
      best_ = PathResult{.chain = path_, .failures = *std::move(failures), .anchored = true};
    }
    return found_ || hopeless;
  }

  // Of CAs alone, and only below an anchor: nobody fills the memory with certificates of his own making.
  void RememberLinks() const {
    if (query_.links == nullptr) return;
    for (size_t i = 0; i + 1 < path_.size(); ++i) {
      if (path_[i]->is_ca) query_.links->Insert(*path_[i], *path_[i + 1]);
    }
  }

  absl::StatusOr<std::vector<PathFailure>> Judge(const std::vector<CertificatePtr>& chain) {
    const std::vector<LinkCheck> links = LinksOf(chain);
    std::vector<PathFailure> failures = ValidatePath(
        {.chain = chain, .links = links, .at = query_.at, .policy_inputs = query_.policy_inputs}, budget_);
    if (!query_.judge) return failures;
    absl::StatusOr<std::vector<PathFailure>> more = query_.judge(chain);
    if (!more.ok()) return more.status();
    for (PathFailure& failure : *more) {
      if (std::ranges::find(failures, failure) == failures.end()) failures.push_back(std::move(failure));
    }
    return failures;
  }

  // No path: says why, along the candidates that looked best.
  void Diagnose() {
    std::vector<CertificatePtr> chain = {query_.target};
    while (chain.size() < kMaxChainCertificates.value && !query_.anchors->Contains(chain.back()->sha256)) {
      CertificatePtr next = LikeliestIssuer(chain);
      if (next == nullptr) break;
      chain.push_back(std::move(next));
    }
    best_ = PathResult{.chain = chain, .failures = {}};
    if (query_.anchors->Contains(chain.back()->sha256)) {
      // The search stopped at the first bad link.
      for (size_t i = 0; i + 1 < chain.size(); ++i) Check(*chain[i], {chain[i + 1], false});
      absl::StatusOr<std::vector<PathFailure>> failures = Judge(chain);
      if (!failures.ok()) {
        status_ = failures.status();
        return;
      }
      Best().failures = *std::move(failures);
    } else if (too_deep_) {
      AddBound(kMaxChainCertificates);
    } else {
      AddBadLinks();
      Best().failures.push_back({{VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1", "no chain to an anchor"},
                                 static_cast<int>(chain.size()) - 1});
    }
  }

  void AddBadLinks() {
    const std::vector<LinkCheck> links = LinksOf(Best().chain);
    for (size_t i = 0; i < links.size(); ++i) {
      if (links[i] != LinkCheck::kBad) continue;
      Best().failures.push_back({{VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID, "RFC 5280 6.1.3(a)(1)",
                                  "signature does not verify with the issuer's key"},
                                 static_cast<int>(i)});
    }
  }

  // Among those by name: one whose key verified the signature, else the first that the key identifiers do not
  // contradict.
  CertificatePtr LikeliestIssuer(const std::vector<CertificatePtr>& chain) const {
    CertificatePtr likeliest;
    for (const Candidate& candidate : CandidatesFor(*chain.back())) {
      const auto same = [&](const CertificatePtr& other) {
        return IsSameAuthority(*other, *candidate.certificate);
      };
      if (std::ranges::any_of(chain, same)) continue;
      const auto check = checked_.find({chain.back().get(), candidate.certificate.get()});
      if (check != checked_.end() && check->second == LinkCheck::kGood) return candidate.certificate;
      if (likeliest == nullptr && KeyIdentifierRank(*chain.back(), *candidate.certificate) < 2) {
        likeliest = candidate.certificate;
      }
    }
    return likeliest;
  }

  const PathQuery& query_;
  WorkBudget* budget_;
  absl::Status status_;
  std::vector<CertificatePtr> path_;
  std::map<std::pair<const Certificate*, const Certificate*>, LinkCheck> checked_;
  std::optional<PathResult> best_;
  bool found_ = false;     // best_ is valid
  bool too_deep_ = false;  // candidates were left at the bound of the depth
};

}  // namespace

absl::StatusOr<PathResult> FindPath(const PathQuery& query) {
  WorkBudget own_budget;
  return PathSearch(query, query.budget != nullptr ? query.budget : &own_budget).Run();
}

}  // namespace oteu::verification::x509
