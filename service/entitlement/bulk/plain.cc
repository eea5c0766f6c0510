#include "service/entitlement/bulk/plain.h"

#include <algorithm>

#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/entitlement/validate.h"

namespace oteu::entitlement::bulk {
namespace {

namespace law = regulation::v1;

// Days 29 and 31 are left to the calendar.
bool IsPlain(const google::type::Date& date) {
  return date.year() >= civil::kMinYear && date.year() <= civil::kMaxYear && date.month() >= 1 &&
         date.month() <= 12 && date.day() >= 1 &&
         (date.day() <= 28 || (date.day() == 30 && date.month() != 2) || civil::FromProto(date).ok());
}

int Ordinal(const google::type::Date& date) { return (date.year() * 16 + date.month()) * 32 + date.day(); }

// An id of no more bytes has no more characters.
bool IsShort(const std::string& id) { return id.size() <= size_t{kMaxIdChars}; }

template <typename Fact>
bool IsPlainlyKnown(const Fact& fact) {
  if (!IsShort(fact.fact_id())) return false;
  if (fact.has_known_from() && !IsPlain(fact.known_from())) return false;
  if (fact.has_known_through() && !IsPlain(fact.known_through())) return false;
  return !fact.has_known_from() || !fact.has_known_through() ||
         Ordinal(fact.known_from()) <= Ordinal(fact.known_through());
}

bool ArePlain(const google::protobuf::RepeatedPtrField<v1::DatedPeriod>& periods) {
  return periods.size() <= kMaxFacts &&
         std::all_of(periods.begin(), periods.end(), [](const v1::DatedPeriod& period) {
           if (!period.has_from() || !IsPlain(period.from()) || !IsPlainlyKnown(period)) return false;
           return !period.has_through() ||
                  (IsPlain(period.through()) && Ordinal(period.from()) <= Ordinal(period.through()));
         });
}

bool ArePlain(const google::protobuf::RepeatedPtrField<v1::EntitlementApplication>& applications) {
  return !applications.empty() && applications.size() <= kMaxFacts &&
         std::all_of(applications.begin(), applications.end(), [](const auto& application) {
           return IsShort(application.id()) && application.has_date() && IsPlain(application.date());
         });
}

bool IsPlain(const v1::EntitlementFacts& facts) {
  if (!facts.has_birth_date() || !IsPlain(facts.birth_date())) return false;
  if (facts.has_death() &&
      (!facts.death().has_on() || !IsPlain(facts.death().on()) || !IsPlainlyKnown(facts.death()))) {
    return false;
  }
  return ArePlain(facts.applications()) && ArePlain(facts.pmpc_terms()) && ArePlain(facts.home_education()) &&
         ArePlain(facts.disability_terms()) && ArePlain(facts.institution_stays()) &&
         ArePlain(facts.state_support()) && ArePlain(facts.parental_rights_lost());
}

bool IsPlain(const v1::EvaluationOverrides& overrides) {
  return law::Reading_IsValid(overrides.reading()) && law::Rounding_IsValid(overrides.rounding()) &&
         law::Resume_IsValid(overrides.resume()) && law::EndSource_IsValid(overrides.end_source());
}

bool AreMonthsPlain(const v1::EvaluateEntitlementRequest& request) {
  const auto first = civil::ParseMonth(request.first_month());
  const auto last = civil::ParseMonth(request.last_month());
  if (!request.first_month().empty() && !first.ok()) return false;
  if (!request.last_month().empty() && !last.ok()) return false;
  return !first.ok() || !last.ok() || (*first <= *last && *last - *first < kMaxHorizonMonths);
}

}  // namespace

bool IsPlainlyValid(const v1::EvaluateEntitlementRequest& request) {
  const bool dated = !request.has_known_as_of() || IsPlain(request.known_as_of());
  const bool no_months = request.first_month().empty() && request.last_month().empty();
  return dated && (no_months || AreMonthsPlain(request)) && IsShort(request.case_id()) &&
         IsPlain(request.overrides()) && IsPlain(request.facts());
}

}  // namespace oteu::entitlement::bulk
