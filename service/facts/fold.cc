#include "service/facts/fold.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "service/civil/date.h"
#include "service/civil/time_zone.h"
#include "service/facts/subject.h"

namespace oteu::facts {
namespace {

namespace v1 = oteu::v1;
using Periods = google::protobuf::RepeatedPtrField<v1::DatedPeriod>;

int Number(const google::type::Date& date) { return (date.year() * 100 + date.month()) * 100 + date.day(); }

auto CanonicalKey(const v1::RecordedFact& recorded) {
  const v1::Fact& fact = recorded.fact();
  return std::make_tuple(static_cast<int>(fact.kind()), absl::string_view(fact.month()), Number(fact.from()),
                         Number(fact.through()), absl::string_view(recorded.school_bin()),
                         absl::string_view(recorded.source()), absl::string_view(fact.fact_id()));
}

// School, kind and subject: what vendors can speak of twice.
std::tuple<std::string, int, std::string> SubjectKey(const v1::RecordedFact& recorded) {
  return {recorded.school_bin(), recorded.fact().kind(), SubjectOf(recorded.fact())};
}

// The source whose word counts for each subject: of the latest charge.
using Speakers = std::map<std::tuple<std::string, int, std::string>, std::pair<std::string, std::string>>;

Speakers FindSpeakers(const std::vector<v1::RecordedFact>& facts) {
  Speakers speakers;
  for (const v1::RecordedFact& recorded : facts) {
    if (recorded.superseded() || !IsSchoolKind(recorded.fact().kind())) continue;
    auto& speaker = speakers[SubjectKey(recorded)];
    speaker = std::max(speaker, std::make_pair(recorded.charge_from(), recorded.source()));
  }
  return speakers;
}

v1::DatedPeriod ToPeriod(const v1::RecordedFact& recorded, const absl::TimeZone& zone) {
  v1::DatedPeriod period;
  *period.mutable_from() = recorded.fact().from();
  if (recorded.fact().has_through()) *period.mutable_through() = recorded.fact().through();
  const auto known = civil::LocalDay(recorded.recorded_at(), zone);
  if (known.ok()) *period.mutable_known_from() = civil::ToProto(*known);
  period.set_fact_id(recorded.fact().fact_id());
  return period;
}

class Layer {
 public:
  Layer(const std::vector<v1::RecordedFact>& standing, const std::string& payee_iin,
        const absl::TimeZone& zone)
      : standing_(standing), payee_iin_(payee_iin), zone_(zone) {}

  void Periods(v1::FactKind kind, google::protobuf::RepeatedPtrField<v1::DatedPeriod>* periods) const {
    std::set<int> replaced;
    std::set<int> annulled;
    for (const v1::RecordedFact& recorded : standing_) {
      if (!Counts(recorded, kind)) continue;
      replaced.insert(Number(recorded.fact().from()));
      if (recorded.fact().annulled()) annulled.insert(Number(recorded.fact().from()));
    }
    periods->erase(
        std::remove_if(periods->begin(), periods->end(),
                       [&](const v1::DatedPeriod& p) { return replaced.count(Number(p.from())) > 0; }),
        periods->end());
    for (const v1::RecordedFact& recorded : standing_) {
      if (!Counts(recorded, kind) || annulled.count(Number(recorded.fact().from())) > 0) continue;
      *periods->Add() = ToPeriod(recorded, zone_);
    }
  }

  void Death(v1::EntitlementFacts* facts) const {
    const v1::RecordedFact* earliest = nullptr;
    for (const v1::RecordedFact& recorded : standing_) {
      if (recorded.fact().kind() != v1::FACT_KIND_DEATH) continue;
      if (earliest == nullptr || Number(recorded.fact().from()) < Number(earliest->fact().from()))
        earliest = &recorded;
    }
    if (earliest == nullptr) return;
    v1::DatedEvent* death = facts->mutable_death();
    death->Clear();
    *death->mutable_on() = earliest->fact().from();
    *death->mutable_known_from() = ToPeriod(*earliest, zone_).known_from();
    death->set_fact_id(earliest->fact().fact_id());
  }

