#include "verification/revocation/tally.h"

#include <algorithm>
#include <utility>

namespace oteu::verification::revocation {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): statuses and codes throughout.

const char* ClauseOf(Source source) { return source == Source::kOcsp ? "RFC 6960 2.2" : "RFC 5280 6.3.3"; }

RevocationFinding Found(RevocationFinding basis, RevocationStatus status, VerificationCode code) {
  basis.status = status;
  basis.problem = Problem{code, ClauseOf(basis.source),
                          basis.source == Source::kOcsp ? "in an OCSP response" : "on a revocation list"};
  return basis;
}

RevocationFinding Unavailable(VerificationCode code, const char* clause, std::string cause) {
  RevocationFinding finding;
  finding.problem = Problem{code, clause, std::move(cause)};
  return finding;
}

// Newest first; by digest where dates are equal, so that the order of configuration decides nothing.
bool ComesFirst(const Statement& a, const Statement& b) {
  if (a.basis.this_update != b.basis.this_update) return a.basis.this_update > b.basis.this_update;
  return a.basis.evidence_sha256 < b.basis.evidence_sha256;
}

}  // namespace

RevocationFinding Conclude(std::vector<Statement> statements, const std::optional<Problem>& unauthentic,
                           bool is_ca) {
  std::ranges::stable_sort(statements, ComesFirst);
  const Statement* held = nullptr;
  const Statement* unknown = nullptr;
  const Statement* good = nullptr;
  bool stale = false;
  ReasonMask good_for = 0;
  for (const Statement& statement : statements) {
    switch (statement.answer) {
      case Answer::kRevoked:
        return Found(statement.basis, REVOCATION_STATUS_REVOKED,
                     is_ca ? VERIFICATION_CODE_CA_REVOKED : VERIFICATION_CODE_CERTIFICATE_REVOKED);
      case Answer::kOnHold:
        if ((good_for & kHoldReason) == 0 && held == nullptr) held = &statement;
        break;
      case Answer::kUnknown:
        if (good_for != kAllReasons && unknown == nullptr) unknown = &statement;
        break;
      case Answer::kGood:
        if (good == nullptr) good = &statement;
        good_for |= statement.reasons;
        break;
      case Answer::kStale:
        stale = true;
        break;
      case Answer::kNotCovered:
        break;
    }
  }
  if (held != nullptr)
    return Found(held->basis, REVOCATION_STATUS_ON_HOLD, VERIFICATION_CODE_CERTIFICATE_ON_HOLD);
  if (unknown != nullptr)
    return Found(unknown->basis, REVOCATION_STATUS_UNKNOWN, VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN);
  if (good_for == kAllReasons) {
    RevocationFinding finding = good->basis;
    finding.status = REVOCATION_STATUS_GOOD;
    return finding;
  }
  if (stale) {
    return Unavailable(VERIFICATION_CODE_REVOCATION_DATA_STALE, "RFC 5280 6.3.3",
                       "no evidence is current at this time");
  }
  if (unauthentic) {
    return Unavailable(VERIFICATION_CODE_REVOCATION_DATA_INVALID, unauthentic->clause, unauthentic->cause);
  }
  return Unavailable(VERIFICATION_CODE_REVOCATION_DATA_MISSING, "RFC 5280 6.3.3",
                     good_for == 0 ? "no evidence of the issuer" : "not for every reason");
}

}  // namespace oteu::verification::revocation
