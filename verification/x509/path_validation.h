// Validation of one certification path, step by step after RFC 5280 section 6.1, with the policy graph of RFC
// 9618 in place of the valid_policy_tree. Every step that fails is a finding that names its clause.
//
//   std::vector<PathFailure> failures = ValidatePath({.chain = chain, .links = links, .at = at}, &budget);
//
// Signatures are checked before (links), revocation and the algorithm policy beside it (path_search.h).
// Beyond RFC 5280 the certificate of the anchor is held to what it says itself: its end of validity, path
// length and name constraints, critical extensions and key usage (RFC 5937). Its beginning is not: an
// authority that re-issues its root leaves older certificates behind it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "verification/report/problem.h"
#include "verification/x509/certificate.h"
#include "verification/x509/work_budget.h"

namespace oteu::verification::x509 {

// RFC 5280 section 6.1.1, inputs (c) to (g).
struct PolicyInputs {
  std::vector<std::string> user_policies;  // dotted; empty: any-policy
  bool require_explicit_policy = false;
  bool inhibit_mapping = false;
  bool inhibit_any_policy = false;
};

// `index`: the certificate concerned, 0 the target; -1 the path as a whole.
struct PathFailure {
  Problem problem;
  int index = -1;

  bool operator==(const PathFailure& other) const {
    return index == other.index && problem.code == other.problem.code && problem.cause == other.problem.cause;
  }
};

// What is known of the signature of a certificate with its issuer's key.
enum class LinkCheck {
  kUnchecked,
  kGood,
  kBad,
  kUnusable,  // The algorithm or the key is none that is verified with here.
};

struct PathToValidate {
  std::span<const CertificatePtr> chain;  // From the target to the anchor, both included.
  std::span<const LinkCheck> links;       // One fewer: chain[i] by chain[i + 1].
  absl::Time at;
  const PolicyInputs* policy_inputs = nullptr;  // null: any policy
};

// Empty: valid. A budget that runs out is a failure too.
std::vector<PathFailure> ValidatePath(const PathToValidate& path, WorkBudget* budget);

}  // namespace oteu::verification::x509
