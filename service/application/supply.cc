// SupplyDocuments: what was missing, or what the applicant has to say in writing, and a new decision.
#include <memory>
#include <utility>

#include "service/application/names.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"

namespace oteu::application {

void UseCasesImpl::SupplyDocuments(const CallContext& call, v1::SupplyDocumentsRequest request,
                                   Done<v1::SupplyDocumentsResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  auto write = std::make_shared<Write>();
  SetRequest("SupplyDocuments", request, write.get());
  write->event = "DOCUMENTS_SUPPLIED";
  write->actor = call.caller;
  write->deadline = call.deadline;
  write->answer = AnswerAs<v1::SupplyDocumentsResponse>(std::move(done));
  write->load = [this, request = std::move(request)](Dossier* dossier) -> absl::Status {
    auto loaded = LoadDossier(*dependencies_.store, *ParseApplicationName(request.name()));
    if (!loaded.ok()) return loaded.status();
    *dossier = *std::move(loaded);
    absl::Status allowed = RequireState(dossier->application,
                                        {v1::APPLICATION_STATE_INCOMPLETE, v1::APPLICATION_STATE_UNDER_REVIEW,
                                         v1::APPLICATION_STATE_PRELIMINARY_REFUSAL});
    if (!allowed.ok()) return allowed;
    const absl::Time now = dependencies_.clock->Now();
    // The clock starts with the full set; an application that was complete before keeps its start.
    if (!dossier->inputs.has_complete_at()) SetTimestamp(now, dossier->inputs.mutable_complete_at());
    return AddDocuments(request.documents(), now, dossier);
  };
  runner_.Start(write);
}

}  // namespace oteu::application
