#include "service/decision/facts.h"

#include <algorithm>

#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/decision/periods.h"
#include "service/decision/registers.h"
#include "service/decision/terms.h"

namespace oteu::decision {
namespace {

// The civil register's day, else the one an officer read from a birth certificate when that register holds no
// record.
const google::type::Date* BirthDate(const Case& c) {
  const v1::CivilRecord& record = c.inputs.family().civil();
  if (record.status() == v1::REGISTER_STATUS_FOUND && record.has_birth_date()) return &record.birth_date();
  if (record.status() != v1::REGISTER_STATUS_NOT_FOUND) return nullptr;
  const v1::OfficerAttestation* attestation = FindAttestation(c.inputs, v1::DOCUMENT_TYPE_RELATIONSHIP);
  return attestation != nullptr && attestation->has_birth_date() ? &attestation->birth_date() : nullptr;
}

// Clause 5.4.
void AddDeath(const Case& c, v1::EntitlementFacts* facts) {
  const v1::CivilRecord& record = c.inputs.family().civil();
  if (!record.has_death_date() || IsSetAside(c.inputs, v1::REASON_CODE_CHILD_DECEASED)) return;
  *facts->mutable_death()->mutable_on() = record.death_date();
  if (record.has_death_known_from())
    *facts->mutable_death()->mutable_known_from() = record.death_known_from();
}

// Clause 4: this application, and the earlier ones of the same payee in the district that were granted.
void AddApplications(const Case& c, v1::EntitlementFacts* facts) {
  for (const v1::PriorGrant& grant : c.inputs.prior_grants()) {
    if (!grant.same_applicant() || !grant.same_district()) continue;
    v1::EntitlementApplication* application = facts->add_applications();
    application->set_id(grant.application());
    *application->mutable_date() = grant.applied_on();
  }
  v1::EntitlementApplication* application = facts->add_applications();
  application->set_id(c.inputs.application());
  *application->mutable_instant() = c.inputs.received_at();
}

// Clause 5.2.
void AddDisability(const Case& c, v1::EntitlementFacts* facts) {
  for (const v1::RegisterPeriod& term : c.inputs.family().disability().terms()) {
    *facts->add_disability_terms() = ToDatedPeriod(term);
  }
  const v1::OfficerAttestation* attestation = FindAttestation(c.inputs, v1::DOCUMENT_TYPE_DISABILITY);
  if (attestation != nullptr && attestation->has_period())
    *facts->add_disability_terms() = attestation->period();
}

// Clauses 5.3 and 3. What an officer set aside after the hearing was not so, and does not count.
void AddStops(const Case& c, v1::EntitlementFacts* facts) {
  const v1::FamilyRecord& family = c.inputs.family();
  if (!IsSetAside(c.inputs, v1::REASON_CODE_IN_STATE_INSTITUTION)) {
    for (const v1::RegisterPeriod& stay : family.institution_stays().stays()) {
      *facts->add_institution_stays() = ToDatedPeriod(stay);
    }
  }
  if (!IsSetAside(c.inputs, v1::REASON_CODE_FULL_STATE_SUPPORT)) {
    for (const v1::RegisterPeriod& support : family.guardianship().state_support()) {
      *facts->add_state_support() = ToDatedPeriod(support);
    }
  }
  if (IsSetAside(c.inputs, v1::REASON_CODE_PARENTAL_RIGHTS_LOST)) return;
  for (const v1::RepresentativePeriod& person : family.guardianship().deprived()) {
    if (person.iin() != c.inputs.form().applicant_iin()) continue;
    *facts->add_parental_rights_lost() = ToDatedPeriod(person.period());
  }
}

}  // namespace

std::optional<v1::EvaluateEntitlementRequest> BuildQuestion(const Case& c) {
  const google::type::Date* birth_date = BirthDate(c);
  if (birth_date == nullptr) return std::nullopt;
  v1::EvaluateEntitlementRequest request;
  request.set_regulation_id(c.regulation.id());
  *request.mutable_known_as_of() = civil::ToProto(c.decided_on);
  request.set_first_month(civil::FormatMonth(absl::CivilMonth(c.applied_on)));
  v1::EntitlementFacts* facts = request.mutable_facts();
  *facts->mutable_birth_date() = *birth_date;
  AddDeath(c, facts);
  AddApplications(c, facts);
  for (v1::DatedPeriod& term : PmpcTerms(c)) *facts->add_pmpc_terms() = std::move(term);
  for (v1::DatedPeriod& period : HomeEducationPeriods(c)) *facts->add_home_education() = std::move(period);
  AddDisability(c, facts);
  AddStops(c, facts);
  return request;
}

std::vector<std::string> EntitledMonths(const v1::Entitlement& entitlement) {
  std::vector<std::string> months;
  for (const v1::MonthEntitlement& month : entitlement.months()) {
    if (month.entitled()) months.push_back(month.month());
  }
  return months;
}

std::vector<std::string> NotYetGranted(const std::vector<std::string>& months,
                                       const v1::DecisionInputs& inputs) {
  std::vector<std::string> free;
  for (const std::string& month : months) {
    bool held = false;
    for (const v1::PriorGrant& grant : inputs.prior_grants()) {
      held = held || std::find(grant.granted_months().begin(), grant.granted_months().end(), month) !=
                         grant.granted_months().end();
    }
    if (!held) free.push_back(month);
  }
  return free;
}

}  // namespace oteu::decision
