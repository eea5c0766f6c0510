#include "verification/x509/chain_rules.h"

#include <algorithm>
#include <optional>

#include "verification/limits.h"
#include "verification/x509/algorithm_rules.h"

namespace oteu::verification::x509 {

std::vector<PathFailure> JudgeChain(const v1::Policy& policy, const std::vector<CertificatePtr>& chain,
                                    absl::Time at) {
  std::vector<PathFailure> failures;
  if (chain.size() > kMaxChainCertificates.value)
    failures.push_back({LimitExceeded(kMaxChainCertificates), -1});
  for (size_t i = 0; i + 1 < chain.size(); ++i) {
    const CertificateOutline& outline = chain[i]->outline;
    const int index = static_cast<int>(i);
    if (!std::ranges::equal(outline.signature_algorithm, outline.outer_signature_algorithm)) {
      failures.push_back({{oteu::v1::VERIFICATION_CODE_CHAIN_INVALID, "RFC 5280 4.1.1.2",
                           "signature algorithms inside and outside differ"},
                          index});
    }
    std::optional<Problem> problem =
        JudgeSignatureAlgorithm(policy, outline.signature_algorithm, chain[i + 1]->key, at);
    if (problem) failures.push_back({*std::move(problem), index});
  }
  return failures;
}

}  // namespace oteu::verification::x509
