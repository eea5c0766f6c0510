// Random questions, and acts of other shapes to ask them about.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

namespace law = regulation::v1;

// Random questions about a few years, so that facts meet and cross often.
class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}

  bool OneIn(int n) { return Below(n) == 0; }
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

  // Days crowd around month ends, where the rules turn.
  absl::CivilDay Day(int first_year, int last_year) {
    const absl::CivilMonth month(first_year, 1 + Below(12 * (last_year - first_year + 1)));
    switch (Below(4)) {
      case 0:
        return civil::FirstDayOf(month);
      case 1:
        return civil::LastDayOf(month);
      default:
        return civil::FirstDayOf(month) + Below(28);
    }
  }

  v1::EvaluateEntitlementRequest Question(const std::string& regulation_id) {
    v1::EvaluateEntitlementRequest request;
    request.set_regulation_id(regulation_id);
    *request.mutable_known_as_of() = civil::ToProto(Day(2024, 2027));
    const absl::CivilMonth first(2023, 10 + Below(36));
    request.set_first_month(civil::FormatMonth(first));
    request.set_last_month(civil::FormatMonth(first + Below(20)));
    v1::EntitlementFacts& facts = *request.mutable_facts();
    *facts.mutable_birth_date() = civil::ToProto(
        OneIn(8) ? absl::CivilDay(2008, 2, 29) : Day(OneIn(2) ? 2006 : 2012, OneIn(9) ? 2024 : 2012));
    if (OneIn(6)) {
      *facts.mutable_death()->mutable_on() = civil::ToProto(Day(2024, 2027));
      Knowledge(*facts.mutable_death());
    }
    for (int i = 0, n = 1 + Below(3); i < n; ++i) {
      v1::EntitlementApplication& application = *facts.add_applications();
      application.set_id(absl::StrCat("a", i));
      *application.mutable_date() = civil::ToProto(Day(2023, i == 0 ? 2024 : 2026));
    }
    Periods(*facts.mutable_pmpc_terms(), 4, 14);
    Periods(*facts.mutable_home_education(), 3, 24);
    Periods(*facts.mutable_disability_terms(), 3, 30);
    if (OneIn(3)) Periods(*facts.mutable_institution_stays(), 3, 8);
    if (OneIn(6)) Periods(*facts.mutable_state_support(), 2, 8);
    if (OneIn(6)) Periods(*facts.mutable_parental_rights_lost(), 2, 8);
    v1::EvaluationOverrides& overrides = *request.mutable_overrides();
    if (OneIn(4)) overrides.set_reading(static_cast<law::Reading>(1 + Below(4)));
    if (OneIn(4)) overrides.set_rounding(static_cast<law::Rounding>(1 + Below(2)));
    if (OneIn(4)) overrides.set_resume(static_cast<law::Resume>(1 + Below(2)));
    if (OneIn(4)) overrides.set_end_source(static_cast<law::EndSource>(1 + Below(3)));
    return request;
  }

 private:
  template <typename Fact>
  void Knowledge(Fact& fact) {
    if (OneIn(6)) *fact.mutable_known_from() = civil::ToProto(Day(2024, 2025));
    if (OneIn(8)) *fact.mutable_known_through() = civil::ToProto(Day(2026, 2027));
  }

  void Periods(google::protobuf::RepeatedPtrField<v1::DatedPeriod>& periods, int max_count, int max_months) {
    for (int i = 0, n = 1 + Below(max_count); i < n; ++i) {
      v1::DatedPeriod& period = *periods.Add();
      // Every other list begins with a long period: otherwise hardly any month would meet all conditions.
      const bool is_long = i == 0 && OneIn(2);
      const absl::CivilDay from = is_long ? Day(2023, 2024) : Day(2023, 2026);
      *period.mutable_from() = civil::ToProto(from);
      const absl::CivilMonth last =
          absl::CivilMonth(from) + (is_long && max_months > 10 ? 24 : 0) + Below(max_months);
      if (!OneIn(7)) {
        *period.mutable_through() = civil::ToProto(
            OneIn(2) ? civil::LastDayOf(last) : std::max(from, civil::FirstDayOf(last) + Below(28)));
      }
      Knowledge(period);
    }
  }

  std::mt19937_64 random_;
};

// Kegen replaced by an act of another shape, published in mid-quarter; and variants of the rules.
inline void AddVersions(law::Regulation& kegen) {
  law::RegulationVersion& first = *kegen.mutable_versions(0);
  law::RegulationVersion second = first;
  second.set_revision("test-2");
  second.mutable_act()->set_revision("test-2");
  second.set_in_force_from("2025-02-15");
  second.set_known_from("2025-01-20");
  second.mutable_amount()->set_mci_multiple("6.5");
  second.mutable_amount()->set_reading(law::READING_A);
  second.mutable_amount()->set_rounding(law::ROUNDING_TENGE);
  second.mutable_term()->set_new_application_after_pmpc_gap(false);
  second.mutable_term()->set_new_application_after_disability_term(false);
  law::RegulationVersion third = second;
  third.set_revision("test-3");
  third.mutable_act()->set_revision("test-3");
  third.set_in_force_from("2026-03-01");
  third.set_known_from("2026-02-01");
  third.mutable_amount()->set_mci_multiple("1.234567");
  third.mutable_amount()->set_period(law::PERIOD_KIND_MONTH);
  third.mutable_amount()->mutable_active_months()->Add(6);
  third.mutable_term()->set_end_source(law::END_SOURCE_SCHOOL_CERTIFICATE);
  for (law::StopEvent& event : *third.mutable_stop_events()) {
    event.set_leap_day_birthday(event.kind() == law::STOP_EVENT_KIND_AGE
                                    ? law::LEAP_DAY_BIRTHDAY_FEBRUARY_28
                                    : law::LEAP_DAY_BIRTHDAY_UNSPECIFIED);
    if (event.kind() != law::STOP_EVENT_KIND_STATE_SUPPORT) continue;
    event.set_effect(law::STOP_EFFECT_END);
    event.clear_resume();
  }
  *kegen.add_versions() = std::move(second);
  *kegen.add_versions() = std::move(third);
}

inline void ByAcademicYear(law::Regulation& kegen) {
  kegen.mutable_versions(0)->mutable_amount()->set_period(law::PERIOD_KIND_ACADEMIC_YEAR);
  kegen.mutable_versions(0)->mutable_amount()->set_mci_multiple("20");
}

// What a part of the million is about.
struct Part {
  const char* name;
  const char* regulation_id;
  void (*change)(law::Regulation&);
};

inline void AsShipped(law::Regulation&) {}

}  // namespace oteu::entitlement
