#include "service/entitlement/bulk/book.h"

#include <algorithm>
#include <optional>

#include "service/civil/month.h"
#include "service/entitlement/applications.h"
#include "service/regulation/academic_year.h"

namespace oteu::entitlement::bulk {
namespace {

Months Covered(const MonthRanges& ranges, const Window& window) {
  Months months = 0;
  for (const MonthRange& range : ranges) months |= window.Of(range);
  return months;
}

Circumstance CircumstanceOf(const MonthRanges& periods, const Window& window) {
  Circumstance out;
  for (const MonthRange& period : periods) {
    // Clause 5: from the month after that in which it arose.
    const Months after = window.From(period.first + 1);
    out.touched |= window.Of(period);
    out.after_begin |= after;
    out.through_end |= after & window.Through(period.last);
    out.before_end |= after & window.Through(period.last - 1);
  }
  return out;
}

struct Carried {
  Months applied = 0;
  Months unbroken = 0;
  Months rests = 0;
};

// Of several applications the last one made by a month decides about it (months.cc).
Carried CarriedBy(const KnownFacts& facts, const Window& window) {
  Carried out;
  for (const ApplicationReach& reach : ReachOf(facts)) {
    const Months from = window.From(reach.application().month());
    const auto replace = [from](Months& months, Months by) { months = (months & ~from) | (by & from); };
    out.applied |= from;
    replace(out.unbroken, window.Through(reach.before_first_gap()));
    replace(out.rests, reach.disability_term().has_value() ? window.Of(*reach.disability_term()) : 0);
  }
  return out;
}

// The months of the question as far as the act does not bound them (horizon.h).
struct Asked {
  absl::CivilMonth first, last;
  bool open;
};

Asked AskedBy(const v1::EvaluateEntitlementRequest& request, const KnownFacts& facts,
              absl::CivilDay known_as_of) {
  Asked asked;
  asked.first = request.first_month().empty() ? facts.applications.front().month()
                                              : civil::ParseMonth(request.first_month()).value();
  asked.open = request.last_month().empty();
  if (!asked.open) {
    asked.last = civil::ParseMonth(request.last_month()).value();
    return asked;
  }
  const absl::civil_year_t year = regulation::AcademicStartYear(absl::CivilMonth(known_as_of));
  asked.last = regulation::AcademicYearLastMonth(year + 1);
  asked.last = std::min(asked.last, LastMonthOf(facts.home_education).value_or(asked.first));
  asked.last = std::min(asked.last, LastMonthOf(facts.disability_terms).value_or(asked.first));
  if (facts.death.has_value()) asked.last = std::min(asked.last, absl::CivilMonth(*facts.death));
  asked.last = std::max(asked.last, asked.first);
  return asked;
}

bool IsRare(const KnownFacts& facts) {
  return facts.death.has_value() || !facts.institution_stays.empty() || !facts.state_support.empty() ||
         !facts.parental_rights_lost.empty();
}

}  // namespace

bool Book::Add(const v1::EvaluateEntitlementRequest& request, const KnownFacts& facts,
               absl::CivilDay known_as_of) {
  const Asked asked = AskedBy(request, facts, known_as_of);
  if (!window_.Contains(asked.first) || !window_.Contains(asked.last) || asked.last < asked.first)
    return false;
  const Carried carried = CarriedBy(facts, window_);
  const absl::CivilMonth birth_month(facts.birth);
  base_.push_back(window_.Of({asked.first, asked.last}) & carried.applied &
                  Covered(facts.home_education, window_) & Covered(facts.disability_terms, window_) &
                  window_.From(birth_month));
  pmpc_.push_back(Covered(facts.pmpc_terms, window_));
  unbroken_.push_back(pmpc_.back() & carried.unbroken);
  rests_.push_back(carried.rests);
  const bool leap_day = facts.birth.month() == 2 && facts.birth.day() == 29;
  birth_.push_back(static_cast<int32_t>((birth_month - window_.first()) * 2 + (leap_day ? 1 : 0)));
  if (!IsRare(facts)) return true;
  Rarity rarity;
  rarity.row = static_cast<uint32_t>(size() - 1);
  if (facts.death.has_value()) rarity.alive = window_.Through(absl::CivilMonth(*facts.death));
  rarity.institution_stay = CircumstanceOf(facts.institution_stays, window_);
  rarity.state_support = CircumstanceOf(facts.state_support, window_);
  rarity.parental_rights_lost = CircumstanceOf(facts.parental_rights_lost, window_);
  rarity.first = asked.first;
  rarity.last = asked.last;
  rarity.open = asked.open;
  rarity.birth = facts.birth;
  rarity.last_of_pmpc = LastMonthOf(facts.pmpc_terms).value_or(asked.first);
  rarities_.push_back(rarity);
  return true;
}

void Book::Clear() {
  base_.clear();
  pmpc_.clear();
  unbroken_.clear();
  rests_.clear();
  birth_.clear();
  rarities_.clear();
}

void Book::Reserve(size_t rows) {
  base_.reserve(rows);
  pmpc_.reserve(rows);
  unbroken_.reserve(rows);
  rests_.reserve(rows);
  birth_.reserve(rows);
}

}  // namespace oteu::entitlement::bulk
