#include "service/application/deciding.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/application/evidence.h"
#include "service/application/names.h"
#include "service/application/recalculating.h"
#include "service/application/store_errors.h"
#include "service/civil/date.h"
#include "service/decision/outcome.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

void AskRegisters(const Dependencies& dependencies, absl::Time deadline, Dossier* dossier) {
  v1::DecisionInputs& inputs = dossier->inputs;
  *inputs.mutable_family() =
      dependencies.registry->LookUpFamily(inputs.form().child_iin(), inputs.form().applicant_iin(), deadline);
  inputs.clear_institutions();
  const std::vector<std::string> bins = decision::NamedInstitutions(*dossier->readings);
  if (!bins.empty()) {
    for (v1::Institution& institution : dependencies.registry->LookUpInstitutions(bins, deadline)) {
      *inputs.add_institutions() = std::move(institution);
    }
  }
  dossier->registers_asked = true;
}

// Clause 3: what is granted for the child already, by whom and where.
absl::StatusOr<std::int64_t> ReadClaims(store::Store& store, Dossier* dossier) {
  v1::DecisionInputs& inputs = dossier->inputs;
  auto claims = store.GetClaims(inputs.form().child_iin());
  if (!claims.ok()) return FromStore(claims.status(), "no claims");
  inputs.clear_prior_grants();
  for (store::Grant& grant : claims->grants) {
    if (grant.application_id == dossier->id) continue;
    v1::PriorGrant* prior = inputs.add_prior_grants();
    prior->set_application(ApplicationName(grant.application_id));
    prior->set_same_applicant(grant.applicant_iin == inputs.form().applicant_iin());
    prior->set_same_district(grant.district_kato == inputs.form().district_kato());
    const auto applied_on = civil::ParseIsoDate(grant.applied_on);
    if (applied_on.ok()) *prior->mutable_applied_on() = civil::ToProto(*applied_on);
    for (std::string& month : grant.months) prior->add_granted_months(std::move(month));
  }
  return claims->version;
}

// A decision on the inputs as they are; again without what turned out not to hold.
absl::StatusOr<v1::Decision> DecideInputs(const regulation::Catalog& catalog, Registers registers,
                                          Dossier* dossier) {
  v1::DecisionInputs& inputs = dossier->inputs;
  auto made = decision::Decide(inputs, *dossier->readings, catalog);
  if (!made.ok()) return made;
  bool again = false;
  if (made->outcome() == v1::DECISION_OUTCOME_INCOMPLETE && inputs.has_complete_at()) {
    inputs.clear_complete_at();  // The clock starts with the full set of documents.
    again = true;
  }
  // Nobody was heard on a reason that is new: its notice is today's, and the hearing is still to be held.
  if (registers == Registers::kAsk && inputs.has_preliminary_refusal_at() && dossier->standing.has_value() &&
      HasNewRefusal(*made, *dossier->standing)) {
    inputs.clear_preliminary_refusal_at();
    inputs.clear_hearing();
    again = true;
  }
  if (again) made = decision::Decide(inputs, *dossier->readings, catalog);
  return made;
}

void FillApplication(const v1::Decision& made, absl::Time now, Dossier* dossier) {
  v1::Application& application = dossier->application;
  application.set_state(decision::StateOf(made.outcome()));
  application.set_regulation_id(made.regulation_id());
  application.set_latest_decision(made.name());
  application.set_revision(dossier->expected_revision + 1);
  SetTimestamp(now, application.mutable_updated_at());
}

void AddSummaries(Dossier* dossier) {
  for (int i = dossier->first_new_document; i < dossier->documents.size(); ++i) {
    v1::DocumentSummary* summary = dossier->application.add_documents();
    const v1::Document& document = dossier->documents[i];
    summary->set_type(document.type());
    summary->set_sha256((*dossier->readings)[static_cast<std::size_t>(i)].result.sha256());
    summary->set_size_bytes(
        static_cast<std::int64_t>(document.signed_data().size() + document.content().size()));
    *summary->mutable_received_at() = dossier->inputs.document_received_at(i);
  }
}

store::Grant MakeGrant(const Dossier& dossier, const v1::Decision& made) {
  store::Grant grant;
  grant.application_id = dossier.id;
  grant.applicant_iin = dossier.inputs.form().applicant_iin();
  grant.district_kato = dossier.inputs.form().district_kato();
  grant.regulation_id = made.regulation_id();
  const auto applied_on = civil::FromProto(made.applied_on());
  if (applied_on.ok()) grant.applied_on = civil::FormatIsoDate(*applied_on);
  grant.months.assign(made.granted_months().begin(), made.granted_months().end());
  return grant;
}

}  // namespace

