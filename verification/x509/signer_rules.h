// What the policy requires of a signer's certificate beyond RFC 5280: purpose, uses, policies, issuer. The
// Kazakh profile: the key usage decides between signing and authentication, and old certificate policies
// where they stand.
#pragma once

#include <vector>

#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/report/problem.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::x509 {

struct LeveledProblem {
  Problem problem;
  oteu::v1::CheckLevel level = oteu::v1::CHECK_LEVEL_FAIL;
};

// `issuer`: the next certificate of the chain; null when there is none.
std::vector<LeveledProblem> JudgeSigner(const v1::Policy& policy, const Certificate& signer,
                                        const Certificate* issuer);

}  // namespace oteu::verification::x509
