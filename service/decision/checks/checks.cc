#include "service/decision/checks/checks.h"

namespace oteu::decision {

void CheckDocuments(const Case& c, Findings* findings) {
  CheckDocumentConcernsChild(c, findings);
  CheckSignerEntitled(c, findings);
  CheckApplicationSigner(c, findings);
  CheckInstitutionRecognised(c, findings);
  CheckDocumentDates(c, findings);
  CheckContradictsRegister(c, findings);
  CheckDocumentsContradict(c, findings);
}

}  // namespace oteu::decision
