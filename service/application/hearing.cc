// The department's acts on a preliminary refusal (administrative code, article 73): the hearing, then the
// refusal or the grant. A refusal is never automatic: an officer confirms it, after the hearing, when the
// days of notice have passed.
#include <algorithm>
#include <memory>
#include <utility>

#include "service/application/names.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/civil/date.h"

namespace oteu::application {
namespace {

absl::Status LoadPreliminaryRefusal(store::Store& store, const std::string& name, Dossier* dossier) {
  auto loaded = LoadDossier(store, *ParseApplicationName(name));
  if (!loaded.ok()) return loaded.status();
  *dossier = *std::move(loaded);
  return RequireState(dossier->application, {v1::APPLICATION_STATE_PRELIMINARY_REFUSAL});
}

absl::Status Conflict(const char* message) {
  return MakeError(ErrorReason::kStateConflict, message, {{"state", "PRELIMINARY_REFUSAL"}});
}

absl::Status RequireHearing(const Dossier& dossier) {
  return dossier.inputs.has_hearing() ? absl::OkStatus() : Conflict("the hearing is not recorded yet");
}

// The first day on which a refusal can be confirmed: as the applicant was told. Where it could not be said
// (no calendar of that year was loaded), it is not known and no refusal is confirmed.
absl::Status RequireNoticePassed(const Dossier& dossier, absl::CivilDay today) {
  const v1::Deadlines& deadlines = dossier.standing->deadlines();
  const auto not_before = civil::FromProto(deadlines.refusal_not_before());
  if (!deadlines.has_refusal_not_before() || !not_before.ok()) {
    return Conflict("the day from which the refusal can be confirmed is not known: decide again");
  }
  if (today >= *not_before) return absl::OkStatus();
  return MakeError(ErrorReason::kTooEarly, "the days of notice have not passed",
                   {{"not_before", civil::FormatIsoDate(*not_before)}});
}

absl::Status CheckHearingDay(const Dossier& dossier, const v1::Hearing& hearing,
                             const regulation::Catalog& catalog, absl::CivilDay today) {
  const absl::CivilDay held_on = civil::FromProto(hearing.held_on()).value();  // Validated.
  const absl::CivilDay notice = catalog.LocalDay(FromTimestamp(dossier.inputs.preliminary_refusal_at()));
  if (held_on > today) return InvalidArgument({{"hearing.held_on", "is in the future"}});
  if (held_on < notice)
    return InvalidArgument({{"hearing.held_on", "is before the notice of the preliminary refusal"}});
  return absl::OkStatus();
}

absl::Status AcceptRefusal(const Dossier& dossier, const Decided& decided) {
  if (decided.decision.outcome() != v1::DECISION_OUTCOME_REFUSED) {
    return Conflict("the reasons do not stand any more: complete the review");
  }
  if (HasNewRefusal(decided.decision, *dossier.standing)) {
    return Conflict("a reason is new and the applicant was not heard on it: complete the review");
  }
  return absl::OkStatus();
}

absl::Status AcceptGrant(const Dossier& dossier, const Decided& decided) {
  if (decided.decision.outcome() == v1::DECISION_OUTCOME_GRANTED) return absl::OkStatus();
  const auto& set_aside = dossier.inputs.officer_grant().set_aside();
  for (const v1::DecisionFinding& finding : decided.decision.findings()) {
    if (finding.severity() != v1::SEVERITY_REFUSAL && finding.severity() != v1::SEVERITY_REVIEW) continue;
    if (finding.reason() == v1::REASON_CODE_REGISTER_UNAVAILABLE ||
        finding.reason() == v1::REASON_CODE_REVOCATION_UNAVAILABLE) {
      return Conflict("a register or revocation data is not at hand: it cannot be set aside");
    }
    if (std::find(set_aside.begin(), set_aside.end(), finding.reason()) == set_aside.end()) {
      return InvalidArgument({{"grant.set_aside", "does not set every standing reason aside"}});
    }
  }
  return Conflict("no month could be paid: have the periods attested first");
}

}  // namespace

void UseCasesImpl::RecordHearing(const CallContext& call, v1::RecordHearingRequest request,
                                 Done<v1::RecordHearingResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  auto write = std::make_shared<Write>();
  SetRequest("RecordHearing", request, write.get());
  write->event = "HEARING_RECORDED";
  write->actor = call.caller;
  write->deadline = call.deadline;
  write->registers = Registers::kKeep;
  write->answer = AnswerAs<v1::RecordHearingResponse>(std::move(done));
  write->load = [this, request = std::move(request)](Dossier* dossier) -> absl::Status {
    if (absl::Status s = LoadPreliminaryRefusal(*dependencies_.store, request.name(), dossier); !s.ok())
      return s;
    const auto catalog = dependencies_.catalog();
    if (absl::Status s = CheckHearingDay(*dossier, request.hearing(), *catalog, Today(*catalog)); !s.ok())
      return s;
    *dossier->inputs.mutable_hearing() = request.hearing();
    return absl::OkStatus();
  };
  runner_.Start(write);
}

void UseCasesImpl::ConfirmRefusal(const CallContext& call, v1::ConfirmRefusalRequest request,
                                  Done<v1::ConfirmRefusalResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  auto write = std::make_shared<Write>();
  SetRequest("ConfirmRefusal", request, write.get());
  write->event = "REFUSAL_CONFIRMED";
  write->actor = call.caller;
  write->deadline = call.deadline;
  write->registers = Registers::kKeep;
  write->answer = AnswerAs<v1::ConfirmRefusalResponse>(std::move(done));
  write->accept = AcceptRefusal;
  write->load = [this, request = std::move(request)](Dossier* dossier) -> absl::Status {
    if (absl::Status s = LoadPreliminaryRefusal(*dependencies_.store, request.name(), dossier); !s.ok())
      return s;
    if (absl::Status s = RequireHearing(*dossier); !s.ok()) return s;
    if (absl::Status s = RequireNoticePassed(*dossier, Today(*dependencies_.catalog())); !s.ok()) return s;
    dossier->inputs.set_refusal_confirmed_by(request.officer());
    return absl::OkStatus();
  };
  runner_.Start(write);
}

void UseCasesImpl::GrantAfterHearing(const CallContext& call, v1::GrantAfterHearingRequest request,
                                     Done<v1::GrantAfterHearingResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  auto write = std::make_shared<Write>();
  SetRequest("GrantAfterHearing", request, write.get());
  write->event = "GRANTED_AFTER_HEARING";
  write->actor = call.caller;
  write->deadline = call.deadline;
  write->registers = Registers::kKeep;
  write->answer = AnswerAs<v1::GrantAfterHearingResponse>(std::move(done));
  write->accept = AcceptGrant;
  write->load = [this, request = std::move(request)](Dossier* dossier) -> absl::Status {
    if (absl::Status s = LoadPreliminaryRefusal(*dependencies_.store, request.name(), dossier); !s.ok())
      return s;
    if (absl::Status s = RequireHearing(*dossier); !s.ok()) return s;
    *dossier->inputs.mutable_officer_grant() = request.grant();
    return absl::OkStatus();
  };
  runner_.Start(write);
}

}  // namespace oteu::application
