// Periods of registers and payloads in whole days, both ends included.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "oteu/v1/registry.pb.h"

namespace oteu::decision {

struct Days {
  absl::CivilDay from;
  absl::CivilDay through;  // CivilDay::max() while open

  bool Contains(absl::CivilDay day) const { return from <= day && day <= through; }
  bool Overlaps(const Days& other) const { return from <= other.through && other.from <= through; }
};

// nullopt for days that do not exist, or that end before they begin.
std::optional<Days> DaysOf(const google::type::Date& from, const google::type::Date* through);
std::optional<Days> DaysOf(const v1::RegisterPeriod& period);

// True when the period is known by `day` and contains it.
bool CoversDay(const v1::RegisterPeriod& period, absl::CivilDay day);

// As a fact of an evaluation.
v1::DatedPeriod ToDatedPeriod(const v1::RegisterPeriod& period);

}  // namespace oteu::decision