 private:
  bool Counts(const v1::RecordedFact& recorded, v1::FactKind kind) const {
    if (recorded.fact().kind() != kind) return false;
    return kind != v1::FACT_KIND_PARENTAL_RIGHTS || recorded.fact().person_iin() == payee_iin_;
  }

  const std::vector<v1::RecordedFact>& standing_;
  const std::string& payee_iin_;
  const absl::TimeZone& zone_;
};

void CutHomeEducation(const std::vector<v1::RecordedFact>& standing,
                      const std::map<std::string, std::string>& school_bins, Periods* periods) {
  for (const v1::RecordedFact& recorded : standing) {
    if (recorded.fact().kind() != v1::FACT_KIND_HOME_EDUCATION_ENDED) continue;
    const int end = Number(recorded.fact().through());
    for (v1::DatedPeriod& period : *periods) {
      const auto school = school_bins.find(period.fact_id());
      if (school == school_bins.end() || school->second != recorded.school_bin()) continue;
      if (Number(period.from()) > end) continue;
      if (!period.has_through() || Number(period.through()) > end)
        *period.mutable_through() = recorded.fact().through();
    }
  }
}

}  // namespace

std::vector<v1::RecordedFact> Standing(const std::vector<v1::RecordedFact>& facts) {
  const Speakers speakers = FindSpeakers(facts);
  std::vector<v1::RecordedFact> standing;
  for (const v1::RecordedFact& recorded : facts) {
    if (recorded.superseded() || recorded.fact().retracted()) continue;
    const auto speaker = speakers.find(SubjectKey(recorded));
    if (speaker != speakers.end() &&
        speaker->second != std::make_pair(recorded.charge_from(), recorded.source()))
      continue;
    standing.push_back(recorded);
  }
  std::sort(standing.begin(), standing.end(), [](const v1::RecordedFact& a, const v1::RecordedFact& b) {
    return CanonicalKey(a) < CanonicalKey(b);
  });
  return standing;
}

void Overlay(const std::vector<v1::RecordedFact>& standing, const std::string& payee_iin,
             const std::map<std::string, std::string>& school_bins, const absl::TimeZone& zone,
             v1::EntitlementFacts* facts) {
  const Layer layer(standing, payee_iin, zone);
  CutHomeEducation(standing, school_bins, facts->mutable_home_education());
  layer.Periods(v1::FACT_KIND_PMPC_TERM, facts->mutable_pmpc_terms());
  layer.Periods(v1::FACT_KIND_DISABILITY_TERM, facts->mutable_disability_terms());
  layer.Periods(v1::FACT_KIND_INSTITUTION_STAY, facts->mutable_institution_stays());
  layer.Periods(v1::FACT_KIND_STATE_SUPPORT, facts->mutable_state_support());
  layer.Periods(v1::FACT_KIND_PARENTAL_RIGHTS, facts->mutable_parental_rights_lost());
  layer.Death(facts);
}

std::vector<v1::MonthConfirmation> Confirmations(const std::vector<v1::RecordedFact>& standing) {
  std::map<std::pair<std::string, std::string>, v1::MonthConfirmation> by_month;
  for (const v1::RecordedFact& recorded : standing) {
    if (recorded.fact().kind() != v1::FACT_KIND_HOME_EDUCATION_CONFIRMED) continue;
    const auto key = std::make_pair(recorded.fact().month(), recorded.school_bin());
    v1::MonthConfirmation confirmation;
    confirmation.set_month(recorded.fact().month());
    confirmation.set_school_bin(recorded.school_bin());
    confirmation.set_source(recorded.source());
    *confirmation.mutable_recorded_at() = recorded.recorded_at();
    by_month.emplace(key, std::move(confirmation));
  }
  std::vector<v1::MonthConfirmation> confirmations;
  for (auto& [key, confirmation] : by_month) confirmations.push_back(std::move(confirmation));
  return confirmations;
}

}  // namespace oteu::facts
