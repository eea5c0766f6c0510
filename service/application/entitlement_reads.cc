// "What would I get", and what a grant gives today.
#include <algorithm>
#include <utility>

#include "service/application/names.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/civil/month.h"
#include "service/entitlement/evaluate.h"
#include "service/entitlement/validate.h"

namespace oteu::application {
namespace {

bool Suspends(int reason) {
  return reason == v1::MONTH_REASON_IN_INSTITUTION || reason == v1::MONTH_REASON_STATE_SUPPORT ||
         reason == v1::MONTH_REASON_PARENTAL_RIGHTS_LOST;
}

// ENDED when no month is due any more; SUSPENDED when this month is stopped by what can pass and a later one
// is due. Summer, which is never paid (clause 7), suspends nothing.
v1::EntitlementState StateToday(const v1::Entitlement& entitlement, const std::string& this_month) {
  bool later = false;
  bool suspended = false;
  for (const v1::MonthEntitlement& month : entitlement.months()) {
    if (month.month() < this_month) continue;
    later = later || month.entitled();
    if (month.month() == this_month && !month.entitled()) {
      suspended = std::any_of(month.reasons().begin(), month.reasons().end(), Suspends);
    }
  }
  if (!later) return v1::ENTITLEMENT_STATE_ENDED;
  return suspended ? v1::ENTITLEMENT_STATE_SUSPENDED : v1::ENTITLEMENT_STATE_ACTIVE;
}

}  // namespace

absl::StatusOr<v1::GetEntitlementResponse> UseCasesImpl::GetEntitlement(
    const CallContext& /*call*/, const v1::GetEntitlementRequest& request) {
  const auto id = ParseEntitlementName(request.name());
  if (!id.has_value()) return InvalidArgument({{"name", "must be applications/{application}/entitlement"}});
  const auto application = dependencies_.store->GetApplication(*id);
  if (!application.ok()) return FromStore(application.status(), "no such application");
  if (application->state() != v1::APPLICATION_STATE_GRANTED) {
    return MakeError(ErrorReason::kNotFound, "the application has not been granted");
  }
  const auto stored = dependencies_.store->GetDecision(*id, 0);
  if (!stored.ok()) return FromStore(stored.status(), "no such decision");
  v1::Decision decision;
  if (!decision.ParseFromString(stored->decision)) {
    return MakeError(ErrorReason::kInternal, "a stored decision cannot be read");
  }
  const absl::CivilMonth this_month(Today(*dependencies_.catalog()));
  v1::GetEntitlementResponse response;
  response.set_name(request.name());
  response.set_state(StateToday(decision.entitlement(), civil::FormatMonth(this_month)));
  response.set_decision(decision.name());
  *response.mutable_decided_at() = decision.decided_at();
  *response.mutable_entitlement() = std::move(*decision.mutable_entitlement());
  if (absl::Status status = AddConfirmations(application->form().child_iin(), &response); !status.ok())
    return status;
  return response;
}

absl::StatusOr<v1::EvaluateEntitlementResponse> UseCasesImpl::EvaluateEntitlement(
    const CallContext& /*call*/, const v1::EvaluateEntitlementRequest& request) {
  const auto catalog = dependencies_.catalog();
  std::vector<FieldViolation> violations;
  for (entitlement::FieldViolation& violation : entitlement::ValidateRequest(*catalog, request)) {
    violations.push_back({std::move(violation.field), std::move(violation.description)});
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  auto due = entitlement::Evaluate(*catalog, request, Today(*catalog));
  if (!due.ok())
    return MakeError(ErrorReason::kStateConflict, "the regulation data lacks a value that is needed");
  v1::EvaluateEntitlementResponse response;
  response.set_case_id(request.case_id());
  *response.mutable_entitlement() = *std::move(due);
  return response;
}

}  // namespace oteu::application
