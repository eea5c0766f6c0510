#include "service/registry/record_check.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/decision/identifiers.h"
#include "service/limits.h"

namespace oteu::registry {
namespace {

// Collects violations; paths are built only when something is wrong.
class Checker {
 public:
  void Add(std::string field, std::string description) {
    violations_.push_back({std::move(field), std::move(description)});
  }

  void Date(const google::type::Date& date, const std::string& field) {
    if (!civil::FromProto(date).ok()) Add(field, "no such day");
  }

  void Period(const oteu::v1::RegisterPeriod& period, const std::string& field) {
    if (!period.has_from()) return Add(absl::StrCat(field, ".from"), "required");
    Date(period.from(), absl::StrCat(field, ".from"));
    if (period.has_known_from()) Date(period.known_from(), absl::StrCat(field, ".known_from"));
    if (!period.has_through()) return;
    const auto from = civil::FromProto(period.from());
    const auto through = civil::FromProto(period.through());
    if (!through.ok()) {
      Add(absl::StrCat(field, ".through"), "no such day");
    } else if (from.ok() && *through < *from) {
      Add(absl::StrCat(field, ".through"), "before from");
    }
  }

  // False when the list is too long to be looked at.
  bool Size(int size, const std::string& field) {
    if (size <= limits::kMaxRegisterItems) return true;
    Add(field, "too many items");
    return false;
  }

  void Periods(const google::protobuf::RepeatedPtrField<oteu::v1::RegisterPeriod>& periods,
               const std::string& field) {
    if (!Size(periods.size(), field)) return;
    for (int i = 0; i < periods.size(); ++i) Period(periods[i], absl::StrCat(field, "[", i, "]"));
  }

  void Persons(const google::protobuf::RepeatedPtrField<oteu::v1::RepresentativePeriod>& persons,
               const std::string& field) {
    if (!Size(persons.size(), field)) return;
    for (int i = 0; i < persons.size(); ++i) {
      const std::string path = absl::StrCat(field, "[", i, "]");
      if (!decision::HasIinShape(persons[i].iin())) Add(absl::StrCat(path, ".iin"), "not 12 digits");
      Period(persons[i].period(), absl::StrCat(path, ".period"));
    }
  }

  void Delegation(const oteu::v1::SignerDelegation& delegation, const std::string& field) {
    if (!decision::HasIinShape(delegation.iin())) Add(absl::StrCat(field, ".iin"), "not 12 digits");
    if (delegation.document_types().empty()) Add(absl::StrCat(field, ".document_types"), "required");
    Size(delegation.document_types_size(), absl::StrCat(field, ".document_types"));
    Period(delegation.period(), absl::StrCat(field, ".period"));
  }

  std::vector<RecordViolation> Take() { return std::move(violations_); }

 private:
  std::vector<RecordViolation> violations_;
};

}  // namespace

std::vector<RecordViolation> CheckCivil(const oteu::v1::CivilRecord& record) {
  Checker check;
  if (record.status() == oteu::v1::REGISTER_STATUS_FOUND && !record.has_birth_date())
    check.Add("birth_date", "required");
  if (record.has_birth_date()) check.Date(record.birth_date(), "birth_date");
  if (record.has_death_date()) check.Date(record.death_date(), "death_date");
  if (record.has_death_known_from()) check.Date(record.death_known_from(), "death_known_from");
  if (check.Size(record.parent_iins_size(), "parent_iins")) {
    for (int i = 0; i < record.parent_iins_size(); ++i) {
      if (!decision::HasIinShape(record.parent_iins(i)))
        check.Add(absl::StrCat("parent_iins[", i, "]"), "not 12 digits");
    }
  }
  const auto birth = civil::FromProto(record.birth_date());
  const auto death = civil::FromProto(record.death_date());
  if (birth.ok() && death.ok() && *death < *birth) check.Add("death_date", "before birth_date");
  return check.Take();
}

std::vector<RecordViolation> CheckDisability(const oteu::v1::DisabilityRecord& record) {
  Checker check;
  check.Periods(record.terms(), "terms");
  return check.Take();
}

std::vector<RecordViolation> CheckGuardianship(const oteu::v1::GuardianshipRecord& record) {
  Checker check;
  check.Persons(record.representatives(), "representatives");
  check.Persons(record.deprived(), "deprived");
  check.Periods(record.state_support(), "state_support");
  return check.Take();
}

std::vector<RecordViolation> CheckResidence(const oteu::v1::ResidenceRecord& record) {
  Checker check;
  if (record.status() == oteu::v1::REGISTER_STATUS_FOUND && !decision::HasKatoShape(record.district_kato())) {
    check.Add("district_kato", "not 9 digits");
  }
  return check.Take();
}

std::vector<RecordViolation> CheckInstitutionStays(const oteu::v1::InstitutionStayRecord& record) {
  Checker check;
  check.Periods(record.stays(), "stays");
  return check.Take();
}

std::vector<RecordViolation> CheckIdentity(const oteu::v1::IdentityRecord& record) {
  Checker check;
  if (record.has_valid_through()) check.Date(record.valid_through(), "valid_through");
  return check.Take();
}

std::vector<RecordViolation> CheckConsent(const oteu::v1::ConsentRecord& /*record*/) { return {}; }

std::vector<RecordViolation> CheckInstitution(const oteu::v1::Institution& institution) {
  Checker check;
  if (!decision::HasIinShape(institution.bin())) check.Add("bin", "not 12 digits");
  check.Size(institution.kinds_size(), "kinds");
  if (check.Size(institution.district_katos_size(), "district_katos")) {
    for (int i = 0; i < institution.district_katos_size(); ++i) {
      if (!decision::HasKatoShape(institution.district_katos(i))) {
        check.Add(absl::StrCat("district_katos[", i, "]"), "not 9 digits");
      }
    }
  }
  if (check.Size(institution.delegations_size(), "delegations")) {
    for (int i = 0; i < institution.delegations_size(); ++i) {
      check.Delegation(institution.delegations(i), absl::StrCat("delegations[", i, "]"));
    }
  }
  return check.Take();
}

}  // namespace oteu::registry
