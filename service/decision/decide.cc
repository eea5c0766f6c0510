// The second half of a decision: documents' readings, registers and other grants against the act. Every step
// adds what it finds; none stops another.
#include "service/decision/decide.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/decision/case.h"
#include "service/decision/checks/checks.h"
#include "service/decision/deadlines.h"
#include "service/decision/facts.h"
#include "service/decision/findings.h"
#include "service/decision/grounds/grounds.h"
#include "service/decision/outcome.h"
#include "service/decision/registers.h"
#include "service/decision/requirements.h"
#include "service/decision/serialize.h"
#include "service/entitlement/evaluate.h"

namespace oteu::decision {
namespace {

// An officer who read the document by hand has answered the questions that a machine could not. A defect
// stays one.
bool IsSettledByReading(const Case& c, const v1::DecisionFinding& finding, v1::DocumentType type) {
  const bool question = finding.reason() == v1::REASON_CODE_DOCUMENT_NEEDS_READING ||
                        finding.reason() == v1::REASON_CODE_SIGNATURE_INDETERMINATE;
  return question && finding.severity() == v1::SEVERITY_REVIEW && FindAttestation(c.inputs, type) != nullptr;
}

void AdoptReadings(const Case& c, Findings* findings) {
  for (const DocumentReading& reading : c.readings) {
    for (const v1::DecisionFinding& finding : reading.findings) {
      if (!IsSettledByReading(c, finding, reading.result.type())) {
        findings->Adopt(finding);
        continue;
      }
      v1::DecisionFinding settled = finding;
      settled.set_severity(v1::SEVERITY_WARNING);
      (*settled.mutable_details())["settled_by"] = "OFFICER";
      findings->Adopt(settled);
    }
  }
}

// Every reason against the document is set aside by an officer, or there is none.
bool IsAcceptable(const Case& c, const Findings& findings, const std::string& object) {
  for (const v1::DecisionFinding& finding : findings.all()) {
    if (finding.severity() != v1::SEVERITY_REFUSAL || finding.object() != object) continue;
    if (!IsSetAside(c.inputs, finding.reason())) return false;
  }
  return true;
}

void AcceptPayloads(const Findings& findings, Case* c) {
  for (const PayloadView& payload : c->payloads) {
    c->accepted[payload.index] = IsAcceptable(*c, findings, DocumentPath(payload.index));
  }
}

// True when some evaluated month lies in the academic year: what no month says is no answer.
bool HasAcademicMonth(const v1::Entitlement& entitlement) {
  for (const v1::MonthEntitlement& month : entitlement.months()) {
    const auto& reasons = month.reasons();
    if (std::find(reasons.begin(), reasons.end(), v1::MONTH_REASON_NOT_ACADEMIC) == reasons.end())
      return true;
  }
  return false;
}

// Asks; and when the facts end before the academic year that an application of the summer is for, asks again
// to its end, so that the months say why they are not paid.
absl::StatusOr<v1::Entitlement> Ask(const Case& c, v1::EvaluateEntitlementRequest question) {
  auto due = entitlement::Evaluate(c.catalog, question, c.decided_on);
  if (!due.ok() || HasAcademicMonth(*due)) return due;
  const absl::CivilMonth year_later = absl::CivilMonth(c.applied_on) + 11;
  question.set_last_month(civil::FormatMonth(year_later));
  return entitlement::Evaluate(c.catalog, question, c.decided_on);
}

// What would be due. A question that cannot be asked or answered is held for a person: never a silent zero.
void Evaluate(Case* c, v1::Entitlement* entitlement, Findings* findings) {
  const auto question = BuildQuestion(*c);
  if (!question.has_value()) {
    if (!Answered(c->inputs.family().civil().status()))
      return;  // Said by the grounds that need the register.
    auto* finding = findings->Review(v1::REASON_CODE_NEEDS_OFFICER, "");
    (*finding->mutable_details())["cause"] = "BIRTH_DATE_UNKNOWN";
    (*finding->mutable_details())["settled_by"] = "RELATIONSHIP";
    return;
  }
  auto due = Ask(*c, *question);
  if (!due.ok()) {
    auto* finding = findings->Review(v1::REASON_CODE_NEEDS_OFFICER, "");
    (*finding->mutable_details())["cause"] = "AMOUNT_NOT_COMPUTABLE";
    return;
  }
  *entitlement = *std::move(due);
  c->entitlement = entitlement;
  c->payable_months = EntitledMonths(*entitlement);
  c->granted_months = NotYetGranted(c->payable_months, c->inputs);
}

// Clause 3: support or loss of rights that touches the months, without refusing on the day of decision.
void FlagForOfficer(const Case& c, Findings* findings) {
  if (c.entitlement == nullptr || !c.entitlement->needs_human()) return;
  if (findings->Has(v1::SEVERITY_REFUSAL, v1::REASON_CODE_FULL_STATE_SUPPORT)) return;
  if (findings->Has(v1::SEVERITY_REFUSAL, v1::REASON_CODE_PARENTAL_RIGHTS_LOST)) return;
  findings->NeedsOfficer("STATE_SUPPORT_OR_RIGHTS", v1::DOCUMENT_TYPE_RELATIONSHIP);
}

bool IsAutomated(const v1::DecisionInputs& inputs) {
  return inputs.attestations().empty() && !inputs.has_hearing() && inputs.refusal_confirmed_by().empty() &&
         !inputs.has_officer_grant();
}

void FillHead(const Case& c, v1::Decision* decision) {
  const v1::DecisionInputs& inputs = c.inputs;
  decision->set_name(absl::StrCat(inputs.application(), "/decisions/", inputs.version()));
  decision->set_version(inputs.version());
  *decision->mutable_decided_at() = inputs.decided_at();
  *decision->mutable_decided_on() = civil::ToProto(c.decided_on);
  *decision->mutable_applied_on() = civil::ToProto(c.applied_on);
  decision->set_automated(IsAutomated(inputs));
  decision->set_regulation_id(c.regulation.id());
  decision->set_regulation_revision(c.version.revision());
  decision->set_regulation_sha256(inputs.regulation_sha256());
  decision->set_trust_snapshot_sha256(inputs.trust_snapshot_sha256());
  decision->set_inputs_sha256(Sha256Hex(SerializeInputs(inputs)));
}

void FillDocuments(const Case& c, v1::Decision* decision) {
  for (std::size_t i = 0; i < c.readings.size(); ++i) {
    v1::DocumentResult* result = decision->add_documents();
    *result = c.readings[i].result;
    result->set_accepted(c.accepted[i]);
    if (i == 0) decision->set_policy_version(result->verification().policy_version());
  }
}

}  // namespace

absl::StatusOr<v1::Decision> Decide(const v1::DecisionInputs& inputs,
                                    const std::vector<DocumentReading>& readings,
                                    const regulation::Catalog& catalog) {
  auto made = MakeCase(inputs, readings, catalog);
  if (!made.ok()) return made.status();
  Case& c = *made;
  v1::Decision decision;
  Findings findings(c);

  AdoptReadings(c, &findings);
  CheckDocuments(c, &findings);
  AcceptPayloads(findings, &c);
  v1::Entitlement entitlement;
  Evaluate(&c, &entitlement, &findings);
  CheckGrounds(c, &findings);
  FlagForOfficer(c, &findings);
  for (v1::RequirementResult& requirement : ResolveRequirements(c, &findings)) {
    *decision.add_requirements() = std::move(requirement);
  }
  NothingToPay(c, &findings);

  FillHead(c, &decision);
  FillDocuments(c, &decision);
  decision.set_outcome(OutcomeOf(c, findings));
  for (const v1::DecisionFinding& finding : findings.all()) *decision.add_findings() = finding;
  *decision.mutable_deadlines() = DeadlinesFor(c, decision.outcome());
  for (const std::string& month : c.granted_months) decision.add_granted_months(month);
  if (c.entitlement != nullptr) *decision.mutable_entitlement() = std::move(entitlement);
  return decision;
}

}  // namespace oteu::decision
