// What a school's fact speaks of and what it says. Two facts of one school with the same child, kind and
// subject speak of the same thing, whichever vendor's system stated them; with the same value they say the
// same. That is how a school handed over in mid-year has neither duplicates nor gaps.
//
//   kind                       subject                                value
//   HOME_EDUCATION_CONFIRMED   the month, "2025-10"                   the month
//   HOME_EDUCATION_ENDED       the academic year's beginning, "2025"  the last day, "2025-10-15"
//
// A register's facts have neither: registers are authorities of their own, and each fact stands for itself.
#pragma once

#include <string>

#include "oteu/v1/fact.pb.h"

namespace oteu::facts {

bool IsSchoolKind(int kind);

// Whether facts of the kind can change which months are entitled. A confirmed month is released, not changed.
bool ConcernsEntitlement(int kind);

// Of a valid fact.
std::string SubjectOf(const oteu::v1::Fact& fact);
std::string ValueOf(const oteu::v1::Fact& fact);

}  // namespace oteu::facts
