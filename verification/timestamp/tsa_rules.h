// What the certificate of a time-stamping authority must be (RFC 3161 section 2.3).
#pragma once

#include <optional>
#include <vector>

#include "oteu/verification/v1/policy.pb.h"
#include "verification/report/problem.h"
#include "verification/timestamp/tst_info.h"
#include "verification/x509/certificate.h"
#include "verification/x509/signer_rules.h"

namespace oteu::verification::timestamp {

// Extended key usage critical and timeStamping alone; key usage, where stated, for signatures alone; no CA.
// And the marker of a demonstration PKI, at the policy's level.
std::vector<x509::LeveledProblem> JudgeTsa(const v1::Policy& policy, const x509::Certificate& tsa);

// 2.4.2: the name inside the token, where there is one, is a name of the certificate's subject.
std::optional<Problem> CheckTsaName(const TstInfo& info, const x509::Certificate& tsa);

}  // namespace oteu::verification::timestamp
