#include "tests/service/entitlement/naive.h"

#include <algorithm>
#include <utility>

#include "tests/service/entitlement/naive_days.h"

namespace oteu::naive {
namespace {

namespace law = oteu::regulation::v1;
__extension__ typedef __int128 Wide;

class Case {
 public:
  Case(const Model& model, const oteu::v1::EvaluateEntitlementRequest& request)
      : model_(model), request_(request), as_of_(Day(request.known_as_of())) {
    for (const auto& application : request.facts().applications()) order_.push_back(&application);
    std::sort(order_.begin(), order_.end(), [](const auto* a, const auto* b) {
      return Day(a->date()) != Day(b->date()) ? Day(a->date()) < Day(b->date()) : a->id() < b->id();
    });
    first_ = MonthOfDay(Day(request.first_month() + "-01"));
    last_ = MonthOfDay(Day(request.last_month() + "-01"));
  }

  Answer Run() {
    Answer answer;
    for (int m = first_; m <= last_; ++m) {
      Month month{m, false, "", Reasons(m)};
      for (const auto* application : order_) {
        if (!month.entitled && Entitles(*application, m)) {
          month.entitled = true;
          month.application = application->id();
        }
      }
      entitled_[m] = month.entitled;
      answer.months.push_back(month);
      answer.needs_human = answer.needs_human || NeedsHuman(m);
    }
    answer.total_tiyn = Sum(law::READING_UNSPECIFIED, &answer);
    for (const auto reading : {law::READING_A, law::READING_B, law::READING_C, law::READING_D}) {
      answer.readings.push_back(Sum(reading, nullptr));
    }
    return answer;
  }

 private:
  const Model::Version* InForce(int day) const {
    const Model::Version* best = nullptr;
    for (const auto& version : model_.versions) {
      if (version.from > day || day > version.through || version.known_from > as_of_) continue;
      if (best == nullptr || version.known_from > best->known_from) best = &version;
    }
    return best;
  }

  const Model::Version* Governing(int month) const {
    const int base = month / 12 * 10000 + OfYear(month) * 100;
    if (const auto* version = InForce(base + 1)) return version;
    static const int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = month / 12;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return InForce(base + kDays[month % 12] + (leap && month % 12 == 1 ? 1 : 0));
  }

  static const law::StopEvent* Event(const law::RegulationVersion& version, law::StopEventKind kind) {
    for (const auto& event : version.stop_events()) {
      if (event.kind() == kind) return &event;
    }
    return nullptr;
  }

  static bool Active(const Model::Version& version, int month) { return version.active[OfYear(month)]; }

  bool PmpcGates(const law::RegulationVersion& version) const {
    const auto end = request_.overrides().end_source() != 0 ? request_.overrides().end_source()
                                                            : version.term().end_source();
    return end == law::END_SOURCE_PMPC || end == law::END_SOURCE_EARLIER;
  }

  bool Stopped(const Periods& periods, const law::RegulationVersion& version, law::StopEventKind kind,
               int m) const {
    const auto* event = Event(version, kind);
    if (event == nullptr) return false;
    const auto resume = request_.overrides().resume() != 0 ? request_.overrides().resume() : event->resume();
    for (const DatedPeriod& period : periods) {
      if (!Known(period, as_of_) || m <= MonthOfDay(Day(period.from()))) continue;
      if (event->effect() == law::STOP_EFFECT_END || !period.has_through()) return true;
      const int end = MonthOfDay(Day(period.through()));
      if (resume == law::RESUME_MONTH_AFTER_END ? m <= end : m < end) return true;
    }
    return false;
  }

  bool OfAge(const law::RegulationVersion& version, int m) const {
    const auto* event = Event(version, law::STOP_EVENT_KIND_AGE);
    const auto& birth = request_.facts().birth_date();
    const int year = birth.year() + event->age_years();
    int month = birth.month();
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2 && birth.day() == 29 && !leap &&
        event->leap_day_birthday() == law::LEAP_DAY_BIRTHDAY_MARCH_1) {
      month = 3;
    }
    return m > year * 12 + month - 1;
  }

