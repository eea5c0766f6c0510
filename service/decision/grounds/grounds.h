// Refusal grounds of Annex 3 point 9 of the Rules (clause 8), each one unit in a file of its reason's name.
// Every unit says all it finds; none stops another. A register that is needed and silent is a review, never a
// ground. Which of the three grounds of the Rules a reason falls under, and the clauses, come from the
// regulation's data. Income is never a ground (clause 3).
#pragma once

#include "service/decision/case.h"
#include "service/decision/findings.h"

namespace oteu::decision {

void FullStateSupport(const Case& c, Findings* findings);          // clause 3
void ParentalRightsLost(const Case& c, Findings* findings);        // clause 3
void ChildOfAge(const Case& c, Findings* findings);                // clause 5.1
void DisabilityTermOver(const Case& c, Findings* findings);        // clause 5.2
void InStateInstitution(const Case& c, Findings* findings);        // clause 5.3
void ChildDeceased(const Case& c, Findings* findings);             // clause 5.4
void NoHomeEducation(const Case& c, Findings* findings);           // clause 2
void PmpcTermOver(const Case& c, Findings* findings);              // clause 4
void PmpcNotNamed(const Case& c, Findings* findings);              // clause 4
void OtherClaimant(const Case& c, Findings* findings);             // clause 3
void OtherDistrict(const Case& c, Findings* findings);             // clause 2: the district's department pays
void NotARepresentative(const Case& c, Findings* findings);        // clause 3
void IdentityDocumentNotValid(const Case& c, Findings* findings);  // clause 6
void ConsentMissing(const Case& c, Findings* findings);            // personal data law, article 8
void NothingToPay(const Case& c, Findings* findings);  // clauses 4 and 7; only when nothing else stands

// All but NothingToPay.
void CheckGrounds(const Case& c, Findings* findings);

}  // namespace oteu::decision
