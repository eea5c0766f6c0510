// Verifies a decision bundle with no server and no database: every digest, the decision made again byte for
// byte by the engine that made it, the signatures against the auditor's own anchors, and the decision's place
// in the audit chain.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "oteu/v1/decision_bundle.pb.h"
#include "oteu/verification/v1/policy.pb.h"
#include "service/store/audit_chain.h"
#include "verification/verifier.h"

namespace oteu::audit {

// What the auditor brings along. Without anchors the signatures are judged by the trust in the bundle alone,
// which is what the service says it was.
struct OwnTrust {
  verification::TrustMaterial material;            // anchors of both kinds, and what else is at hand
  std::optional<verification::v1::Policy> policy;  // in place of the bundle's
};

// What does not hold is a check that is not passed. INVALID_ARGUMENT when anchors or policy are no use.
absl::StatusOr<v1::BundleVerification> CheckBundle(const v1::DecisionBundle& bundle,
                                                   const std::optional<OwnTrust>& own,
                                                   const store::NotedHead& noted);

}  // namespace oteu::audit
