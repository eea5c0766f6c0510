// The facts of a question as the rules need them: by month, and only what was known. Internal to
// service/entitlement.
//
// Facts are bitemporal: each says when it was true and when it was known. An evaluation on a day of knowledge
// sees the facts with known_from <= that day <= known_through, and gives the same answer on every later day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "oteu/v1/entitlement.pb.h"

namespace oteu::entitlement {

// Months first..last, both included: every month that a period of days touches. An open period ends at
// CivilMonth::max().
struct MonthRange {
  absl::CivilMonth first;
  absl::CivilMonth last;

  bool Contains(absl::CivilMonth month) const { return first <= month && month <= last; }
};

using MonthRanges = std::vector<MonthRange>;

// Whether any range contains the month.
bool AnyContains(const MonthRanges& ranges, absl::CivilMonth month);

// The latest month of any range; none when there is no range.
std::optional<absl::CivilMonth> LastMonthOf(const MonthRanges& ranges);

// An application by its local day.
struct Application {
  std::string id;
  absl::CivilDay day;

  absl::CivilMonth month() const { return absl::CivilMonth(day); }
};

struct KnownFacts {
  absl::CivilDay birth;
  std::optional<absl::CivilDay> death;
  // By day, then by id: the order in which they were made.
  std::vector<Application> applications;
  MonthRanges pmpc_terms;
  MonthRanges home_education;
  MonthRanges disability_terms;
  MonthRanges institution_stays;
  MonthRanges state_support;
  MonthRanges parental_rights_lost;
};

// What was known of valid facts (see validate.h) on a day. `zone` gives the local day of an application's
// instant.
KnownFacts SelectKnown(const v1::EntitlementFacts& facts, absl::CivilDay known_as_of,
                       const absl::TimeZone& zone);

}  // namespace oteu::entitlement
