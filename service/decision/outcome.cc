#include "service/decision/outcome.h"

#include "service/decision/registers.h"

namespace oteu::decision {
namespace {

bool IsMissingDocument(const v1::DecisionFinding& finding) {
  return finding.reason() == v1::REASON_CODE_REQUIRED_DOCUMENT_MISSING;
}

// True for what an officer cannot answer from knowledge: a source that is silent.
bool IsSilentSource(v1::ReasonCode reason) {
  return reason == v1::REASON_CODE_REGISTER_UNAVAILABLE || reason == v1::REASON_CODE_REVOCATION_UNAVAILABLE;
}

// Every reason that refuses or holds is set aside, and there is something to grant.
bool GrantCoversAll(const Case& c, const Findings& findings) {
  for (const v1::DecisionFinding& finding : findings.all()) {
    if (finding.severity() != v1::SEVERITY_REFUSAL && finding.severity() != v1::SEVERITY_REVIEW) continue;
    if (IsSilentSource(finding.reason()) || !IsSetAside(c.inputs, finding.reason())) return false;
  }
  return !c.granted_months.empty();
}

}  // namespace

v1::DecisionOutcome OutcomeOf(const Case& c, const Findings& findings) {
  bool refused = false;
  bool missing = false;
  bool review = false;
  for (const v1::DecisionFinding& finding : findings.all()) {
    if (finding.severity() == v1::SEVERITY_REVIEW) review = true;
    if (finding.severity() == v1::SEVERITY_REFUSAL) (IsMissingDocument(finding) ? missing : refused) = true;
  }
  if (refused) {
    if (c.inputs.has_officer_grant() && GrantCoversAll(c, findings)) return v1::DECISION_OUTCOME_GRANTED;
    if (!c.inputs.refusal_confirmed_by().empty()) return v1::DECISION_OUTCOME_REFUSED;
    return v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL;
  }
  if (missing) return v1::DECISION_OUTCOME_INCOMPLETE;
  return review ? v1::DECISION_OUTCOME_UNDER_REVIEW : v1::DECISION_OUTCOME_GRANTED;
}

v1::ApplicationState StateOf(v1::DecisionOutcome outcome) {
  switch (outcome) {
    case v1::DECISION_OUTCOME_GRANTED:
      return v1::APPLICATION_STATE_GRANTED;
    case v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL:
      return v1::APPLICATION_STATE_PRELIMINARY_REFUSAL;
    case v1::DECISION_OUTCOME_REFUSED:
      return v1::APPLICATION_STATE_REFUSED;
    case v1::DECISION_OUTCOME_INCOMPLETE:
      return v1::APPLICATION_STATE_INCOMPLETE;
    default:
      return v1::APPLICATION_STATE_UNDER_REVIEW;
  }
}

}  // namespace oteu::decision
