#include "service/entitlement/facts.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/time_zone.h"

namespace oteu::entitlement {
namespace {

// Requests have been validated, so every date converts.
absl::CivilDay Day(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

template <typename Fact>
bool IsKnown(const Fact& fact, absl::CivilDay known_as_of) {
  return (!fact.has_known_from() || Day(fact.known_from()) <= known_as_of) &&
         (!fact.has_known_through() || known_as_of <= Day(fact.known_through()));
}

MonthRanges KnownMonths(const google::protobuf::RepeatedPtrField<v1::DatedPeriod>& periods,
                        absl::CivilDay known_as_of) {
  MonthRanges ranges;
  for (const v1::DatedPeriod& period : periods) {
    if (!IsKnown(period, known_as_of)) continue;
    const absl::CivilMonth last =
        period.has_through() ? absl::CivilMonth(Day(period.through())) : absl::CivilMonth::max();
    ranges.push_back({absl::CivilMonth(Day(period.from())), last});
  }
  return ranges;
}

std::vector<Application> ApplicationsOf(const v1::EntitlementFacts& facts, const absl::TimeZone& zone) {
  std::vector<Application> applications;
  for (int i = 0; i < facts.applications_size(); ++i) {
    const v1::EntitlementApplication& application = facts.applications(i);
    const absl::CivilDay day = application.has_date() ? Day(application.date())
                                                      : civil::LocalDay(application.instant(), zone).value();
    applications.push_back(
        {application.id().empty() ? absl::StrCat("application[", i, "]") : application.id(), day});
  }
  std::sort(applications.begin(), applications.end(), [](const Application& a, const Application& b) {
    return std::tie(a.day, a.id) < std::tie(b.day, b.id);
  });
  return applications;
}

}  // namespace

bool AnyContains(const MonthRanges& ranges, absl::CivilMonth month) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [month](const MonthRange& range) { return range.Contains(month); });
}

std::optional<absl::CivilMonth> LastMonthOf(const MonthRanges& ranges) {
  std::optional<absl::CivilMonth> last;
  for (const MonthRange& range : ranges) {
    if (!last.has_value() || range.last > *last) last = range.last;
  }
  return last;
}

KnownFacts SelectKnown(const v1::EntitlementFacts& facts, absl::CivilDay known_as_of,
                       const absl::TimeZone& zone) {
  KnownFacts known;
  known.birth = Day(facts.birth_date());
  if (facts.has_death() && IsKnown(facts.death(), known_as_of)) known.death = Day(facts.death().on());
  known.applications = ApplicationsOf(facts, zone);
  known.pmpc_terms = KnownMonths(facts.pmpc_terms(), known_as_of);
  known.home_education = KnownMonths(facts.home_education(), known_as_of);
  known.disability_terms = KnownMonths(facts.disability_terms(), known_as_of);
  known.institution_stays = KnownMonths(facts.institution_stays(), known_as_of);
  known.state_support = KnownMonths(facts.state_support(), known_as_of);
  known.parental_rights_lost = KnownMonths(facts.parental_rights_lost(), known_as_of);
  return known;
}

}  // namespace oteu::entitlement
