// What each period pays (clause 7). Internal to service/entitlement.
//
// A period's amount is split into lines: the months that share one MCI and one version of the act. A line is
// an exact share of multiple x MCI and is rounded once; the period is the sum of its lines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/entitlement/months.h"
#include "service/entitlement/periods.h"
#include "service/entitlement/rules.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

struct Line {
  const Rules* rules;
  regulation::MciValue mci;
  // Share of the period's amount.
  civil::Rational share;
  std::vector<absl::CivilMonth> months;
  int64_t amount_tiyn = 0;
};

struct PeriodSum {
  Period period;
  // The rules of its first month in the horizon.
  const Rules* rules;
  std::vector<absl::CivilMonth> payable;
  std::vector<absl::CivilMonth> entitled;
  std::vector<Line> lines;
  int64_t amount_tiyn = 0;
};

// The periods of the months that were judged, in order; also those that pay nothing. `reading` replaces that
// of the rules. FAILED_PRECONDITION when a month that is paid has no MCI.
absl::StatusOr<std::vector<PeriodSum>> SumPeriods(const regulation::Catalog& catalog, RuleBook& rules,
                                                  const std::vector<MonthVerdict>& verdicts,
                                                  absl::CivilDay known_as_of,
                                                  std::optional<law::Reading> reading);

// The sum of the periods, in tiyn.
absl::StatusOr<int64_t> TotalOf(const std::vector<PeriodSum>& periods);

}  // namespace oteu::entitlement
