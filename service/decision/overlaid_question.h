// The question that a decision answered, with facts laid over it that were recorded since.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/decision.pb.h"
#include "oteu/v1/fact.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::decision {

struct OverlaidQuestion {
  absl::CivilDay decided_on;
  // Absent while the child's day of birth is not known.
  std::optional<v1::EvaluateEntitlementRequest> question;
};

// `decision`: one that tells what its documents came to; what was verified then is not verified again.
// `inputs`: those that it was made from. `standing`: as facts::Standing gives them. Errors: of MakeCase.
absl::StatusOr<OverlaidQuestion> OverlayFacts(const std::vector<v1::RecordedFact>& standing,
                                              const v1::Decision& decision, const v1::DecisionInputs& inputs,
                                              const regulation::Catalog& catalog);

}  // namespace oteu::decision
