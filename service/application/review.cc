// Held applications: an officer's word on documents that a person must read, and the look again at registers
// and revocation data that were silent.
#include <algorithm>
#include <memory>
#include <utility>

#include "service/application/names.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/store/await.h"

namespace oteu::application {
namespace {

// An attestation takes the place of an earlier one for the same requirement.
void AddAttestations(const google::protobuf::RepeatedPtrField<v1::OfficerAttestation>& attestations,
                     v1::DecisionInputs* inputs) {
  auto* all = inputs->mutable_attestations();
  for (const v1::OfficerAttestation& attestation : attestations) {
    const auto same = [&](const v1::OfficerAttestation& other) { return other.type() == attestation.type(); };
    all->erase(std::remove_if(all->begin(), all->end(), same), all->end());
    *all->Add() = attestation;
  }
}

// Held for something that may have come meanwhile, and not for a person alone.
bool WaitsForSource(const v1::Decision& decision) {
  return std::any_of(decision.findings().begin(), decision.findings().end(),
                     [](const v1::DecisionFinding& finding) {
                       return finding.reason() == v1::REASON_CODE_REGISTER_UNAVAILABLE ||
                              finding.reason() == v1::REASON_CODE_REVOCATION_UNAVAILABLE;
                     });
}

// Outcome or findings differ: worth a new version. A look that changed nothing is not.
bool Differs(const v1::Decision& a, const v1::Decision& b) {
  if (a.outcome() != b.outcome() || a.findings_size() != b.findings_size()) return true;
  for (int i = 0; i < a.findings_size(); ++i) {
    const v1::DecisionFinding& x = a.findings(i);
    const v1::DecisionFinding& y = b.findings(i);
    if (x.reason() != y.reason() || x.severity() != y.severity() || x.object() != y.object()) return true;
  }
  return false;
}

}  // namespace

void UseCasesImpl::CompleteReview(const CallContext& call, v1::CompleteReviewRequest request,
                                  Done<v1::CompleteReviewResponse> done) {
  if (Violations violations = Validate(request); !violations.empty())
    return done(InvalidArgument(std::move(violations)));
  auto write = std::make_shared<Write>();
  SetRequest("CompleteReview", request, write.get());
  write->event = "REVIEW_COMPLETED";
  write->actor = call.caller;
  write->deadline = call.deadline;
  write->answer = AnswerAs<v1::CompleteReviewResponse>(std::move(done));
  write->load = [this, request = std::move(request)](Dossier* dossier) -> absl::Status {
    auto loaded = LoadDossier(*dependencies_.store, *ParseApplicationName(request.name()));
    if (!loaded.ok()) return loaded.status();
    *dossier = *std::move(loaded);
    AddAttestations(request.attestations(), &dossier->inputs);
    if (!dossier->inputs.has_complete_at())
      SetTimestamp(dependencies_.clock->Now(), dossier->inputs.mutable_complete_at());
    return RequireState(dossier->application,
                        {v1::APPLICATION_STATE_INCOMPLETE, v1::APPLICATION_STATE_UNDER_REVIEW,
                         v1::APPLICATION_STATE_PRELIMINARY_REFUSAL});
  };
  runner_.Start(write);
}

int UseCasesImpl::RetryHeldApplications(absl::Duration min_age, int limit) {
  const auto ids = dependencies_.store->ListForRetry(dependencies_.clock->Now() - min_age, limit);
  if (!ids.ok()) return 0;
  int decided_again = 0;
  for (const std::string& id : *ids) {
    auto write = std::make_shared<Write>();
    write->event = "APPLICATION_RETRIED";
    write->actor = "oteu";
    write->load = [this, id](Dossier* dossier) -> absl::Status {
      auto loaded = LoadDossier(*dependencies_.store, id);
      if (!loaded.ok()) return loaded.status();
      *dossier = *std::move(loaded);
      return RequireState(dossier->application, {v1::APPLICATION_STATE_UNDER_REVIEW});
    };
    auto kept = std::make_shared<bool>(false);
    write->keep_decision = [kept](const Dossier& dossier, const Decided& decided) {
      *kept = WaitsForSource(*dossier.standing) && Differs(*dossier.standing, decided.decision);
      return *kept;
    };
    const auto answer = store::Await<absl::StatusOr<Answer>>([&](auto done) {
      write->answer = std::move(done);
      runner_.Start(write);
    });
    if (answer.ok() && *kept) ++decided_again;
  }
  return decided_again;
}

}  // namespace oteu::application