bool HasNewRefusal(const v1::Decision& decision, const v1::Decision& before) {
  const auto refuses = [](const v1::Decision& in, v1::ReasonCode reason) {
    return std::any_of(in.findings().begin(), in.findings().end(), [&](const v1::DecisionFinding& finding) {
      return finding.reason() == reason && finding.severity() == v1::SEVERITY_REFUSAL;
    });
  };
  return std::any_of(
      decision.findings().begin(), decision.findings().end(), [&](const v1::DecisionFinding& finding) {
        return finding.severity() == v1::SEVERITY_REFUSAL && !refuses(before, finding.reason());
      });
}

absl::StatusOr<Decided> DecideDossier(const Dependencies& dependencies, const Sources& sources,
                                      Registers registers, absl::Time now, absl::Time deadline,
                                      Dossier* dossier) {
  v1::DecisionInputs& inputs = dossier->inputs;
  // Recalculations are not counted here: the facts that cause them are bounded themselves.
  if (inputs.version() > limits::kMaxDecisions) {
    return MakeError(ErrorReason::kLimitExceeded, "the application has too many decisions",
                     {{"limit", "decisions"}});
  }
  SetTimestamp(now, inputs.mutable_decided_at());
  inputs.set_trust_snapshot_sha256(sources.verifier->trust_snapshot_sha256());
  inputs.set_regulation_sha256(sources.catalog->sha256());
  inputs.set_application(dossier->id.empty() ? "" : ApplicationName(dossier->id));
  if (!dossier->readings.has_value()) {
    auto readings = ReadWithEvidence(*sources.verifier, dependencies.revocation, deadline, dossier);
    if (!readings.ok()) return readings.status();
    dossier->readings = *std::move(readings);
    AddSummaries(dossier);
  }
  if (registers == Registers::kAsk && !dossier->registers_asked)
    AskRegisters(dependencies, deadline, dossier);
  const auto claims_version = ReadClaims(*dependencies.store, dossier);
  if (!claims_version.ok()) return claims_version.status();
  auto made = DecideInputs(*sources.catalog, registers, dossier);
  if (!made.ok()) return made.status();
  FillApplication(*made, now, dossier);
  Decided decided;
  decided.decision_bytes = decision::SerializeDeterministically(*made);
  decided.inputs_bytes = decision::SerializeInputs(inputs);
  decided.decision = *std::move(made);
  decided.claims_version = *claims_version;
  return decided;
}

store::Change MakeChange(const Dossier& dossier, const Decided& decided, const Sources& sources,
                         store::Store& store) {
  store::Change change;
  change.application_id = dossier.id;
  change.expected_revision = dossier.expected_revision;
  change.application = dossier.application;
  change.decision = store::StoredDecision{decided.decision.version(), decided.decision_bytes,
                                          decided.inputs_bytes, dossier.document_sha256s};
  for (int i = dossier.first_new_document; i < dossier.documents.size(); ++i) {
    change.documents.push_back(
        {dossier.document_sha256s[static_cast<std::size_t>(i)], dossier.documents[i].SerializeAsString()});
  }
  if (!store.HasSnapshot(sources.verifier->trust_snapshot_sha256())) {
    change.snapshots.push_back(
        {sources.verifier->trust_snapshot_sha256(), sources.verifier->trust_snapshot()});
  }
  if (!store.HasSnapshot(sources.catalog->sha256())) {
    change.snapshots.push_back({sources.catalog->sha256(), sources.catalog->snapshot()});
  }
  for (const v1::DocumentResult& document : decided.decision.documents()) {
    if (!document.accepted() || !document.has_school_certificate()) continue;
    const v1::SchoolCertificate& certificate = document.school_certificate();
    change.pupils.push_back({certificate.school_bin(), certificate.child_iin()});
  }
  change.expected_claims_version = decided.claims_version;
  if (decided.decision.outcome() == v1::DECISION_OUTCOME_GRANTED) {
    change.grant = MakeGrant(dossier, decided.decision);
    // The snapshot is brought by this very change, or stored already.
    change.recalculate = MakeRecalculate(sources.catalog, /*catalog_is_stored=*/true,
                                         FromTimestamp(dossier.inputs.decided_at()));
  }
  return change;
}

}  // namespace oteu::application