  bool DisabilityCarries(const oteu::v1::EntitlementApplication& application,
                         const law::RegulationVersion& version, int m) const {
    const auto& terms = request_.facts().disability_terms();
    if (!version.term().new_application_after_disability_term()) return Touches(terms, m, as_of_);
    const int a = MonthOfDay(Day(application.date()));
    const DatedPeriod* best = nullptr;
    int best_end = -1;
    for (const DatedPeriod& term : terms) {
      const int end = term.has_through() ? Day(term.through()) : kEver;
      if (!Touches(term, a, as_of_) || end <= best_end) continue;
      best = &term;
      best_end = end;
    }
    return best != nullptr && Touches(*best, m, as_of_);
  }

  bool PmpcGapBetween(int a, int m) const {
    bool covered_seen = false;
    for (int u = a; u < m; ++u) {
      const bool covered = Touches(request_.facts().pmpc_terms(), u, as_of_);
      if (covered_seen && !covered) return true;
      covered_seen = covered_seen || covered;
    }
    return false;
  }

  bool Entitles(const oteu::v1::EntitlementApplication& application, int m) const {
    const auto* governing = Governing(m);
    const auto& facts = request_.facts();
    const int a = MonthOfDay(Day(application.date()));
    if (governing == nullptr || m < a || !Active(*governing, m)) return false;
    const auto* version = governing->data;
    if (PmpcGates(*version)) {
      if (!Touches(facts.pmpc_terms(), m, as_of_)) return false;
      if (version->term().new_application_after_pmpc_gap() && PmpcGapBetween(a, m)) return false;
    }
    if (!Touches(facts.home_education(), m, as_of_)) return false;
    if (!DisabilityCarries(application, *version, m)) return false;
    if (OfAge(*version, m) || m < MonthOfDay(Day(facts.birth_date()))) return false;
    if (facts.has_death() && Known(facts.death(), as_of_) && m > MonthOfDay(Day(facts.death().on())))
      return false;
    return !Stopped(facts.institution_stays(), *version, law::STOP_EVENT_KIND_INSTITUTION_STAY, m) &&
           !Stopped(facts.state_support(), *version, law::STOP_EVENT_KIND_STATE_SUPPORT, m) &&
           !Stopped(facts.parental_rights_lost(), *version, law::STOP_EVENT_KIND_PARENTAL_RIGHTS_LOST, m);
  }

  // Each reason by its own definition in the contract.
  std::vector<int> Reasons(int m) const {
    const auto* governing = Governing(m);
    if (governing == nullptr) return {oteu::v1::MONTH_REASON_NO_ACT_IN_FORCE};
    const auto& version = *governing->data;
    const auto& facts = request_.facts();
    const bool pmpc = Touches(facts.pmpc_terms(), m, as_of_);
    const bool disability = Touches(facts.disability_terms(), m, as_of_);
    bool applied = false;
    bool one_without_gap = false;
    bool one_rests = false;
    for (const auto* application : order_) {
      const int a = MonthOfDay(Day(application->date()));
      if (a > m) continue;
      applied = true;
      one_without_gap = one_without_gap || !PmpcGapBetween(a, m);
      one_rests = one_rests || DisabilityCarries(*application, version, m);
    }
    const bool death_known = facts.has_death() && Known(facts.death(), as_of_);
    const std::pair<int, bool> checks[] = {
        {oteu::v1::MONTH_REASON_NOT_ACADEMIC, !Active(*governing, m)},
        {oteu::v1::MONTH_REASON_BEFORE_APPLICATION, !applied},
        {oteu::v1::MONTH_REASON_NO_PMPC_TERM, PmpcGates(version) && !pmpc},
        {oteu::v1::MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP,
         PmpcGates(version) && version.term().new_application_after_pmpc_gap() && pmpc && applied &&
             !one_without_gap},
        {oteu::v1::MONTH_REASON_NO_HOME_EDUCATION, !Touches(facts.home_education(), m, as_of_)},
        {oteu::v1::MONTH_REASON_NO_DISABILITY_TERM, !disability},
        {oteu::v1::MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM, disability && applied && !one_rests},
        {oteu::v1::MONTH_REASON_OF_AGE, OfAge(version, m)},
        {oteu::v1::MONTH_REASON_IN_INSTITUTION,
         Stopped(facts.institution_stays(), version, law::STOP_EVENT_KIND_INSTITUTION_STAY, m)},
        {oteu::v1::MONTH_REASON_DECEASED, death_known && m > MonthOfDay(Day(facts.death().on()))},
        {oteu::v1::MONTH_REASON_STATE_SUPPORT,
         Stopped(facts.state_support(), version, law::STOP_EVENT_KIND_STATE_SUPPORT, m)},
        {oteu::v1::MONTH_REASON_PARENTAL_RIGHTS_LOST,
         Stopped(facts.parental_rights_lost(), version, law::STOP_EVENT_KIND_PARENTAL_RIGHTS_LOST, m)},
        {oteu::v1::MONTH_REASON_BEFORE_BIRTH, m < MonthOfDay(Day(facts.birth_date()))}};
    std::vector<int> reasons;
    for (const auto& [reason, holds] : checks) {
      if (holds) reasons.push_back(reason);
    }
    return reasons.empty() ? std::vector<int>{oteu::v1::MONTH_REASON_ENTITLED} : reasons;
  }

