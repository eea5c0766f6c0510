#include "service/decision/case.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/civil/date.h"
#include "service/civil/time_zone.h"
#include "service/errors/error.h"

namespace oteu::decision {
namespace {

void AddView(std::size_t index, v1::DocumentType type, const v1::SchoolCertificate& payload,
             std::vector<PayloadView>* out) {
  const auto days = DaysOf(payload.home_education_from(), &payload.home_education_through());
  const auto issued_on = civil::FromProto(payload.issued_on());
  if (!days.has_value() || !issued_on.ok()) return;
  out->push_back(
      {index, type, payload.child_iin(), payload.school_bin(), payload.number(), *days, *issued_on, true});
}

void AddView(std::size_t index, v1::DocumentType type, const v1::PmpcConclusion& payload,
             std::vector<PayloadView>* out) {
  const auto days = DaysOf(payload.term_from(), &payload.term_through());
  const auto issued_on = civil::FromProto(payload.issued_on());
  if (!days.has_value() || !issued_on.ok()) return;
  out->push_back({index, type, payload.child_iin(), payload.pmpc_bin(), payload.number(), *days, *issued_on,
                  payload.home_education_recommended()});
}

std::vector<PayloadView> ViewPayloads(const std::vector<DocumentReading>& readings) {
  std::vector<PayloadView> views;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const v1::DocumentResult& result = readings[i].result;
    if (result.has_school_certificate()) AddView(i, result.type(), result.school_certificate(), &views);
    if (result.has_pmpc_conclusion()) AddView(i, result.type(), result.pmpc_conclusion(), &views);
  }
  return views;
}

}  // namespace

absl::StatusOr<Case> MakeCase(const v1::DecisionInputs& inputs, const std::vector<DocumentReading>& readings,
                              const regulation::Catalog& catalog) {
  const regulation::v1::Regulation* regulation = catalog.FindByDistrict(inputs.form().district_kato());
  if (regulation == nullptr)
    return MakeError(ErrorReason::kUnknownDistrict, "no regulation serves the district");
  const auto applied_on = civil::LocalDay(inputs.received_at(), catalog.time_zone());
  const auto decided_on = civil::LocalDay(inputs.decided_at(), catalog.time_zone());
  if (!applied_on.ok() || !decided_on.ok())
    return MakeError(ErrorReason::kInternal, "an instant of the inputs is out of range");
  const auto* version = catalog.VersionFor(*regulation, *applied_on, *decided_on);
  if (version == nullptr) {
    version = catalog.VersionForMonth(*regulation, absl::CivilMonth(*applied_on), *decided_on);
  }
  if (version == nullptr) {
    return MakeError(ErrorReason::kUnknownDistrict,
                     "no act of the district is in force on the day of application");
  }
  return Case{inputs,
              readings,
              catalog,
              *regulation,
              *version,
              *applied_on,
              *decided_on,
              ViewPayloads(readings),
              std::vector<bool>(readings.size(), false),
              nullptr,
              {},
              {}};
}

const v1::Institution* FindInstitution(const v1::DecisionInputs& inputs, absl::string_view bin) {
  for (const v1::Institution& institution : inputs.institutions()) {
    if (institution.bin() == bin) return &institution;
  }
  return nullptr;
}

const v1::OfficerAttestation* FindAttestation(const v1::DecisionInputs& inputs, v1::DocumentType type) {
  for (const v1::OfficerAttestation& attestation : inputs.attestations()) {
    if (attestation.type() == type) return &attestation;
  }
  return nullptr;
}

bool HasDocument(const Case& c, v1::DocumentType type) {
  for (const DocumentReading& reading : c.readings) {
    if (reading.result.type() == type) return true;
  }
  return false;
}

std::string DocumentTypeName(v1::DocumentType type) {
  return std::string(absl::StripPrefix(v1::DocumentType_Name(type), "DOCUMENT_TYPE_"));
}

std::string ReasonName(v1::ReasonCode reason) {
  return std::string(absl::StripPrefix(v1::ReasonCode_Name(reason), "REASON_CODE_"));
}

v1::DocumentType ParseDocumentType(const std::string& name) {
  v1::DocumentType type = v1::DOCUMENT_TYPE_UNSPECIFIED;
  v1::DocumentType_Parse(absl::StrCat("DOCUMENT_TYPE_", name), &type);
  return type;
}

std::string DocumentPath(std::size_t index) { return absl::StrCat("documents[", index, "]"); }

}  // namespace oteu::decision
