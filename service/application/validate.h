// Are requests well formed? Every violation is found, each with the path of its field, so that a caller can
// show them all. Descriptions never echo a value. Whether the law is met is no question of form: that is a
// decision.
#pragma once

#include <vector>

#include "oteu/v1/application_service.pb.h"
#include "oteu/v1/decision_service.pb.h"
#include "service/errors/error.h"

namespace oteu::application {

using Violations = std::vector<FieldViolation>;

Violations Validate(const v1::SubmitApplicationRequest& request);
Violations Validate(const v1::SupplyDocumentsRequest& request);
Violations Validate(const v1::WithdrawApplicationRequest& request);
Violations Validate(const v1::RecordHearingRequest& request);
Violations Validate(const v1::ConfirmRefusalRequest& request);
Violations Validate(const v1::GrantAfterHearingRequest& request);
Violations Validate(const v1::CompleteReviewRequest& request);

// A draft of regulation data.
void ValidateRegulationText(const std::string& field, const std::string& text, Violations* out);

// Page sizes: 0 stands for the default.
void ValidatePageSize(std::int32_t page_size, Violations* out);
std::int32_t PageSizeOrDefault(std::int32_t page_size);

}  // namespace oteu::application
