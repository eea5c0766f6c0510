// Findings: collects what was found, with ground and clauses looked up in the regulation's data. Never stops
// at the first.
//
//   findings.Refuse(v1::REASON_CODE_CHILD_DECEASED, "");
//   findings.RegisterUnavailable("CIVIL_STATUS");
//
// A reason that the act does not list as a refusal ground is not one: it is held for a person instead (fail
// closed both ways).
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/reason.pb.h"
#include "service/decision/case.h"

namespace oteu::decision {

class Findings {
 public:
  explicit Findings(const Case& c) : case_(c) {}

  // Each returns the finding, so that details can be added. The pointer holds until the next call.
  v1::DecisionFinding* Refuse(v1::ReasonCode reason, const std::string& object);
  v1::DecisionFinding* Review(v1::ReasonCode reason, const std::string& object);
  v1::DecisionFinding* Warn(v1::ReasonCode reason, const std::string& object);

  // A register that was needed did not answer: said once per register.
  void RegisterUnavailable(const char* register_name);

  // A circumstance that only a person can settle; an attestation for `settled_by` settles it.
  void NeedsOfficer(const char* cause, v1::DocumentType settled_by);

  // Takes over a finding about a document that was made before the regulation was known.
  void Adopt(const v1::DecisionFinding& finding);

  // True when something refuses the object, or holds it for review.
  bool Refuses(const std::string& object) const;
  bool Has(v1::Severity severity) const;
  bool Has(v1::Severity severity, v1::ReasonCode reason) const;

  const std::vector<v1::DecisionFinding>& all() const { return all_; }

 private:
  v1::DecisionFinding* Add(v1::ReasonCode reason, v1::Severity severity, const std::string& object);

  const Case& case_;
  std::vector<v1::DecisionFinding> all_;
};

}  // namespace oteu::decision
