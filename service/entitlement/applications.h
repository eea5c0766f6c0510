// How long one application carries. An application is answered by facts of its day: when the PMPC term lapses
// or the disability term it rested on ends, a new one is needed (clauses 4 and 5.2). Internal to
// service/entitlement.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "service/entitlement/facts.h"
#include "service/entitlement/rules.h"

namespace oteu::entitlement {

class ApplicationReach {
 public:
  ApplicationReach(const Application& application, const KnownFacts& facts);

  const Application& application() const { return *application_; }

  // Clause 4: "from the month of application".
  bool HasBegun(absl::CivilMonth month) const { return application_->month() <= month; }

  // Clause 4: terms that follow one another continue; after a whole uncovered month a new application is
  // needed.
  bool SurvivesPmpcGaps(absl::CivilMonth month, const Rules& rules) const;

  // Clause 5.2: the application rests on the disability term in force in its month, and ends with it.
  bool RestsOnDisabilityTerm(absl::CivilMonth month, const Rules& rules) const;

  // What the two rest on, whatever the rules: the last month before the first gap (CivilMonth::max() when
  // there is none), and the disability term in force in its month.
  absl::CivilMonth before_first_gap() const { return before_first_gap_; }
  const std::optional<MonthRange>& disability_term() const { return disability_term_; }

 private:
  const Application* application_;
  const KnownFacts* facts_;
  // Last month before the first gap; open when no PMPC term touches the month of application or a later one.
  absl::CivilMonth before_first_gap_ = absl::CivilMonth::max();
  // The disability term it rests on.
  std::optional<MonthRange> disability_term_;
};

// All applications, in the order in which they were made.
std::vector<ApplicationReach> ReachOf(const KnownFacts& facts);

}  // namespace oteu::entitlement
