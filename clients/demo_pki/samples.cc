#include "clients/demo_pki/samples.h"

#include <google/protobuf/util/json_util.h>

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/sample_calendar.h"

namespace oteu::demo_pki {
namespace {

// Indices of identifiers.h: those of demo_pki.cc are below 10.
struct Family {
  const char* dossier;
  const char* school_signer;
  int child_index;
  int applicant_index;
};

constexpr std::array<Family, 3> kFamilies = {{
    {"good", kSchoolHead, 0, 1},
    {"forged", kSchoolHead, 10, 11},
    {"authentication", kSchoolHeadAuth, 20, 21},
}};

void SetDate(absl::CivilDay day, google::type::Date* date) {
  date->set_year(static_cast<int>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

Dossier Unsigned(const Family& family, const SampleCalendar& days) {
  Dossier dossier;
  dossier.name = family.dossier;
  dossier.form.set_child_iin(MakeIin(family.child_index));
  dossier.form.set_applicant_iin(MakeIin(family.applicant_index));
  dossier.form.set_capacity(oteu::v1::APPLICANT_CAPACITY_PARENT);
  dossier.form.set_district_kato(kSampleDistrictKato);
  dossier.form.set_iban(MakeIban(family.applicant_index));
  dossier.form.set_consent(true);
  dossier.form.set_language("kk");

  oteu::v1::SchoolCertificate& school = dossier.school_certificate;
  school.set_child_iin(dossier.form.child_iin());
  school.set_school_bin(SchoolBin());
  SetDate(days.first_lesson, school.mutable_home_education_from());
  SetDate(days.last_lesson, school.mutable_home_education_through());
  SetDate(days.yesterday, school.mutable_issued_on());
  school.set_number("DEMO-1");

  oteu::v1::PmpcConclusion& pmpc = dossier.pmpc_conclusion;
  pmpc.set_child_iin(dossier.form.child_iin());
  pmpc.set_pmpc_bin(PmpcBin());
  SetDate(days.term_from, pmpc.mutable_term_from());
  SetDate(days.last_lesson, pmpc.mutable_term_through());
  pmpc.set_home_education_recommended(true);
  SetDate(days.yesterday, pmpc.mutable_issued_on());
  pmpc.set_number("DEMO-2");
  return dossier;
}

// Changes one byte inside the signed content: the certificate's number. Everything else stays well formed.
absl::Status Forge(std::string* cms) {
  const size_t place = cms->find("DEMO-1");
  if (place == std::string::npos) return absl::InternalError("sample: no number to forge");
  (*cms)[place + 5] = '7';
  return absl::OkStatus();
}

absl::Status Sign(const DemoFamily& signers, const Family& family, absl::Time now, Dossier* dossier) {
  CmsOptions options;
  options.signing_time = now - absl::Minutes(10);
  absl::StatusOr<std::string> school =
      SignCms(ToJson(dossier->school_certificate), {signers.Get(family.school_signer).AsSigner()}, options);
  if (!school.ok()) return school.status();
  absl::StatusOr<std::string> pmpc =
      SignCms(ToJson(dossier->pmpc_conclusion), {signers.Get(kPmpcHead).AsSigner()}, options);
  if (!pmpc.ok()) return pmpc.status();
  dossier->school_certificate_cms = *std::move(school);
  dossier->pmpc_conclusion_cms = *std::move(pmpc);
  return dossier->name == "forged" ? Forge(&dossier->school_certificate_cms) : absl::OkStatus();
}

void AddFamily(const Family& family, const SampleCalendar& days, oteu::registry::v1::RegistryFile* file) {
  oteu::registry::v1::ChildRecord& child = *file->add_families();
  child.set_child_iin(MakeIin(family.child_index));
  SetDate(days.birth, child.mutable_civil()->mutable_birth_date());
  child.mutable_civil()->add_parent_iins(MakeIin(family.applicant_index));
  oteu::v1::RegisterPeriod& disability = *child.mutable_disability()->add_terms();
  SetDate(days.disability_from, disability.mutable_from());
  SetDate(days.disability_through, disability.mutable_through());
  child.mutable_guardianship()->set_status(oteu::v1::REGISTER_STATUS_FOUND);
  child.mutable_residence()->set_district_kato(kSampleDistrictKato);
  child.mutable_institution_stays()->set_status(oteu::v1::REGISTER_STATUS_FOUND);
  oteu::registry::v1::ApplicantRecord& applicant = *child.add_applicants();
  applicant.set_iin(MakeIin(family.applicant_index));
  SetDate(days.identity_through, applicant.mutable_identity()->mutable_valid_through());
  applicant.mutable_consent()->set_status(oteu::v1::REGISTER_STATUS_FOUND);
}

void AddInstitution(const std::string& bin, oteu::v1::InstitutionKind kind,
                    oteu::registry::v1::RegistryFile* file) {
  oteu::v1::Institution& institution = *file->add_institutions();
  institution.set_bin(bin);
  institution.add_kinds(kind);
  institution.add_district_katos(kSampleDistrictKato);
  institution.set_information_system_may_sign(kind == oteu::v1::INSTITUTION_KIND_SCHOOL);
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails only for messages with values JSON cannot hold; these have none.
  static_cast<void>(google::protobuf::util::MessageToJsonString(message, &json, options));
  return json;
}

absl::StatusOr<std::vector<Dossier>> MakeDossiers(const DemoFamily& signers, absl::Time now) {
  const SampleCalendar days = SampleCalendarAt(now);
  std::vector<Dossier> dossiers;
  for (const Family& family : kFamilies) {
    dossiers.push_back(Unsigned(family, days));
    if (absl::Status status = Sign(signers, family, now, &dossiers.back()); !status.ok()) return status;
  }
  return dossiers;
}

oteu::registry::v1::RegistryFile MakeRegistry(absl::Time now) {
  const SampleCalendar days = SampleCalendarAt(now);
  oteu::registry::v1::RegistryFile file;
  for (const Family& family : kFamilies) AddFamily(family, days, &file);
  AddInstitution(SchoolBin(), oteu::v1::INSTITUTION_KIND_SCHOOL, &file);
  AddInstitution(PmpcBin(), oteu::v1::INSTITUTION_KIND_PMPC, &file);
  return file;
}

}  // namespace oteu::demo_pki
