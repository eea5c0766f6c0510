#include "service/facts/validate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/decision/identifiers.h"
#include "service/facts/subject.h"

namespace oteu::facts {
namespace {

namespace v1 = oteu::v1;

constexpr std::size_t kMaxFactIdChars = 64;

Rejection Invalid(const char* field) { return {v1::FACT_ERROR_REASON_INVALID_FIELD, field}; }
Rejection Future(const char* field) { return {v1::FACT_ERROR_REASON_IN_THE_FUTURE, field}; }

bool IsTerm(v1::FactKind kind) {
  return kind == v1::FACT_KIND_DISABILITY_TERM || kind == v1::FACT_KIND_PMPC_TERM;
}

// Fields that the kind does not have: a value there says that the sender means something else.
std::optional<Rejection> CheckUnused(const v1::Fact& fact) {
  const bool confirmed = fact.kind() == v1::FACT_KIND_HOME_EDUCATION_CONFIRMED;
  if (!confirmed && !fact.month().empty()) return Invalid("month");
  if (IsSchoolKind(fact.kind()) && fact.has_from()) return Invalid("from");
  if ((confirmed || fact.kind() == v1::FACT_KIND_DEATH) && fact.has_through()) return Invalid("through");
  if (fact.kind() != v1::FACT_KIND_PARENTAL_RIGHTS && !fact.person_iin().empty())
    return Invalid("person_iin");
  if (fact.annulled() && !IsTerm(fact.kind())) return Invalid("annulled");
  return std::nullopt;
}

std::optional<Rejection> CheckMonth(const v1::Fact& fact, absl::CivilDay today) {
  const auto month = civil::ParseMonth(fact.month());
  if (!month.ok() || month->year() < kFirstFactYear) return Invalid("month");
  if (*month > absl::CivilMonth(today)) return Future("month");
  return std::nullopt;
}

// A day that has come.
std::optional<Rejection> CheckPastDay(const google::type::Date& date, const char* field,
                                      absl::CivilDay today) {
  const auto day = civil::FromProto(date);
  if (!day.ok() || day->year() < kFirstFactYear) return Invalid(field);
  if (*day > today) return Future(field);
  return std::nullopt;
}

std::optional<Rejection> CheckPeriod(const v1::Fact& fact, absl::CivilDay today) {
  const auto from = civil::FromProto(fact.from());
  if (!fact.has_from() || !from.ok() || from->year() < kFirstFactYear) return Invalid("from");
  const int ahead = IsTerm(fact.kind()) ? kMaxTermAheadDays : 0;
  if (*from > today + ahead) return Future("from");
  if (!fact.has_through()) {
    return IsTerm(fact.kind()) ? std::optional<Rejection>(Invalid("through")) : std::nullopt;
  }
  const auto through = civil::FromProto(fact.through());
  if (!through.ok() || *through < *from || through->year() > from->year() + kMaxPeriodYears)
    return Invalid("through");
  return std::nullopt;
}

std::optional<Rejection> CheckDays(const v1::Fact& fact, absl::CivilDay today) {
  switch (fact.kind()) {
    case v1::FACT_KIND_HOME_EDUCATION_CONFIRMED:
      return CheckMonth(fact, today);
    case v1::FACT_KIND_HOME_EDUCATION_ENDED:
      if (!fact.has_through()) return Invalid("through");
      return CheckPastDay(fact.through(), "through", today);
    case v1::FACT_KIND_DEATH:
      if (!fact.has_from()) return Invalid("from");
      return CheckPastDay(fact.from(), "from", today);
    default:
      return CheckPeriod(fact, today);
  }
}

}  // namespace

bool IsFactId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxFactIdChars && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::string_view("._:-").find(c) != absl::string_view::npos;
  });
}

std::optional<Rejection> ValidateFact(const v1::Fact& fact, const Source& source, absl::CivilDay today) {
  if (!IsFactId(fact.fact_id())) return Invalid("fact_id");
  if (fact.revision() < 1) return Invalid("revision");
  if (!v1::FactKind_IsValid(fact.kind()) || fact.kind() == v1::FACT_KIND_UNSPECIFIED) return Invalid("kind");
  if (source.kinds.count(fact.kind()) == 0) return Rejection{v1::FACT_ERROR_REASON_KIND_NOT_ALLOWED, "kind"};
  if (!decision::IsValidIin(fact.child_iin())) return Invalid("child_iin");
  if (auto rejection = CheckUnused(fact); rejection.has_value()) return rejection;
  if (fact.kind() == v1::FACT_KIND_PARENTAL_RIGHTS && !decision::IsValidIin(fact.person_iin()))
    return Invalid("person_iin");
  return CheckDays(fact, today);
}

}  // namespace oteu::facts
