#include "service/decision/registers.h"

#include <algorithm>

#include "service/decision/periods.h"

namespace oteu::decision {
namespace {

bool HasReason(const v1::MonthEntitlement& month, v1::MonthReason reason) {
  return std::find(month.reasons().begin(), month.reasons().end(), reason) != month.reasons().end();
}

bool IsRepresentative(const Case& c, const std::string& iin) {
  for (const v1::RepresentativePeriod& person : c.inputs.family().guardianship().representatives()) {
    if (person.iin() == iin && CoversDay(person.period(), c.decided_on)) return true;
  }
  return false;
}

}  // namespace

bool Answered(v1::RegisterStatus status) {
  return status == v1::REGISTER_STATUS_FOUND || status == v1::REGISTER_STATUS_NOT_FOUND;
}

Relationship RelationshipOf(const Case& c) {
  const v1::FamilyRecord& family = c.inputs.family();
  const std::string& iin = c.inputs.form().applicant_iin();
  const auto& parents = family.civil().parent_iins();
  const bool civil_found = family.civil().status() == v1::REGISTER_STATUS_FOUND;
  if (civil_found && std::find(parents.begin(), parents.end(), iin) != parents.end())
    return Relationship::kConfirmed;
  const v1::RegisterStatus guardianship = family.guardianship().status();
  if (guardianship == v1::REGISTER_STATUS_FOUND && IsRepresentative(c, iin)) return Relationship::kConfirmed;
  if (!Answered(family.civil().status()) || !Answered(guardianship)) return Relationship::kSilent;
  return civil_found ? Relationship::kDenied : Relationship::kUnknown;
}

bool EveryMonthHas(const Case& c, std::initializer_list<v1::MonthReason> reasons) {
  if (c.entitlement == nullptr) return false;
  bool any = false;
  for (const v1::MonthEntitlement& month : c.entitlement->months()) {
    if (HasReason(month, v1::MONTH_REASON_NOT_ACADEMIC)) continue;
    any = true;
    const bool has =
        std::any_of(reasons.begin(), reasons.end(), [&](v1::MonthReason r) { return HasReason(month, r); });
    if (!has) return false;
  }
  return any;
}

bool IsSetAside(const v1::DecisionInputs& inputs, v1::ReasonCode reason) {
  for (const int code : inputs.officer_grant().set_aside()) {
    if (code == reason) return true;
  }
  return false;
}

}  // namespace oteu::decision
