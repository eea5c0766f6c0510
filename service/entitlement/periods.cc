#include "service/entitlement/periods.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/civil/month.h"
#include "service/regulation/academic_year.h"

namespace oteu::entitlement {
namespace {

namespace law = regulation::v1;

// A school term of reading D: its first month and its length.
struct SchoolTerm {
  int first_month;
  int months;
};

// {Sep, Oct} {Nov, Dec} {Jan-Mar} {Apr, May}.
constexpr SchoolTerm kSchoolTerms[] = {{9, 2}, {11, 2}, {1, 3}, {4, 2}};

std::vector<absl::CivilMonth> Months(absl::CivilMonth first, int count) {
  std::vector<absl::CivilMonth> months;
  for (int i = 0; i < count; ++i) months.push_back(first + i);
  return months;
}

std::string AcademicYearLabel(absl::civil_year_t start_year) {
  return absl::StrFormat("%d/%02d", start_year, (start_year + 1) % 100);
}

Period AcademicYear(absl::CivilMonth month) {
  const absl::civil_year_t start_year = regulation::AcademicStartYear(month);
  return {AcademicYearLabel(start_year), law::PERIOD_KIND_ACADEMIC_YEAR,
          Months(regulation::AcademicYearFirstMonth(start_year), 12)};
}

Period CalendarQuarter(absl::CivilMonth month) {
  const int quarter = (month.month() - 1) / 3;
  return {absl::StrCat(month.year(), "-Q", quarter + 1), law::PERIOD_KIND_QUARTER,
          Months(absl::CivilMonth(month.year(), quarter * 3 + 1), 3)};
}

Period TermOf(absl::CivilMonth month) {
  int number = 0;
  for (const SchoolTerm& term : kSchoolTerms) {
    ++number;
    const int offset = month.month() - term.first_month;
    if (offset < 0 || offset >= term.months) continue;
    return {absl::StrCat(AcademicYearLabel(regulation::AcademicStartYear(month)), "-T", number),
            law::PERIOD_KIND_QUARTER, Months(month - offset, term.months)};
  }
  // June to August are no part of any term, and no act pays them by the quarter.
  return CalendarQuarter(month);
}

}  // namespace

Period PeriodOf(absl::CivilMonth month, law::PeriodKind kind, law::Reading reading) {
  if (kind == law::PERIOD_KIND_MONTH) return {civil::FormatMonth(month), kind, {month}};
  if (kind == law::PERIOD_KIND_ACADEMIC_YEAR) return AcademicYear(month);
  return reading == law::READING_D ? TermOf(month) : CalendarQuarter(month);
}

}  // namespace oteu::entitlement
