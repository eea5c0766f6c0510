#include <set>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/time_zone.h"
#include "service/regulation/academic_year.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

// Lessons run from September to May; breaks lie within them, in order. (Dates that do not parse are reported
// elsewhere.)
void CheckAcademicYear(const Scope& scope, const v1::AcademicYear& year) {
  const auto first = civil::ParseIsoDate(year.first_day());
  const auto last = civil::ParseIsoDate(year.last_day());
  if (!first.ok() || !last.ok()) return;
  if (absl::CivilMonth(*first) != AcademicYearFirstMonth(year.start_year())) {
    scope.Error("first_day", "not in September of start_year");
  }
  if (absl::CivilMonth(*last) != AcademicYearLastMonth(year.start_year())) {
    scope.Error("last_day", "not in May after start_year");
  }
  absl::CivilDay after = *first - 1;
  for (int i = 0; i < year.breaks_size(); ++i) {
    const auto from = civil::ParseIsoDate(year.breaks(i).from());
    const auto through = civil::ParseIsoDate(year.breaks(i).through());
    if (!from.ok() || !through.ok()) return;
    if (*through < *from) scope.Nested("breaks", i).Error("through", "before from");
    if (*from <= after || *through > *last) {
      scope.Error("breaks", "outside the academic year, or not in order", i);
    }
    after = *through;
  }
}

}  // namespace

void CheckNational(const Scope& scope, const v1::NationalData& national) {
  const absl::StatusOr<absl::TimeZone> zone = civil::LoadTimeZone(national.time_zone());
  if (!zone.ok()) scope.Error("time_zone", zone.status().message());
  std::set<int> years;
  for (int i = 0; i < national.academic_years_size(); ++i) {
    const Scope year_scope = scope.Nested("academic_years", i);
    if (!years.insert(national.academic_years(i).start_year()).second) {
      year_scope.Error("start_year", "given twice");
    }
    CheckAcademicYear(year_scope, national.academic_years(i));
  }
  std::set<std::string> acts;
  for (int i = 0; i < national.acts_size(); ++i) {
    const v1::NationalAct& act = national.acts(i);
    const Scope act_scope = scope.Nested("acts", i);
    if (!acts.insert(act.act().id()).second) act_scope.Nested("act").Error("id", "given twice");
    std::set<std::string> clauses;
    for (int k = 0; k < act.clauses_size(); ++k) {
      if (!clauses.insert(act.clauses(k).id()).second)
        act_scope.Nested("clauses", k).Error("id", "given twice");
    }
  }
}

}  // namespace oteu::regulation