  bool NeedsHuman(int m) const {
    const auto* governing = Governing(m);
    if (governing == nullptr) return false;
    const auto look = [&](law::StopEventKind kind, const Periods& periods) {
      const auto* event = Event(*governing->data, kind);
      return event != nullptr && event->needs_human() && Touches(periods, m, as_of_);
    };
    return look(law::STOP_EVENT_KIND_STATE_SUPPORT, request_.facts().state_support()) ||
           look(law::STOP_EVENT_KIND_PARENTAL_RIGHTS_LOST, request_.facts().parental_rights_lost()) ||
           look(law::STOP_EVENT_KIND_INSTITUTION_STAY, request_.facts().institution_stays());
  }

  law::Reading ReadingOf(const Model::Version& version, law::Reading forced) const {
    if (forced != law::READING_UNSPECIFIED) return forced;
    if (request_.overrides().reading() != law::READING_UNSPECIFIED) return request_.overrides().reading();
    return version.data->amount().reading();
  }

  Key KeyOf(const Model::Version& version, law::Reading reading, int m) const {
    const int year = m / 12;
    const int month = OfYear(m);
    const int start = month >= 9 ? year : year - 1;
    if (version.data->amount().period() == law::PERIOD_KIND_MONTH) return {1, m};
    if (version.data->amount().period() == law::PERIOD_KIND_ACADEMIC_YEAR) return {4, start};
    static const int kTerm[] = {0, 2, 2, 2, 3, 3, 0, 0, 0, 0, 0, 1, 1};
    if (reading == law::READING_D && (month <= 5 || month >= 9)) return {3, start * 4 + kTerm[month]};
    return {2, year * 4 + (month - 1) / 3};
  }

  struct Value {
    int64_t tenge;
    int from;
    bool provisional;
    auto operator<=>(const Value&) const = default;
  };
  Value MciOf(const Model::Version& version, int m) const {
    Value best{0, 0, false};
    int best_known = 0;
    int last_year = 0;
    for (const auto& mci : model_.mci.at(version.data->amount().mci_purpose())) {
      if (mci.known_from > as_of_) continue;
      last_year = std::max(last_year, mci.from / 10000);
      if (MonthOfDay(mci.from) > m) continue;
      if (mci.from > best.from || (mci.from == best.from && mci.known_from > best_known)) {
        best = {mci.tenge, mci.from, false};
        best_known = mci.known_from;
      }
    }
    best.provisional = m / 12 > last_year;
    return best;
  }

  // Everything in 2520ths of a share: all divisors 1 to 10 fit.
  static constexpr int64_t kShare = 2520;

  int64_t ShareOf(const Model::Version& version, law::Reading reading, int m) const {
    if (version.data->amount().period() == law::PERIOD_KIND_QUARTER && reading == law::READING_C)
      return kShare / 3;
    int64_t paying = 0;
    const Key key = KeyOf(version, reading, m);
    for (int u = m - 12; u <= m + 12; ++u) {
      if (Active(version, u) && KeyOf(version, reading, u) == key) ++paying;
    }
    return kShare / paying;
  }

