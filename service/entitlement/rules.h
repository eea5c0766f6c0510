// The rules of the act that governs a month, ready to apply: overrides laid over the data, clauses pinned as
// citations. Internal to service/entitlement.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/civil/money.h"
#include "service/civil/rational.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

namespace law = regulation::v1;
using ClauseRefs = google::protobuf::RepeatedPtrField<law::ClauseRef>;

// A circumstance that stops payments (clause 5) or excludes the child (clause 3).
struct StopRule {
  law::StopEffect effect;
  law::Resume resume;
  bool needs_human;
};

// One version of an act with the overrides of a question.
struct Rules {
  const law::RegulationVersion* version;

  // Clause 7.
  civil::Rational mci_multiple;
  law::PeriodKind period;
  law::Reading reading;
  law::Rounding rounding;
  // By month of the year, 1..12; [0] is unused.
  std::array<bool, 13> pays{};

  // Clause 4.
  bool pmpc_term_gates;
  bool new_application_after_pmpc_gap;
  bool new_application_after_disability_term;

  // Clause 5.1.
  std::optional<int> age_years;
  law::LeapDayBirthday leap_day_birthday;
  // Clause 5.4.
  bool death_ends;
  // Clause 5.3.
  std::optional<StopRule> institution_stay;
  // Clause 3.
  std::optional<StopRule> state_support;
  std::optional<StopRule> parental_rights_lost;

  // The clauses behind each MonthReason, as lists of the version.
  std::array<std::vector<const ClauseRefs*>, v1::MonthReason_ARRAYSIZE> clauses;

  civil::MoneyUnit unit() const {
    return rounding == law::ROUNDING_TENGE ? civil::MoneyUnit::kTenge : civil::MoneyUnit::kTiyn;
  }
  bool Pays(absl::CivilMonth month) const { return pays[static_cast<size_t>(month.month())]; }
};

// The rules of every month of one question. Keeps the rules it hands out.
class RuleBook {
 public:
  RuleBook(const regulation::Catalog& catalog, const law::Regulation& regulation,
           const v1::EvaluationOverrides& overrides, absl::CivilDay known_as_of);

  // The rules that govern a month; null when no act is in force, or none was known.
  const Rules* For(absl::CivilMonth month);

  // The rules of every version known.
  std::vector<const Rules*> All();

 private:
  const Rules* RulesOf(const law::RegulationVersion& version);

  const regulation::Catalog& catalog_;
  const law::Regulation& regulation_;
  const v1::EvaluationOverrides& overrides_;
  absl::CivilDay known_as_of_;
  std::map<const law::RegulationVersion*, std::unique_ptr<Rules>> rules_;
};

}  // namespace oteu::entitlement
