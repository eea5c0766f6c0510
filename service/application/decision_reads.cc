// Reads of decisions: one, pages, the explanation and the replay.
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/decision/explain.h"
#include "service/decision/replay.h"

namespace oteu::application {
namespace {

absl::Status Unreadable() { return MakeError(ErrorReason::kInternal, "a stored decision cannot be read"); }

std::string LanguageOf(const std::string& asked, const CallContext& call) {
  for (const std::string& language : {asked, call.language}) {
    if (language == "kk" || language == "ru" || language == "en") return language;
  }
  return "kk";
}

}  // namespace

absl::StatusOr<store::StoredDecision> UseCasesImpl::FindDecision(const std::string& name, std::string* id) {
  const auto parsed = ParseDecisionName(name);
  if (!parsed.has_value()) {
    return InvalidArgument(
        {{"name", "must be applications/{application}/decisions/{version} or .../decisions/latest"}});
  }
  *id = parsed->application_id;
  auto stored = dependencies_.store->GetDecision(parsed->application_id, parsed->version);
  if (!stored.ok()) return FromStore(stored.status(), "no such decision");
  return stored;
}

absl::StatusOr<std::shared_ptr<const regulation::Catalog>> UseCasesImpl::CatalogOf(
    const std::string& sha256) {
  auto current = dependencies_.catalog();
  if (current->sha256() == sha256) return current;
  const auto snapshot = dependencies_.store->GetSnapshot(sha256);
  if (!snapshot.ok()) return FromStore(snapshot.status(), "the regulation data of the decision is absent");
  auto catalog = regulation::Catalog::FromSnapshot(*snapshot);
  if (!catalog.ok() || (*catalog)->sha256() != sha256) {
    return MakeError(ErrorReason::kInternal, "the regulation data of the decision cannot be read");
  }
  return catalog;
}

absl::StatusOr<std::shared_ptr<const verification::Verifier>> UseCasesImpl::VerifierOf(
    const std::string& sha256) {
  auto current = dependencies_.verifier();
  if (current->trust_snapshot_sha256() == sha256) return current;
  const auto snapshot = dependencies_.store->GetSnapshot(sha256);
  if (!snapshot.ok()) return FromStore(snapshot.status(), "the trust snapshot of the decision is absent");
  auto verifier = verification::Verifier::FromSnapshot(*snapshot);
  if (!verifier.ok() || (*verifier)->trust_snapshot_sha256() != sha256) {
    return MakeError(ErrorReason::kInternal, "the trust snapshot of the decision cannot be read");
  }
  return std::shared_ptr<const verification::Verifier>(*std::move(verifier));
}

absl::StatusOr<v1::GetDecisionResponse> UseCasesImpl::GetDecision(const CallContext& /*call*/,
                                                                  const v1::GetDecisionRequest& request) {
  std::string id;
  const auto stored = FindDecision(request.name(), &id);
  if (!stored.ok()) return stored.status();
  v1::GetDecisionResponse response;
  if (!response.mutable_decision()->ParseFromString(stored->decision)) return Unreadable();
  return response;
}

absl::StatusOr<v1::ListDecisionsResponse> UseCasesImpl::ListDecisions(
    const CallContext& /*call*/, const v1::ListDecisionsRequest& request) {
  Violations violations;
  ValidatePageSize(request.page_size(), &violations);
  const auto id = ParseApplicationName(request.parent());
  if (!id.has_value()) violations.push_back({"parent", "must be applications/{application}"});
  std::int32_t version = 0;
  if (!request.page_token().empty()) {
    const auto position = ReadPageToken("ListDecisions", request.parent(), request.page_token());
    if (!position.has_value() || !absl::SimpleAtoi(*position, &version) || version < 1) {
      violations.push_back({"page_token", "is not of this list"});
    }
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  v1::ListDecisionsResponse response;
  const std::int32_t page_size = PageSizeOrDefault(request.page_size());
  do {
    const auto stored = dependencies_.store->GetDecision(*id, version);
    if (!stored.ok()) return FromStore(stored.status(), "no such application");
    if (!response.add_decisions()->ParseFromString(stored->decision)) return Unreadable();
    version = stored->version - 1;
  } while (version >= 1 && response.decisions_size() < page_size);
  if (version >= 1)
    response.set_next_page_token(MakePageToken("ListDecisions", request.parent(), absl::StrCat(version)));
  return response;
}

absl::StatusOr<v1::ExplainDecisionResponse> UseCasesImpl::ExplainDecision(
    const CallContext& call, const v1::ExplainDecisionRequest& request) {
  const std::string& asked = request.language();
  if (!asked.empty() && asked != "kk" && asked != "ru" && asked != "en") {
    return InvalidArgument({{"language", "must be kk, ru or en"}});
  }
  std::string id;
  const auto stored = FindDecision(request.name(), &id);
  if (!stored.ok()) return stored.status();
  v1::Decision decision;
  if (!decision.ParseFromString(stored->decision)) return Unreadable();
  const auto catalog = CatalogOf(decision.regulation_sha256());
  if (!catalog.ok()) return catalog.status();
  v1::ExplainDecisionResponse response = decision::Explain(decision, **catalog, LanguageOf(asked, call));
  response.set_decision(decision.name());
  return response;
}

absl::StatusOr<v1::ReplayDecisionResponse> UseCasesImpl::ReplayDecision(
    const CallContext& /*call*/, const v1::ReplayDecisionRequest& request) {
  std::string id;
  const auto stored = FindDecision(request.name(), &id);
  if (!stored.ok()) return stored.status();
  v1::DecisionInputs inputs;
  if (!inputs.ParseFromString(stored->inputs)) return Unreadable();
  if (inputs.has_recalculation()) return ReplayRecalculated(*stored, inputs);
  google::protobuf::RepeatedPtrField<v1::Document> documents;
  for (const std::string& sha256 : stored->document_sha256s) {
    auto document = dependencies_.store->GetDocument(sha256);
    if (!document.ok()) return FromStore(document.status(), "a stored document is absent");
    *documents.Add() = *std::move(document);
  }
  const auto verifier = VerifierOf(inputs.trust_snapshot_sha256());
  if (!verifier.ok()) return verifier.status();
  const auto catalog = CatalogOf(inputs.regulation_sha256());
  if (!catalog.ok()) return catalog.status();
  return decision::Replay(stored->decision, inputs, documents, **verifier, **catalog);
}

absl::StatusOr<v1::ReplayDecisionResponse> UseCasesImpl::ReplayRecalculated(
    const store::StoredDecision& stored, const v1::DecisionInputs& inputs) {
  std::string id;
  const auto reference = FindDecision(inputs.recalculation().reference_decision(), &id);
  if (!reference.ok()) return reference.status();
  const auto previous = FindDecision(inputs.recalculation().previous_decision(), &id);
  if (!previous.ok()) return previous.status();
  const auto catalog = CatalogOf(inputs.regulation_sha256());
  if (!catalog.ok()) return catalog.status();
  return decision::ReplayRecalculation(stored.decision, inputs, reference->decision, previous->decision,
                                       **catalog);
}

}  // namespace oteu::application
