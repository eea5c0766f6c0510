// SubmitApplication: a new application with its documents, decided at once.
#include <memory>
#include <utility>

#include "service/application/names.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/decision/identifiers.h"

namespace oteu::application {
namespace {

// The application as received; its state follows from the decision.
void BeginApplication(v1::SubmitApplicationRequest* request, const std::string& id, absl::Time now,
                      Dossier* dossier) {
  request->mutable_form()->DiscardUnknownFields();
  v1::ApplicationForm& form = *request->mutable_form();
  form.set_iban(decision::NormalizeIban(form.iban()).value_or(""));
  dossier->id = id;
  v1::Application& application = dossier->application;
  if (!id.empty()) application.set_name(ApplicationName(id));
  SetTimestamp(now, application.mutable_received_at());
  *application.mutable_form() = form;
  v1::DecisionInputs& inputs = dossier->inputs;
  inputs.set_version(1);
  *inputs.mutable_form() = std::move(form);
  *inputs.mutable_received_at() = application.received_at();
  *inputs.mutable_complete_at() = application.received_at();
}

}  // namespace

void UseCasesImpl::SubmitApplication(const CallContext& call, v1::SubmitApplicationRequest request,
                                     Done<v1::SubmitApplicationResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  auto write = std::make_shared<Write>();
  write->validate_only = request.validate_only();
  if (!write->validate_only) SetRequest("SubmitApplication", request, write.get());
  write->event = "APPLICATION_SUBMITTED";
  write->actor = call.caller;
  write->deadline = call.deadline;
  write->answer = AnswerAs<v1::SubmitApplicationResponse>(std::move(done));
  // Moved into the dossier by the first load, which is the only one: no one else can change an application
  // that is not there.
  auto moved = std::make_shared<v1::SubmitApplicationRequest>(std::move(request));
  write->load = [this, moved](Dossier* dossier) -> absl::Status {
    if (!moved->has_form()) return MakeError(ErrorReason::kConcurrentChange);
    const absl::Time now = dependencies_.clock->Now();
    BeginApplication(moved.get(), moved->validate_only() ? "" : ids_.Next(now), now, dossier);
    moved->clear_form();
    return AddDocuments(std::move(*moved->mutable_documents()), now, dossier);
  };
  runner_.Start(write);
}

}  // namespace oteu::application
