#include "service/civil/birthday.h"

namespace oteu::civil {

absl::CivilDay Birthday(absl::CivilDay birth, int years, LeapDayBirthday rule) {
  const absl::civil_year_t year = birth.year() + years;
  // CivilDay carries 29 February of a common year over to 1 March.
  const absl::CivilDay day(year, birth.month(), birth.day());
  const bool moved = day.month() != birth.month();
  return moved && rule == LeapDayBirthday::kFebruary28 ? absl::CivilDay(year, 2, 28) : day;
}

}  // namespace oteu::civil
