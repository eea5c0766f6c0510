// Decide: inputs + documents' results + regulation in, Decision out. Pure: no clock, store, network.
//
//   auto readings = ReadDocumentsForDecision(documents, inputs, verifier);   // verify, read payloads
//   auto decision = Decide(inputs, *readings, catalog);
//
// A stored decision is replayed by calling the two again with the stored inputs and snapshots: the bytes must
// be equal. Law: the district's act (clauses 2-8), Annex 3 of the Rules (points 8, 9), administrative code
// article 73.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/decision.pb.h"
#include "service/regulation/catalog.h"
#include "verification/verifier.h"

namespace oteu::decision {

// What one document came to before the registers were asked.
struct DocumentReading {
  oteu::v1::DocumentResult result;                  // type, digest, report, payload
  std::vector<oteu::v1::DecisionFinding> findings;  // about its signature and its payload's form
  // Of whose revocation nothing is known, though the policy wants to know.
  std::vector<verification::MissingRevocation> missing = {};
};

// Verifies each document and reads its payload from the signed bytes. `at` is the validation time.
absl::StatusOr<std::vector<DocumentReading>> ReadDocuments(
    const google::protobuf::RepeatedPtrField<oteu::v1::Document>& documents,
    const verification::Verifier& verifier, absl::Time at);

// The same for a decision: each document as of the time it was handed in, which proves that its signature
// existed then. Where only revocation data was missing for that time, again as of the decision: a pass then
// counts, and so does a defect, except that the certificate expired in between, which is nobody's fault but
// the waiting's: that stays a review. `documents` stand apart from the inputs, so that megabytes are not
// copied to fill a message.
absl::StatusOr<std::vector<DocumentReading>> ReadDocumentsForDecision(
    const google::protobuf::RepeatedPtrField<oteu::v1::Document>& documents,
    const oteu::v1::DecisionInputs& inputs, const verification::Verifier& verifier);

// BINs that the documents and their signers name, without repeats: what to ask the institutions' register
// for.
std::vector<std::string> NamedInstitutions(const std::vector<DocumentReading>& readings);

// Looks at the readings and not at inputs.documents(), which may be empty.
// INVALID_ARGUMENT (UNKNOWN_DISTRICT) when no regulation serves the district; otherwise always a decision.
absl::StatusOr<oteu::v1::Decision> Decide(const oteu::v1::DecisionInputs& inputs,
                                          const std::vector<DocumentReading>& readings,
                                          const regulation::Catalog& catalog);

}  // namespace oteu::decision
