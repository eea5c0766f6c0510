// Several pieces of evidence about one certificate, brought to one finding.
#pragma once

#include <vector>

#include "verification/revocation/evidence.h"
#include "verification/revocation/finding.h"

namespace oteu::verification::revocation {

// What one piece of authentic evidence says. `basis`: source, digest, dates and entry; its status and problem
// are filled by Conclude.
struct Statement {
  Answer answer = Answer::kNotCovered;
  ReasonMask reasons = kAllReasons;  // those for which the evidence speaks
  RevocationFinding basis;
};

// Revoked is final, whichever evidence says it. Between good, on hold and unknown the newest decides. Good
// needs evidence for every reason (RFC 5280 6.3.3 (l)). `unauthentic`: why a piece that would speak of the
// certificate does not count, if there was one.
RevocationFinding Conclude(std::vector<Statement> statements, const std::optional<Problem>& unauthentic,
                           bool is_ca);

}  // namespace oteu::verification::revocation
