#include "service/facts/subject.h"

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/regulation/academic_year.h"

namespace oteu::facts {

bool IsSchoolKind(int kind) {
  return kind == oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED ||
         kind == oteu::v1::FACT_KIND_HOME_EDUCATION_ENDED;
}

bool ConcernsEntitlement(int kind) { return kind != oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED; }

std::string SubjectOf(const oteu::v1::Fact& fact) {
  if (fact.kind() == oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED) return fact.month();
  if (fact.kind() != oteu::v1::FACT_KIND_HOME_EDUCATION_ENDED) return "";
  const auto day = civil::FromProto(fact.through());
  if (!day.ok()) return "";
  return absl::StrCat(regulation::AcademicStartYear(absl::CivilMonth(*day)));
}

std::string ValueOf(const oteu::v1::Fact& fact) {
  if (fact.kind() == oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED) return fact.month();
  if (fact.kind() != oteu::v1::FACT_KIND_HOME_EDUCATION_ENDED) return "";
  const auto day = civil::FromProto(fact.through());
  return day.ok() ? civil::FormatIsoDate(*day) : "";
}

}  // namespace oteu::facts
