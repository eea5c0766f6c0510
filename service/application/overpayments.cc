// Overpayments: what recalculations propose, and what officers decide on it. A decision moves no money and
// changes no register; what it is about is not proposed again.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/application/dossier.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/recalculating.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/application/validate_fields.h"
#include "service/decision/identifiers.h"
#include "service/decision/serialize.h"
#include "service/limits.h"
#include "service/payment/spread_overpayment.h"
#include "service/store/commit_and_wait.h"

namespace oteu::application {
namespace {

absl::Status Unreadable() { return MakeError(ErrorReason::kInternal, "a stored overpayment cannot be read"); }

absl::StatusOr<v1::Decision> ReadDecision(store::Store& store, const std::string& application_id,
                                          std::int32_t version) {
  const auto stored = store.GetDecision(application_id, version);
  if (!stored.ok()) return FromStore(stored.status(), "no such decision");
  v1::Decision decision;
  if (!decision.ParseFromString(stored->decision)) return Unreadable();
  return decision;
}

bool Grants(const v1::Decision& decision, const std::string& month) {
  const auto& granted = decision.granted_months();
  return std::find(granted.begin(), granted.end(), month) != granted.end();
}

// Months for which a claim stands though they are granted again: taken from the family, who is owed them.
absl::Status FillGrantedAgain(store::Store& store, const store::OverpaymentPosition& position,
                              v1::Overpayment* overpayment) {
  if (overpayment->state() != v1::OVERPAYMENT_STATE_CLAIMED_BACK &&
      overpayment->state() != v1::OVERPAYMENT_STATE_DEDUCTED)
    return absl::OkStatus();
  const auto then = ReadDecision(store, position.application_id, position.decision_version);
  if (!then.ok()) return then.status();
  const auto now = ReadDecision(store, position.application_id, 0);
  if (!now.ok()) return now.status();
  for (const v1::AdjustmentLine& line : overpayment->adjustment().lines()) {
    for (const std::string& month : line.months()) {
      if (!Grants(*then, month) && Grants(*now, month)) overpayment->add_months_granted_again(month);
    }
  }
  return absl::OkStatus();
}

Violations Validate(const v1::DecideOverpaymentRequest& request) {
  Violations violations;
  const auto name = ParseOverpaymentName(request.name());
  if (!name.has_value())
    violations.push_back({"name", "must be applications/{application}/overpayments/{version}"});
  if (request.decision() != v1::OVERPAYMENT_STATE_CLAIMED_BACK &&
      request.decision() != v1::OVERPAYMENT_STATE_DEDUCTED &&
      request.decision() != v1::OVERPAYMENT_STATE_WAIVED)
    violations.push_back({"decision", "must be CLAIMED_BACK, DEDUCTED or WAIVED"});
  ValidateText(request.reason(), "reason", limits::kMaxOverpaymentReasonChars, true, &violations);
  ValidateText(request.officer(), "officer", limits::kMaxOfficerChars, true, &violations);
  ValidateRequestId(request.request_id(), &violations);
  return violations;
}

absl::Status Replaced(store::Store& store, const DecisionName& name) {
  const auto latest = ReadDecision(store, name.application_id, 0);
  if (!latest.ok() || latest->version() <= name.version)
    return MakeError(ErrorReason::kNotFound, "no such overpayment");
  return MakeError(ErrorReason::kConcurrentChange, "a later recalculation took the place of the proposal",
                   {{"decision", latest->name()}});
}

// The months that registers pay to the application, as far as nobody decided on them.
std::vector<payment::OpenPart> OpenParts(const store::ChildPayments& payments,
                                         const std::string& application_id) {
  std::vector<payment::OpenPart> open;
  for (const store::RegisteredMonth& month : payments.months) {
    if (month.application_id != application_id || month.state == store::MonthState::kReserved) continue;
    open.push_back({month.month, month.part, month.register_id, month.amount_tiyn - month.decided_tiyn});
  }
  return open;
}

absl::StatusOr<std::vector<store::OverpaidPart>> Spread(store::Store& store, const DecisionName& name,
                                                        const v1::Overpayment& overpayment) {
  const auto decision = ReadDecision(store, name.application_id, name.version);
  if (!decision.ok()) return decision.status();
  const auto payments = store.GetPayments(overpayment.child_iin());
  if (!payments.ok()) return FromStore(payments.status(), "");
  auto spread = payment::SpreadOverpayment(*decision, overpayment.adjustment(),
                                           OpenParts(*payments, name.application_id));
  if (!spread.ok()) return MakeError(ErrorReason::kConcurrentChange, spread.status().message());
  std::vector<store::OverpaidPart> parts;
  for (payment::OpenPart& part : *spread)
    parts.push_back({std::move(part.month), part.part, std::move(part.register_id), part.amount_tiyn});
  return parts;
}

}  // namespace

absl::StatusOr<v1::ListOverpaymentsResponse> UseCasesImpl::ListOverpayments(
    const CallContext& /*call*/, const v1::ListOverpaymentsRequest& request) {
  Violations violations;
  ValidatePageSize(request.page_size(), &violations);
  if (!decision::HasKatoShape(request.district_kato()))
    violations.push_back({"district_kato", "must be 9 digits"});
  if (!v1::OverpaymentState_IsValid(request.state())) violations.push_back({"state", "unknown value"});
  const std::string filter = absl::StrCat(request.district_kato(), "|", request.state());
  store::OverpaymentPosition before;
  if (!request.page_token().empty()) {
    const auto position = ReadPageToken("ListOverpayments", filter, request.page_token());
    const auto parsed = position.has_value() ? ParseOverpaymentName(*position) : std::nullopt;
    if (!parsed.has_value()) violations.push_back({"page_token", "is not of this list and filter"});
    if (parsed.has_value()) before = {parsed->application_id, parsed->version};
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  const int page_size = PageSizeOrDefault(request.page_size());
  auto listed =
      dependencies_.store->ListOverpayments(request.district_kato(), request.state(), before, page_size + 1);
  if (!listed.ok()) return FromStore(listed.status(), "");
  const bool more = listed->size() > static_cast<std::size_t>(page_size);
  if (more) listed->resize(static_cast<std::size_t>(page_size));
  v1::ListOverpaymentsResponse response;
  for (const store::ListedOverpayment& entry : *listed) {
    v1::Overpayment* overpayment = response.add_overpayments();
    if (!overpayment->ParseFromString(entry.content)) return Unreadable();
    absl::Status status = FillGrantedAgain(*dependencies_.store, entry.position, overpayment);
    if (!status.ok()) return status;
  }
  if (more)
    response.set_next_page_token(
        MakePageToken("ListOverpayments", filter, response.overpayments().rbegin()->name()));
  return response;
}

absl::StatusOr<v1::DecideOverpaymentResponse> UseCasesImpl::DecideOverpayment(
    const CallContext& call, const v1::DecideOverpaymentRequest& request) {
  if (Violations violations = Validate(request); !violations.empty())
    return InvalidArgument(std::move(violations));
  const DecisionName name = *ParseOverpaymentName(request.name());
  for (int attempt = 0; attempt < limits::kMaxCommitAttempts; ++attempt) {
    auto overpayment = FindOverpayment(name);
    if (!overpayment.ok()) return overpayment.status();
    auto result = WriteDecided(call, request, name, &*overpayment);
    if (!result.ok()) return result.status();
    v1::DecideOverpaymentResponse response;
    switch (result->outcome) {
      case store::RegisterOutcome::kCommitted:
        *response.mutable_overpayment() = *std::move(overpayment);
        return response;
      case store::RegisterOutcome::kReplayed: {
        if (!response.mutable_overpayment()->ParseFromString(result->content)) return Unreadable();
        // A stored answer handed out again is a reading.
        absl::Status recorded =
            store::CommitAndWait(*dependencies_.store, MakeAccessWrite("DecideOverpayment", call.caller,
                                                                       {response.overpayment().name(), 1, ""},
                                                                       dependencies_.clock->Now()));
        if (!recorded.ok()) return FromStore(recorded, "");
        return response;
      }
      case store::RegisterOutcome::kRequestIdReused:
        return MakeError(ErrorReason::kRequestIdReused, "request_id: used with another request");
      case store::RegisterOutcome::kWrongState:
        return MakeError(ErrorReason::kStateConflict, "the overpayment was decided before",
                         {{"state", v1::OverpaymentState_Name(overpayment->state()).substr(18)}});
      default:
        break;  // the proposal or a payment moved: look again
    }
  }
  return MakeError(ErrorReason::kConcurrentChange, "payments changed at the same time");
}

absl::StatusOr<v1::Overpayment> UseCasesImpl::FindOverpayment(const DecisionName& name) {
  const auto stored = dependencies_.store->GetOverpayment(name.application_id, name.version);
  if (absl::IsNotFound(stored.status())) return Replaced(*dependencies_.store, name);
  if (!stored.ok()) return FromStore(stored.status(), "no such overpayment");
  v1::Overpayment overpayment;
  if (!overpayment.ParseFromString(*stored)) return Unreadable();
  return overpayment;
}

absl::StatusOr<store::RegisterResult> UseCasesImpl::WriteDecided(const CallContext& call,
                                                                 const v1::DecideOverpaymentRequest& request,
                                                                 const DecisionName& name,
                                                                 v1::Overpayment* overpayment) {
  store::RegisterWrite write;
  store::OverpaymentDecision& decided = write.overpayment.emplace_back();
  decided.request_key = absl::StrCat("DecideOverpayment/", request.request_id());
  decided.request_sha256 = decision::Sha256Raw(decision::SerializeDeterministically(request));
  decided.application_id = name.application_id;
  decided.decision_version = name.version;
  decided.child_iin = overpayment->child_iin();
  decided.state = request.decision();
  const absl::Time now = dependencies_.clock->Now();
  // What was decided stays as it is: the store answers whether by this very request.
  if (overpayment->state() == v1::OVERPAYMENT_STATE_PROPOSED) {
    auto parts = Spread(*dependencies_.store, name, *overpayment);
    if (!parts.ok()) return parts.status();
    decided.parts = *std::move(parts);
    overpayment->set_state(request.decision());
    overpayment->set_officer(request.officer());
    overpayment->set_reason(request.reason());
    SetTimestamp(now, overpayment->mutable_decided_at());
  }
  decided.content = decision::SerializeDeterministically(*overpayment);
  const auto catalog = dependencies_.catalog();
  decided.recalculate = MakeRecalculate(catalog, dependencies_.store->HasSnapshot(catalog->sha256()), now);
  write.actor = call.caller == "anonymous" ? request.officer() : call.caller;
  write.at = now;
  auto result = store::CommitAndWait(*dependencies_.store, std::move(write));
  if (!result.ok()) return FromStore(result.status(), "");
  return result;
}

}  // namespace oteu::application
