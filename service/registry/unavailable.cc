#include "service/registry/unavailable.h"

namespace oteu::registry {

oteu::v1::FamilyRecord UnavailableFamily() {
  oteu::v1::FamilyRecord family;
  family.mutable_civil()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  family.mutable_disability()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  family.mutable_guardianship()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  family.mutable_residence()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  family.mutable_institution_stays()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  family.mutable_identity()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  family.mutable_consent()->set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  return family;
}

std::vector<oteu::v1::Institution> UnavailableInstitutions(const std::vector<std::string>& bins) {
  std::vector<oteu::v1::Institution> institutions(bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    institutions[i].set_bin(bins[i]);
    institutions[i].set_status(oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  }
  return institutions;
}

}  // namespace oteu::registry
