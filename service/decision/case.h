// Case: everything that the checks, grounds and requirements of one decision look at. Built once, then only
// read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/decision.pb.h"
#include "service/decision/decide.h"
#include "service/decision/periods.h"
#include "service/regulation/catalog.h"

namespace oteu::decision {

// A payload's facts, the same for both kinds: who issued what for whom and when.
struct PayloadView {
  std::size_t index;  // of the document
  v1::DocumentType type;
  absl::string_view child_iin;
  absl::string_view issuer_bin;
  absl::string_view number;
  Days period;  // of home education, or of the PMPC term
  absl::CivilDay issued_on;
  bool recommends_home_education;  // true for a school's certificate
};

struct Case {
  const v1::DecisionInputs& inputs;
  const std::vector<DocumentReading>& readings;
  const regulation::Catalog& catalog;
  const regulation::v1::Regulation& regulation;
  // The version in force on the day of application, as known on the day of decision.
  const regulation::v1::RegulationVersion& version;
  absl::CivilDay applied_on;
  absl::CivilDay decided_on;
  // Payloads that were read from verified bytes and whose days are in order.
  std::vector<PayloadView> payloads;
  // By document: its payload was read and nothing refuses it. Filled after the document checks.
  std::vector<bool> accepted;
  // What would be due; null until it is evaluated, and when it cannot be.
  const v1::Entitlement* entitlement = nullptr;
  // Months that this application would be paid: entitled, from its own month on; whether others hold them or
  // not.
  std::vector<std::string> payable_months;
  // Those among them that no other grant for the child holds.
  std::vector<std::string> granted_months;
};

// INVALID_ARGUMENT (UNKNOWN_DISTRICT) when no regulation serves the district on the day of application.
absl::StatusOr<Case> MakeCase(const v1::DecisionInputs& inputs, const std::vector<DocumentReading>& readings,
                              const regulation::Catalog& catalog);

// The institution's record; null when it was not asked for.
const v1::Institution* FindInstitution(const v1::DecisionInputs& inputs, absl::string_view bin);

// True when the institution serves a district of this regulation.
bool ServesDistrict(const Case& c, const v1::Institution& institution);

// An officer's attestation for a requirement; null when there is none.
const v1::OfficerAttestation* FindAttestation(const v1::DecisionInputs& inputs, v1::DocumentType type);

// True when a document of the type was handed in, whatever it came to.
bool HasDocument(const Case& c, v1::DocumentType type);

// Enum value names without their prefix: "PMPC_CONCLUSION", "CHILD_DECEASED".
std::string DocumentTypeName(v1::DocumentType type);
std::string ReasonName(v1::ReasonCode reason);
v1::DocumentType ParseDocumentType(const std::string& name);

// "documents[2]": the object that a finding about a document names.
std::string DocumentPath(std::size_t index);

}  // namespace oteu::decision
