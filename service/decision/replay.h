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

}  // namespace oteu::decision
