#include "tests/service/decision/sample.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/time/time.h"

namespace oteu::decision {
namespace {

DocumentReading Passed(v1::DocumentType type, const std::string& bin, const std::string& iin) {
  DocumentReading reading;
  reading.result.set_type(type);
  reading.result.set_sha256(std::string(64, 'a'));
  v1::ValidationReport& report = *reading.result.mutable_verification();
  report.set_indication(v1::INDICATION_TOTAL_PASSED);
  report.set_policy_version("test");
  v1::SignerReport& signer = *report.add_signers();
  signer.set_indication(v1::INDICATION_TOTAL_PASSED);
  signer.set_role(bin.empty() ? v1::SIGNER_ROLE_INDIVIDUAL : v1::SIGNER_ROLE_FIRST_HEAD);
  signer.set_bin(bin);
  signer.set_iin(iin);
  *signer.mutable_best_signature_time() = At("2025-08-10T10:00:00+05:00");
  return reading;
}

void FillFamily(v1::FamilyRecord* family) {
  family->mutable_civil()->set_status(v1::REGISTER_STATUS_FOUND);
  *family->mutable_civil()->mutable_birth_date() = Date(2015, 3, 5);
  family->mutable_civil()->add_parent_iins(kMother);
  family->mutable_civil()->add_parent_iins(kFather);
  family->mutable_disability()->set_status(v1::REGISTER_STATUS_FOUND);
  *family->mutable_disability()->add_terms() = Period(Date(2024, 1, 1), Date(2030, 1, 1));
  family->mutable_guardianship()->set_status(v1::REGISTER_STATUS_FOUND);
  family->mutable_residence()->set_status(v1::REGISTER_STATUS_FOUND);
  family->mutable_residence()->set_district_kato(kKegen);
  family->mutable_institution_stays()->set_status(v1::REGISTER_STATUS_FOUND);
  family->mutable_identity()->set_status(v1::REGISTER_STATUS_FOUND);
  *family->mutable_identity()->mutable_valid_through() = Date(2030, 1, 1);
  family->mutable_consent()->set_status(v1::REGISTER_STATUS_NOT_FOUND);
}

void AddInstitution(const char* bin, v1::InstitutionKind kind, v1::DecisionInputs* inputs) {
  v1::Institution& institution = *inputs->add_institutions();
  institution.set_bin(bin);
  institution.set_status(v1::REGISTER_STATUS_FOUND);
  institution.add_kinds(kind);
  institution.add_district_katos(kKegen);
}

}  // namespace

const regulation::Catalog& TestCatalog() {
  static const std::shared_ptr<const regulation::Catalog> catalog = [] {
    auto loaded = regulation::Catalog::LoadDirectory(OTEU_SOURCE_DIR "/service/regulations");
    if (!loaded.ok()) {
      std::cerr << loaded.status() << "\n";
      std::abort();
    }
    return *std::move(loaded);
  }();
  return *catalog;
}

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

google::protobuf::Timestamp At(absl::string_view rfc3339) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) {
    std::cerr << error << "\n";
    std::abort();
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

v1::RegisterPeriod Period(google::type::Date from) {
  v1::RegisterPeriod period;
  *period.mutable_from() = std::move(from);
  return period;
}

v1::RegisterPeriod Period(google::type::Date from, google::type::Date through) {
  v1::RegisterPeriod period = Period(std::move(from));
  *period.mutable_through() = std::move(through);
  return period;
}

DocumentReading PassedDocument(v1::DocumentType type, const std::string& signer_iin) {
  return Passed(type, "", signer_iin);
}

void Sample::SetTime(absl::string_view rfc3339) {
  *inputs.mutable_received_at() = At(rfc3339);
  *inputs.mutable_complete_at() = inputs.received_at();
  *inputs.mutable_decided_at() = inputs.received_at();
}

v1::Decision Sample::Decide() const {
  auto made = decision::Decide(inputs, readings, TestCatalog());
  if (!made.ok()) {
    std::cerr << made.status() << "\n";
    std::abort();
  }
  return *std::move(made);
}

Sample Granted() {
  Sample sample;
  v1::ApplicationForm& form = *sample.inputs.mutable_form();
  form.set_child_iin(kChild);
  form.set_applicant_iin(kMother);
  form.set_capacity(v1::APPLICANT_CAPACITY_PARENT);
  form.set_district_kato(kKegen);
  form.set_iban("KZ86125KZT5004100100");
  form.set_consent(true);
  form.set_language("kk");
  sample.inputs.set_application("applications/a1");
  sample.inputs.set_version(1);
  sample.SetTime("2025-08-10T10:00:00+05:00");
  FillFamily(sample.inputs.mutable_family());
  AddInstitution(kSchool, v1::INSTITUTION_KIND_SCHOOL, &sample.inputs);
  AddInstitution(kPmpc, v1::INSTITUTION_KIND_PMPC, &sample.inputs);
  sample.readings.push_back(Passed(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, kSchool, kHead));
  v1::SchoolCertificate& school = sample.school();
  school.set_child_iin(kChild);
  school.set_school_bin(kSchool);
  *school.mutable_home_education_from() = Date(2025, 9, 1);
  *school.mutable_home_education_through() = Date(2026, 5, 25);
  *school.mutable_issued_on() = Date(2025, 8, 5);
  school.set_number("17");
  sample.readings.push_back(Passed(v1::DOCUMENT_TYPE_PMPC_CONCLUSION, kPmpc, kHead));
  v1::PmpcConclusion& pmpc = sample.pmpc();
  pmpc.set_child_iin(kChild);
  pmpc.set_pmpc_bin(kPmpc);
  *pmpc.mutable_term_from() = Date(2025, 8, 1);
  *pmpc.mutable_term_through() = Date(2026, 5, 31);
  pmpc.set_home_education_recommended(true);
  *pmpc.mutable_issued_on() = Date(2025, 8, 5);
  pmpc.set_number("9");
  return sample;
}

std::vector<v1::ReasonCode> Reasons(const v1::Decision& decision, v1::Severity severity) {
  std::vector<v1::ReasonCode> reasons;
  for (const v1::DecisionFinding& finding : decision.findings()) {
    if (finding.severity() == severity) reasons.push_back(finding.reason());
  }
  return reasons;
}

std::vector<v1::ReasonCode> Refusals(const v1::Decision& decision) {
  return Reasons(decision, v1::SEVERITY_REFUSAL);
}

std::vector<v1::ReasonCode> Reviews(const v1::Decision& decision) {
  return Reasons(decision, v1::SEVERITY_REVIEW);
}

}  // namespace oteu::decision
