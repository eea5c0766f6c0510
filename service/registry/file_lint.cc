#include "service/registry/file_lint.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/decision/identifiers.h"

namespace oteu::registry {
namespace {

using oteu::registry::v1::ApplicantRecord;
using oteu::registry::v1::ChildRecord;
using oteu::registry::v1::RegistryFile;

void Append(std::vector<RecordViolation> found, const std::string& prefix,
            std::vector<RecordViolation>* all) {
  for (RecordViolation& violation : found) {
    all->push_back({absl::StrCat(prefix, ".", violation.field), std::move(violation.description)});
  }
}

void LintIin(const std::string& iin, const std::string& field, std::set<std::string>* seen,
             std::vector<RecordViolation>* all) {
  if (!decision::IsValidIin(iin)) all->push_back({field, "no valid IIN (12 digits with control digit)"});
  if (!seen->insert(iin).second) all->push_back({field, "stands here twice"});
}

void LintApplicants(const ChildRecord& child, const std::string& path, std::vector<RecordViolation>* all) {
  std::set<std::string> seen;
  for (int i = 0; i < child.applicants_size(); ++i) {
    const ApplicantRecord& applicant = child.applicants(i);
    const std::string at = absl::StrCat(path, ".applicants[", i, "]");
    LintIin(applicant.iin(), absl::StrCat(at, ".iin"), &seen, all);
    Append(CheckIdentity(applicant.identity()), absl::StrCat(at, ".identity"), all);
    Append(CheckConsent(applicant.consent()), absl::StrCat(at, ".consent"), all);
  }
}

template <typename Section>
void FillStatus(Section* section) {
  if (section->status() == oteu::v1::REGISTER_STATUS_UNSPECIFIED)
    section->set_status(oteu::v1::REGISTER_STATUS_FOUND);
}

}  // namespace

std::vector<RecordViolation> LintRegistryFile(const RegistryFile& file) {
  std::vector<RecordViolation> all;
  std::set<std::string> children;
  for (int i = 0; i < file.families_size(); ++i) {
    const ChildRecord& child = file.families(i);
    const std::string path = absl::StrCat("families[", i, "]");
    LintIin(child.child_iin(), absl::StrCat(path, ".child_iin"), &children, &all);
    Append(CheckCivil(child.civil()), absl::StrCat(path, ".civil"), &all);
    Append(CheckDisability(child.disability()), absl::StrCat(path, ".disability"), &all);
    Append(CheckGuardianship(child.guardianship()), absl::StrCat(path, ".guardianship"), &all);
    Append(CheckResidence(child.residence()), absl::StrCat(path, ".residence"), &all);
    Append(CheckInstitutionStays(child.institution_stays()), absl::StrCat(path, ".institution_stays"), &all);
    LintApplicants(child, path, &all);
  }
  std::set<std::string> bins;
  for (int i = 0; i < file.institutions_size(); ++i) {
    const std::string path = absl::StrCat("institutions[", i, "]");
    Append(CheckInstitution(file.institutions(i)), path, &all);
    if (!bins.insert(file.institutions(i).bin()).second) {
      all.push_back({absl::StrCat(path, ".bin"), "stands here twice"});
    }
  }
  return all;
}

void FillStatuses(RegistryFile* file) {
  for (ChildRecord& child : *file->mutable_families()) {
    if (child.has_civil()) FillStatus(child.mutable_civil());
    if (child.has_disability()) FillStatus(child.mutable_disability());
    if (child.has_guardianship()) FillStatus(child.mutable_guardianship());
    if (child.has_residence()) FillStatus(child.mutable_residence());
    if (child.has_institution_stays()) FillStatus(child.mutable_institution_stays());
    for (ApplicantRecord& applicant : *child.mutable_applicants()) {
      if (applicant.has_identity()) FillStatus(applicant.mutable_identity());
      if (applicant.has_consent()) FillStatus(applicant.mutable_consent());
    }
  }
  for (oteu::v1::Institution& institution : *file->mutable_institutions()) FillStatus(&institution);
}

}  // namespace oteu::registry
