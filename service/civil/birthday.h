// The day on which somebody reaches an age.
#pragma once

#include "absl/time/civil_time.h"

namespace oteu::civil {

// Day of a leap-day birth in a common year.
enum class LeapDayBirthday { kMarch1, kFebruary28 };

// The birthday on which somebody born on `birth` is `years` old.
absl::CivilDay Birthday(absl::CivilDay birth, int years, LeapDayBirthday rule);

}  // namespace oteu::civil
