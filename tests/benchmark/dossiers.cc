#include "tests/benchmark/dossiers.h"

#include <google/protobuf/text_format.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/demo_pki/files.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/samples.h"
#include "oteu/registry/v1/registry_file.pb.h"
#include "oteu/v1/document.pb.h"
#include "verification/policy/policy.h"

namespace oteu::benchmark {
namespace {

constexpr int kFirstApplicant = 5000;  // applicants' identifiers do not meet the children's

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s\n", std::string(value.status().message()).c_str());
    std::exit(2);
  }
  return *std::move(value);
}

void Must(const absl::Status& status) {
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    std::exit(2);
  }
}

void SetDate(google::type::Date* out, absl::CivilDay day) {
  out->set_year(static_cast<int>(day.year()));
  out->set_month(day.month());
  out->set_day(day.day());
}

absl::CivilDay Today(absl::Time now) { return absl::ToCivilDay(now, absl::UTCTimeZone()); }

void AddDocument(oteu::v1::SubmitApplicationRequest& request, oteu::v1::DocumentType type,
                 const google::protobuf::Message& payload, const demo_pki::Identity& signer, absl::Time now) {
  auto* document = request.add_documents();
  document->set_type(type);
  document->set_signed_data(
      Must(demo_pki::SignCms(demo_pki::ToJson(payload), {signer.AsSigner()}, {.signing_time = now})));
}

oteu::v1::SubmitApplicationRequest MakeRequest(const demo_pki::DemoFamily& family, int index,
                                               absl::Time now) {
  const absl::CivilDay today = Today(now);
  oteu::v1::SubmitApplicationRequest request;
  request.set_request_id(absl::StrCat("bench-", index));
  auto* form = request.mutable_form();
  form->set_child_iin(demo_pki::MakeIin(index));
  form->set_applicant_iin(demo_pki::MakeIin(kFirstApplicant + index));
  form->set_capacity(oteu::v1::APPLICANT_CAPACITY_PARENT);
  form->set_district_kato(demo_pki::kSampleDistrictKato);
  form->set_iban(demo_pki::MakeIban(index % 10));
  form->set_consent(true);

  oteu::v1::SchoolCertificate certificate;
  certificate.set_child_iin(form->child_iin());
  certificate.set_school_bin(demo_pki::SchoolBin());
  SetDate(certificate.mutable_home_education_from(), today - 60);
  SetDate(certificate.mutable_home_education_through(), today + 200);
  SetDate(certificate.mutable_issued_on(), today - 10);
  certificate.set_number(absl::StrCat("B-", index));
  AddDocument(request, oteu::v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, certificate,
              family.Get(demo_pki::kSchoolHead), now);

  oteu::v1::PmpcConclusion conclusion;
  conclusion.set_child_iin(form->child_iin());
  conclusion.set_pmpc_bin(demo_pki::PmpcBin());
  SetDate(conclusion.mutable_term_from(), today - 60);
  SetDate(conclusion.mutable_term_through(), today + 300);
  conclusion.set_home_education_recommended(true);
  SetDate(conclusion.mutable_issued_on(), today - 10);
  conclusion.set_number(absl::StrCat("P-", index));
  AddDocument(request, oteu::v1::DOCUMENT_TYPE_PMPC_CONCLUSION, conclusion, family.Get(demo_pki::kPmpcHead),
              now);
  return request;
}

void AddFamily(const oteu::v1::ApplicationForm& form, absl::CivilDay today,
               oteu::registry::v1::RegistryFile& file) {
  auto* child = file.add_families();
  child->set_child_iin(form.child_iin());
  SetDate(child->mutable_civil()->mutable_birth_date(), today - 3700);
  child->mutable_civil()->add_parent_iins(form.applicant_iin());
  auto* term = child->mutable_disability()->add_terms();
  SetDate(term->mutable_from(), today - 400);
  SetDate(term->mutable_through(), today + 700);
  child->mutable_guardianship()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
  child->mutable_residence()->set_district_kato(demo_pki::kSampleDistrictKato);
  child->mutable_institution_stays()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
  auto* applicant = child->add_applicants();
  applicant->set_iin(form.applicant_iin());
  SetDate(applicant->mutable_identity()->mutable_valid_through(), today + 1000);
}

void AddInstitution(const std::string& bin, oteu::v1::InstitutionKind kind,
                    oteu::registry::v1::RegistryFile& file) {
  auto* institution = file.add_institutions();
  institution->set_bin(bin);
  institution->add_kinds(kind);
  institution->add_district_katos(demo_pki::kSampleDistrictKato);
}

}  // namespace

Dossiers MakeDossiers(demo_pki::KeyKind kind, int count, absl::Time now) {
  Dossiers out{.requests = {}, .family = Must(demo_pki::MakeDemoFamily(kind, now))};
  // Not every number has a control digit; MakeIin skips those, so indexes are numbers of children.
  for (int index = 0; index < count; ++index) out.requests.push_back(MakeRequest(out.family, index, now));
  return out;
}

void WriteServerFiles(const Dossiers& dossiers, absl::Time now, const std::string& folder) {
  Must(demo_pki::WriteFile(folder + "/anchors/root.cer", dossiers.family.root.certificate));
  Must(demo_pki::WriteFile(folder + "/intermediates/ca.cer", dossiers.family.issuing_ca.certificate));
  Must(demo_pki::WriteFile(folder + "/crls/root.crl", dossiers.family.root_crl));
  Must(demo_pki::WriteFile(folder + "/crls/ca.crl", dossiers.family.issuing_crl));
  oteu::registry::v1::RegistryFile file;
  for (const auto& request : dossiers.requests) AddFamily(request.form(), Today(now), file);
  AddInstitution(demo_pki::SchoolBin(), oteu::v1::INSTITUTION_KIND_SCHOOL, file);
  AddInstitution(demo_pki::PmpcBin(), oteu::v1::INSTITUTION_KIND_PMPC, file);
  std::string text;
  google::protobuf::TextFormat::PrintToString(file, &text);
  Must(demo_pki::WriteFile(folder + "/registry.txtpb", text));
  // The strict policy, but for the mark that every demonstration certificate carries.
  verification::v1::Policy policy = verification::DefaultPolicy();
  policy.mutable_levels()->set_demonstration_certificate(oteu::v1::CHECK_LEVEL_WARN);
  google::protobuf::TextFormat::PrintToString(policy, &text);
  Must(demo_pki::WriteFile(folder + "/policy.txtpb", text));
}

}  // namespace oteu::benchmark
