// Building a certification path: from the target towards a trust anchor, several ways tried, within bounds
// (RFC 4158 is the guide).
//
//   CertificatePool anchors(trusted), intermediates(others);
//   absl::StatusOr<PathResult> result = FindPath({.context = &context, .anchors = &anchors,
//       .intermediates = {&intermediates}, .target = certificate, .at = time});
//   if (result->failures.empty()) ...;   // result->chain is valid
//
// Candidates are issuers by name, best first: key identifiers that match, then those that are silent, then
// those that contradict (they are a hint, the signature decides); anchors before others; valid at the time
// before others; the newest first. A candidate whose key does not verify the signature is no candidate. A
// certificate whose subject and key stand in the path already is not entered again, so cycles of
// cross-certificates end. A complete path is validated (path_validation.h) and put to `judge`; the first
// without a failure is the answer, otherwise the one with the fewest that are definite, then the fewest: a
// path that only lacks evidence may turn out good (TRY_LATER), one with a revoked authority will not.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "verification/openssl/context.h"
#include "verification/x509/certificate_pool.h"
#include "verification/x509/link_check.h"
#include "verification/x509/path_validation.h"
#include "verification/x509/work_budget.h"

namespace oteu::verification::x509 {

// Further failures of a complete path (target first): revocation, algorithms, constraints of the caller's.
using PathJudge = std::function<absl::StatusOr<std::vector<PathFailure>>(const std::vector<CertificatePtr>&)>;

struct PathQuery {
  const openssl::Context* context = nullptr;
  const CertificatePool* anchors = nullptr;
  // Configured ones first: among equals the first pool's come first. Trusted only through an anchor.
  std::vector<const CertificatePool*> intermediates;
  CertificatePtr target;
  absl::Time at;
  const PolicyInputs* policy_inputs = nullptr;  // null: any policy
  VerifiedLinks* links = nullptr;               // null: nothing is remembered
  WorkBudget* budget = nullptr;                 // null: the bounds of limits.h
  PathJudge judge = {};                         // empty: RFC 5280 alone
};

struct PathResult {
  std::vector<CertificatePtr> chain;  // From the target towards the anchor, as far as it was found.
  std::vector<PathFailure> failures;
  // The chain ends in an anchor, and every signature in it verifies.
  bool anchored = false;
  // A bound of the search was hit: there may be a valid path that was not seen. Never with empty failures.
  bool bounded = false;
};

// Errors: kResourceExhausted, kInternal, and what `judge` returns.
absl::StatusOr<PathResult> FindPath(const PathQuery& query);

}  // namespace oteu::verification::x509
