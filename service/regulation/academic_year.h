// The academic year as the law counts it here: September to May of every year (1 September to 25 May; in
// 2022/23 to 31 May). The exact days are data; the loader refuses data that would say otherwise.
#pragma once

#include "absl/time/civil_time.h"

namespace oteu::regulation {

// The year in which the academic year begins that a month lies in, or, in June to August, that has just
// ended.
inline absl::civil_year_t AcademicStartYear(absl::CivilMonth month) {
  return month.month() >= 9 ? month.year() : month.year() - 1;
}

inline absl::CivilMonth AcademicYearFirstMonth(absl::civil_year_t start_year) {
  return absl::CivilMonth(start_year, 9);
}

inline absl::CivilMonth AcademicYearLastMonth(absl::civil_year_t start_year) {
  return absl::CivilMonth(start_year + 1, 5);
}

// Whether a month of the year (1..12) belongs to the academic year.
inline bool IsAcademicMonth(int month) { return month >= 9 || month <= 5; }

}  // namespace oteu::regulation
