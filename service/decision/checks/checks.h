// Cross-checks: what a document says against the form, its signer, the registers and the other documents.
// Each is one unit in a file of its name; each collects all it finds. Facts come from signed bytes, never
// from the form.
#pragma once

#include "service/decision/case.h"
#include "service/decision/findings.h"

namespace oteu::decision {

// Clauses 2 and 4: the certificate and the conclusion are about this child. DOCUMENT_CHILD_MISMATCH.
void CheckDocumentConcernsChild(const Case& c, Findings* findings);
// Clauses 2 and 4, law on the electronic document: signed by a person entitled to sign for the issuer.
// SIGNER_NOT_ENTITLED.
void CheckSignerEntitled(const Case& c, Findings* findings);
// Clause 6: an attached application is signed by the applicant. SIGNER_NOT_ENTITLED.
void CheckApplicationSigner(const Case& c, Findings* findings);
// Clauses 2 and 4: the issuer is a school of the district, or a PMPC. INSTITUTION_NOT_RECOGNISED.
void CheckInstitutionRecognised(const Case& c, Findings* findings);
// Annex 3 point 9: not issued in the future. DOCUMENT_DATES_INVALID.
void CheckDocumentDates(const Case& c, Findings* findings);
// Annex 3 point 9: data that contradict a register. DOCUMENT_CONTRADICTS_REGISTER.
void CheckContradictsRegister(const Case& c, Findings* findings);
// Annex 3 point 9: data that contradict one another. DOCUMENTS_CONTRADICT.
void CheckDocumentsContradict(const Case& c, Findings* findings);

// All of the above.
void CheckDocuments(const Case& c, Findings* findings);

}  // namespace oteu::decision
