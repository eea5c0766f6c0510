// Questions to the registers' answers that more than one unit asks.
#pragma once

#include <initializer_list>

#include "oteu/v1/entitlement.pb.h"
#include "service/decision/case.h"

namespace oteu::decision {

// True when a register answered, be it that it holds no record.
bool Answered(v1::RegisterStatus status);

// What the registers say about the applicant's right to act for the child (clause 3).
enum class Relationship {
  kConfirmed,  // a parent, guardian, adopter or another legal representative
  kDenied,     // the child is known, and the applicant is none of these
  kUnknown,    // the registers know nothing about it
  kSilent,     // a register that is needed did not answer
};
Relationship RelationshipOf(const Case& c);

// True when an academic month from the month of application on is evaluated, and each such month has one of
// these reasons against it: no month could be paid whatever else is found.
bool EveryMonthHas(const Case& c, std::initializer_list<v1::MonthReason> reasons);

// True when an officer's grant after the hearing sets the reason aside.
bool IsSetAside(const v1::DecisionInputs& inputs, v1::ReasonCode reason);

}  // namespace oteu::decision
