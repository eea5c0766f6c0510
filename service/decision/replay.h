// Replay: makes a stored decision again from what it was made from and compares the bytes. Equal bytes prove
// that documents, registers' answers, trust and law, as stored, lead to what was decided; a difference names
// the fields.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/v1/decision_service.pb.h"
#include "service/decision/decide.h"
#include "service/regulation/catalog.h"
#include "verification/verifier.h"

namespace oteu::decision {

// `inputs` as stored (documents removed), `documents` in their order; verifier and catalog from the
// decision's snapshots.
absl::StatusOr<v1::ReplayDecisionResponse> Replay(
    absl::string_view stored_decision, const v1::DecisionInputs& inputs,
    const google::protobuf::RepeatedPtrField<v1::Document>& documents, const verification::Verifier& verifier,
    const regulation::Catalog& catalog);

// The same for a decision that facts changed: made again from the decision on the documents, the one before
// it and the facts, all as stored. The former is replayed by itself.
absl::StatusOr<v1::ReplayDecisionResponse> ReplayRecalculation(absl::string_view stored_decision,
                                                               const v1::DecisionInputs& inputs,
                                                               absl::string_view reference_decision,
                                                               absl::string_view previous_decision,
                                                               const regulation::Catalog& catalog);

}  // namespace oteu::decision
