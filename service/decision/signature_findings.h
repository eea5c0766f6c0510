// What a verification report means for a decision.
//
//   SignatureFindings(report, DocumentPath(1), &reading.findings);   // nothing for TOTAL_PASSED
//
// A definite defect is a refusal reason (UNRELIABLE_DOCUMENTS, Annex 3 point 9). Evidence that may still come
// (revocation data, a certificate on hold) is REVOCATION_UNAVAILABLE: a review, never a refusal and never a
// pass. Where nothing was shown wrong but the signature could not be checked either (an algorithm that is not
// known, the signed bytes not handed in, a bound), a person decides: SIGNATURE_INDETERMINATE. A definite
// defect outweighs both.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/reason.pb.h"
#include "oteu/v1/verification.pb.h"

namespace oteu::decision {

void SignatureFindings(const v1::ValidationReport& report, const std::string& object,
                       std::vector<v1::DecisionFinding>* findings);

// True when only evidence that may still come stands between the document and TOTAL_PASSED.
bool MayPassLater(const v1::ValidationReport& report);

// The decision's reason that a verification finding leads to.
v1::ReasonCode ReasonOf(v1::VerificationCode code);

}  // namespace oteu::decision
