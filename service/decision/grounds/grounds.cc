#include "service/decision/grounds/grounds.h"

namespace oteu::decision {

void CheckGrounds(const Case& c, Findings* findings) {
  FullStateSupport(c, findings);
  ParentalRightsLost(c, findings);
  ChildOfAge(c, findings);
  DisabilityTermOver(c, findings);
  InStateInstitution(c, findings);
  ChildDeceased(c, findings);
  NoHomeEducation(c, findings);
  PmpcTermOver(c, findings);
  PmpcNotNamed(c, findings);
  OtherClaimant(c, findings);
  OtherDistrict(c, findings);
  NotARepresentative(c, findings);
  IdentityDocumentNotValid(c, findings);
  ConsentMissing(c, findings);
}

}  // namespace oteu::decision
