#include "service/decision/findings.h"

#include "absl/strings/str_cat.h"

namespace oteu::decision {
namespace {

// The act's refusal ground of this reason; null when the act has none (clause 8).
const regulation::v1::RefusalGround* GroundOf(const regulation::v1::RegulationVersion& version,
                                              v1::ReasonCode reason) {
  const std::string name = ReasonName(reason);
  for (const auto& ground : version.refusal_grounds()) {
    if (ground.reason() == name) return &ground;
  }
  return nullptr;
}

v1::RefusalGround ParseGround(const std::string& name) {
  v1::RefusalGround ground = v1::REFUSAL_GROUND_UNSPECIFIED;
  v1::RefusalGround_Parse(absl::StrCat("REFUSAL_GROUND_", name), &ground);
  return ground;
}

}  // namespace

v1::DecisionFinding* Findings::Add(v1::ReasonCode reason, v1::Severity severity, const std::string& object) {
  v1::DecisionFinding& finding = all_.emplace_back();
  finding.set_reason(reason);
  finding.set_severity(severity);
  finding.set_object(object);
  const regulation::v1::RefusalGround* ground = GroundOf(case_.version, reason);
  if (ground == nullptr) {
    if (severity == v1::SEVERITY_REFUSAL) {
      finding.set_severity(v1::SEVERITY_REVIEW);
      (*finding.mutable_details())["cause"] = "NOT_A_GROUND_OF_THE_ACT";
    }
    return &finding;
  }
  if (severity == v1::SEVERITY_REFUSAL) finding.set_ground(ParseGround(ground->ground()));
  for (const auto& clause : ground->clauses())
    *finding.add_citations() = case_.catalog.Cite(case_.version, clause);
  return &finding;
}

v1::DecisionFinding* Findings::Refuse(v1::ReasonCode reason, const std::string& object) {
  return Add(reason, v1::SEVERITY_REFUSAL, object);
}

v1::DecisionFinding* Findings::Review(v1::ReasonCode reason, const std::string& object) {
  return Add(reason, v1::SEVERITY_REVIEW, object);
}

v1::DecisionFinding* Findings::Warn(v1::ReasonCode reason, const std::string& object) {
  return Add(reason, v1::SEVERITY_WARNING, object);
}

void Findings::RegisterUnavailable(const char* register_name) {
  for (const v1::DecisionFinding& finding : all_) {
    if (finding.reason() != v1::REASON_CODE_REGISTER_UNAVAILABLE) continue;
    const auto named = finding.details().find("register");
    if (named != finding.details().end() && named->second == register_name) return;
  }
  v1::DecisionFinding* finding = Review(v1::REASON_CODE_REGISTER_UNAVAILABLE, "");
  (*finding->mutable_details())["register"] = register_name;
}

void Findings::NeedsOfficer(const char* cause, v1::DocumentType settled_by) {
  const bool settled = FindAttestation(case_.inputs, settled_by) != nullptr;
  v1::DecisionFinding* finding =
      settled ? Warn(v1::REASON_CODE_NEEDS_OFFICER, "") : Review(v1::REASON_CODE_NEEDS_OFFICER, "");
  (*finding->mutable_details())["cause"] = cause;
  (*finding->mutable_details())["settled_by"] = DocumentTypeName(settled_by);
}

void Findings::Adopt(const v1::DecisionFinding& finding) {
  v1::DecisionFinding* added = Add(finding.reason(), finding.severity(), finding.object());
  for (const auto& [key, value] : finding.details()) (*added->mutable_details())[key] = value;
}

bool Findings::Refuses(const std::string& object) const {
  for (const v1::DecisionFinding& finding : all_) {
    if (finding.severity() == v1::SEVERITY_REFUSAL && finding.object() == object) return true;
  }
  return false;
}

bool Findings::Has(v1::Severity severity) const {
  for (const v1::DecisionFinding& finding : all_) {
    if (finding.severity() == severity) return true;
  }
  return false;
}

bool Findings::Has(v1::Severity severity, v1::ReasonCode reason) const {
  for (const v1::DecisionFinding& finding : all_) {
    if (finding.severity() == severity && finding.reason() == reason) return true;
  }
  return false;
}

}  // namespace oteu::decision
