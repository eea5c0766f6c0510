// Checks of what a register says: sizes, identifiers' shapes, days. A record that fails is not relied on.
//
//   for (const RecordViolation& v : CheckInstitution(institution)) Report(v.field, v.description);
//
// Both registries use it: the file's loader refuses the file, the gateway's client holds that register for
// unavailable. Descriptions never echo a value.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/registry.pb.h"

namespace oteu::registry {

struct RecordViolation {
  std::string field;  // path within the record, e.g. "terms[1].through"
  std::string description;
};

std::vector<RecordViolation> CheckCivil(const oteu::v1::CivilRecord& record);
std::vector<RecordViolation> CheckDisability(const oteu::v1::DisabilityRecord& record);
std::vector<RecordViolation> CheckGuardianship(const oteu::v1::GuardianshipRecord& record);
std::vector<RecordViolation> CheckResidence(const oteu::v1::ResidenceRecord& record);
std::vector<RecordViolation> CheckInstitutionStays(const oteu::v1::InstitutionStayRecord& record);
std::vector<RecordViolation> CheckIdentity(const oteu::v1::IdentityRecord& record);
std::vector<RecordViolation> CheckConsent(const oteu::v1::ConsentRecord& record);
std::vector<RecordViolation> CheckInstitution(const oteu::v1::Institution& institution);

}  // namespace oteu::registry
