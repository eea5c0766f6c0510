#include "service/application/dossier.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/application/store_errors.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

absl::Status ReadStoredDecision(const store::StoredDecision& stored, Dossier* dossier) {
  v1::Decision standing;
  if (!standing.ParseFromString(stored.decision) || !dossier->inputs.ParseFromString(stored.inputs)) {
    return MakeError(ErrorReason::kInternal, "a stored decision cannot be read");
  }
  dossier->standing = std::move(standing);
  dossier->document_sha256s = stored.document_sha256s;
  return absl::OkStatus();
}

// The next decision begins where the standing one ended.
void Renew(Dossier* dossier) {
  v1::DecisionInputs& inputs = dossier->inputs;
  const v1::Decision& standing = *dossier->standing;
  inputs.set_version(standing.version() + 1);
  inputs.clear_refusal_confirmed_by();
  inputs.clear_officer_grant();
  if (standing.outcome() != v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL) {
    inputs.clear_preliminary_refusal_at();
    inputs.clear_hearing();
  } else if (!inputs.has_preliminary_refusal_at()) {
    *inputs.mutable_preliminary_refusal_at() = standing.decided_at();
  }
}

// Drops earlier documents of the given types from what the decision looks at, and what an officer read in
// them.
void DropTypes(const std::set<int>& types, Dossier* dossier) {
  auto* attestations = dossier->inputs.mutable_attestations();
  const auto about_them = [&](const v1::OfficerAttestation& a) { return types.count(a.type()) > 0; };
  attestations->erase(std::remove_if(attestations->begin(), attestations->end(), about_them),
                      attestations->end());
  google::protobuf::RepeatedPtrField<v1::Document> kept;
  google::protobuf::RepeatedPtrField<google::protobuf::Timestamp> times;
  std::vector<std::string> sha256s;
  for (int i = 0; i < dossier->documents.size(); ++i) {
    if (types.count(dossier->documents[i].type()) > 0) continue;
    *kept.Add() = std::move(*dossier->documents.Mutable(i));
    *times.Add() = dossier->inputs.document_received_at(i);
    sha256s.push_back(std::move(dossier->document_sha256s[static_cast<std::size_t>(i)]));
  }
  dossier->documents.Swap(&kept);
  dossier->inputs.mutable_document_received_at()->Swap(&times);
  dossier->document_sha256s = std::move(sha256s);
}

}  // namespace

absl::StatusOr<Dossier> LoadDossier(store::Store& store, const std::string& id) {
  Dossier dossier;
  dossier.id = id;
  auto application = store.GetApplication(id);
  if (!application.ok()) return FromStore(application.status(), "no such application");
  dossier.application = *std::move(application);
  dossier.expected_revision = dossier.application.revision();
  auto stored = store.GetDecision(id, 0);
  if (!stored.ok()) return FromStore(stored.status(), "the application has no decision");
  if (absl::Status status = ReadStoredDecision(*stored, &dossier); !status.ok()) return status;
  for (const std::string& sha256 : dossier.document_sha256s) {
    auto document = store.GetDocument(sha256);
    if (!document.ok()) return FromStore(document.status(), "a stored document is absent");
    *dossier.documents.Add() = *std::move(document);
  }
  if (dossier.inputs.document_received_at_size() != dossier.documents.size()) {
    return MakeError(ErrorReason::kInternal, "a stored decision does not fit its documents");
  }
  dossier.first_new_document = dossier.documents.size();
  Renew(&dossier);
  return dossier;
}

absl::Status AddDocuments(google::protobuf::RepeatedPtrField<v1::Document> documents, absl::Time now,
                          Dossier* dossier) {
  std::set<int> types;
  for (const v1::Document& document : documents) types.insert(document.type());
  DropTypes(types, dossier);
  dossier->first_new_document = dossier->documents.size();
  if (dossier->documents.size() + documents.size() > limits::kMaxDocuments) {
    return InvalidArgument(
        {{"documents", absl::StrCat("more than ", limits::kMaxDocuments, " with those already there")}});
  }
  if (dossier->application.documents_size() + documents.size() > limits::kMaxDocumentsKept) {
    return InvalidArgument(
        {{"documents", absl::StrCat("more than ", limits::kMaxDocumentsKept, " were handed in")}});
  }
  for (v1::Document& document : documents) {
    document.DiscardUnknownFields();
    dossier->document_sha256s.push_back(decision::Sha256Raw(document.SerializeAsString()));
    SetTimestamp(now, dossier->inputs.add_document_received_at());
    *dossier->documents.Add() = std::move(document);
  }
  return absl::OkStatus();
}

absl::Status RequireState(const v1::Application& application,
                          const std::vector<v1::ApplicationState>& states) {
  if (std::find(states.begin(), states.end(), application.state()) != states.end()) return absl::OkStatus();
  const std::string& name = v1::ApplicationState_Name(application.state());
  return MakeError(ErrorReason::kStateConflict, "the application's state does not allow the call",
                   {{"state", std::string(absl::StripPrefix(name, "APPLICATION_STATE_"))}});
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  // Microseconds: what the store keeps of an instant; the rest would be lost between a write and its read.
  const std::int64_t micros = absl::ToUnixMicros(time);
  std::int64_t seconds = micros / 1000000;
  std::int64_t rest = micros % 1000000;
  if (rest < 0) {
    rest += 1000000;
    --seconds;
  }
  out->set_seconds(seconds);
  out->set_nanos(static_cast<std::int32_t>(rest * 1000));
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace oteu::application