  bool IsEntitled(int m) const {
    const auto found = entitled_.find(m);
    return found != entitled_.end() && found->second;
  }

  // Sums all periods under a reading; fills the answer's periods when one is given.
  int64_t Sum(law::Reading forced, Answer* answer) const {
    std::map<Key, int64_t> periods;
    for (int m = first_; m <= last_; ++m) {
      const auto* version = Governing(m);
      if (version == nullptr || !Active(*version, m)) continue;
      const Key key = KeyOf(*version, ReadingOf(*version, forced), m);
      if (!periods.contains(key)) periods[key] = SumPeriod(key, *version, m, forced, answer);
    }
    int64_t total = 0;
    for (const auto& [key, tiyn] : periods) {
      total += tiyn;
      if (answer != nullptr) answer->periods[LabelOf(key)] = tiyn;
    }
    return total;
  }

  int64_t SumPeriod(const Key& key, const Model::Version& first, int seed, law::Reading forced,
                    Answer* answer) const {
    std::vector<std::pair<int, const Model::Version*>> members;
    bool whole = false;
    for (int u = seed - 12; u <= seed + 12; ++u) {
      const auto* version = Governing(u);
      if (version == nullptr) version = &first;
      if (!Active(*version, u) || KeyOf(*version, ReadingOf(*version, forced), u) != key) continue;
      members.emplace_back(u, version);
      whole = whole || (IsEntitled(u) && ReadingOf(*version, forced) == law::READING_A);
    }
    std::map<std::pair<const Model::Version*, Value>, int64_t> shares;
    for (const auto& [u, version] : members) {
      const auto reading = ReadingOf(*version, forced);
      if (!IsEntitled(u) && (!whole || reading != law::READING_A)) continue;
      shares[{version, MciOf(*version, u)}] += ShareOf(*version, reading, u);
    }
    int64_t sum = 0;
    for (const auto& [line, share] : shares) {
      if (answer != nullptr && line.second.provisional) answer->provisional = true;
      sum += Round(*line.first, line.second.tenge, share);
    }
    return sum;
  }

  // Schoolbook rounding: one more unit when the rest is half a unit or more.
  int64_t Round(const Model::Version& version, int64_t tenge, int64_t share) const {
    const auto rounding = request_.overrides().rounding() != 0 ? request_.overrides().rounding()
                                                               : version.data->amount().rounding();
    const int64_t units_per_tenge = rounding == law::ROUNDING_TENGE ? 1 : 100;
    const Wide exact = static_cast<Wide>(version.millionths) * tenge * share * units_per_tenge;
    const Wide unit = static_cast<Wide>(1000000) * kShare;
    const int64_t whole = static_cast<int64_t>(exact / unit);
    const bool up = exact % unit * 2 >= unit;
    return (whole + (up ? 1 : 0)) * (100 / units_per_tenge);
  }

  const Model& model_;
  const oteu::v1::EvaluateEntitlementRequest& request_;
  const int as_of_;
  std::vector<const oteu::v1::EntitlementApplication*> order_;
  int first_ = 0;
  int last_ = 0;
  std::map<int, bool> entitled_;
};

}  // namespace

Model::Model(const law::NationalData& national, const law::Regulation& regulation) {
  for (const auto& version : regulation.versions()) {
    Version read{&version,
                 Day(version.in_force_from()),
                 version.in_force_through().empty() ? kEver : Day(version.in_force_through()),
                 Day(version.known_from()),
                 Millionths(version.amount().mci_multiple()),
                 {}};
    for (const int month : version.amount().active_months()) read.active[month] = true;
    versions.push_back(read);
  }
  for (const auto& entry : national.mci()) {
    for (const auto& purpose : entry.purposes()) {
      mci[purpose].push_back({entry.tenge(), Day(entry.from()), Day(entry.known_from())});
    }
  }
}

Answer Model::Evaluate(const oteu::v1::EvaluateEntitlementRequest& request) const {
  return Case(*this, request).Run();
}

}  // namespace oteu::naive
