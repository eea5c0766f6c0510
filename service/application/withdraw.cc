// WithdrawApplication: the applicant takes back what is not finally decided. What was granted stays: it is
// paid or stopped by its own rules.
#include <memory>
#include <utility>

#include "service/application/names.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/decision/serialize.h"

namespace oteu::application {
namespace {

constexpr char kMethod[] = "WithdrawApplication";

absl::StatusOr<v1::WithdrawApplicationResponse> Stored(const std::string& bytes) {
  v1::WithdrawApplicationResponse response;
  if (!response.ParseFromString(bytes))
    return MakeError(ErrorReason::kInternal, "a stored answer cannot be read");
  return response;
}

void Withdraw(const v1::WithdrawApplicationRequest& request, absl::Time now, v1::Application* application) {
  application->set_state(v1::APPLICATION_STATE_WITHDRAWN);
  application->set_withdrawal_reason(request.reason());
  application->set_revision(application->revision() + 1);
  SetTimestamp(now, application->mutable_updated_at());
}

// A retry's stored answer is a reading.
void Replay(const Dependencies& dependencies, const std::string& caller, const std::string& bytes,
            Done<v1::WithdrawApplicationResponse> done) {
  auto response = Stored(bytes);
  if (!response.ok()) return done(response.status());
  Access access{response->application().name(), response->application().revision(), ""};
  dependencies.store->CommitAccess(
      MakeAccessWrite(kMethod, caller, std::move(access), dependencies.clock->Now()),
      [done = std::move(done), found = *std::move(response)](const absl::Status& stored) mutable {
        if (!stored.ok()) return done(FromStore(stored, ""));
        done(std::move(found));
      });
}

void AnswerWith(const Dependencies& dependencies, const std::string& caller,
                const absl::StatusOr<store::CommitResult>& result,
                Done<v1::WithdrawApplicationResponse> done) {
  if (!result.ok()) return done(FromStore(result.status(), ""));
  switch (result->outcome) {
    case store::CommitOutcome::kCommitted:
      return done(Stored(result->response));
    case store::CommitOutcome::kReplayed:
      return Replay(dependencies, caller, result->response, std::move(done));
    case store::CommitOutcome::kRequestIdReused:
      return done(MakeError(ErrorReason::kRequestIdReused));
    case store::CommitOutcome::kRevisionConflict:
    case store::CommitOutcome::kClaimsConflict:
      break;
  }
  done(MakeError(ErrorReason::kConcurrentChange));
}

}  // namespace

void UseCasesImpl::WithdrawApplication(const CallContext& call, v1::WithdrawApplicationRequest request,
                                       Done<v1::WithdrawApplicationResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  Write identity;
  SetRequest(kMethod, request, &identity);
  const auto before = dependencies_.store->FindRequest(identity.request_key);
  if (before.ok()) {
    if (before->request_sha256 != identity.request_sha256)
      return done(MakeError(ErrorReason::kRequestIdReused));
    return Replay(dependencies_, call.caller, before->response, std::move(done));
  }
  store::Change change;
  change.application_id = *ParseApplicationName(request.name());
  auto application = dependencies_.store->GetApplication(change.application_id);
  if (!application.ok()) return done(FromStore(application.status(), "no such application"));
  absl::Status allowed = RequireState(
      *application, {v1::APPLICATION_STATE_RECEIVED, v1::APPLICATION_STATE_INCOMPLETE,
                     v1::APPLICATION_STATE_UNDER_REVIEW, v1::APPLICATION_STATE_PRELIMINARY_REFUSAL});
  if (!allowed.ok()) return done(std::move(allowed));
  change.at = dependencies_.clock->Now();
  change.expected_revision = application->revision();
  Withdraw(request, change.at, &*application);
  v1::WithdrawApplicationResponse response;
  *response.mutable_withdrawn_at() = application->updated_at();
  *response.mutable_application() = *application;
  change.application = *std::move(application);
  change.response = decision::SerializeDeterministically(response);
  change.request_key = std::move(identity.request_key);
  change.request_sha256 = std::move(identity.request_sha256);
  change.look_on = "";
  change.event = "APPLICATION_WITHDRAWN";
  change.actor = call.caller;
  dependencies_.store->Commit(
      std::move(change), [this, caller = call.caller,
                          done = std::move(done)](const absl::StatusOr<store::CommitResult>& result) mutable {
        AnswerWith(dependencies_, caller, result, std::move(done));
      });
}

}  // namespace oteu::application
