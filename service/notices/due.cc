#include "service/notices/due.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/civil/birthday.h"
#include "service/civil/date.h"
#include "service/decision/overlaid_question.h"

namespace oteu::notices {
namespace {

namespace law = regulation::v1;
using ClauseRefs = google::protobuf::RepeatedPtrField<law::ClauseRef>;

struct Period {
  absl::CivilDay from, through;
};

std::vector<Period> Read(const google::protobuf::RepeatedPtrField<v1::DatedPeriod>& periods) {
  std::vector<Period> out;
  for (const v1::DatedPeriod& period : periods) {
    const auto from = civil::FromProto(period.from());
    const auto through = period.has_through() ? civil::FromProto(period.through()) : absl::CivilDay::max();
    if (from.ok() && through.ok()) out.push_back({*from, *through});
  }
  std::sort(out.begin(), out.end(), [](const Period& a, const Period& b) { return a.from < b.from; });
  return out;
}

// The day on which what holds today ends; none when nothing holds today, or without end.
std::optional<absl::CivilDay> EndOf(const std::vector<Period>& periods, absl::CivilDay today) {
  std::optional<absl::CivilDay> end;
  for (const Period& period : periods) {
    if (period.from <= today && period.through >= today)
      end = std::max(end.value_or(today), period.through);
    else if (end.has_value() && *end < absl::CivilDay::max() && period.from <= *end + 1)
      end = std::max(*end, period.through);
  }
  if (end == absl::CivilDay::max()) return std::nullopt;
  return end;
}

const law::StopEvent* Find(const law::RegulationVersion& version, law::StopEventKind kind) {
  for (const law::StopEvent& event : version.stop_events()) {
    if (event.kind() == kind) return &event;
  }
  return nullptr;
}

std::vector<v1::Citation> Cite(const regulation::Catalog& catalog, const law::RegulationVersion& version,
                               const ClauseRefs& clauses) {
  std::vector<v1::Citation> out;
  for (const law::ClauseRef& clause : clauses) out.push_back(catalog.Cite(version, clause));
  return out;
}

// Collects the terms of one application.
struct Collector {
  const regulation::Catalog& catalog;
  const law::RegulationVersion& version;
  const Plan& plan;
  std::vector<Event> events = {};

  void Add(v1::NoticeKind kind, std::optional<absl::CivilDay> due_on, const ClauseRefs& clauses) {
    if (!due_on.has_value()) return;
    Event& event = events.emplace_back(Event{kind, *due_on, {}, Cite(catalog, version, clauses)});
    for (const int days : plan.term_days_before) event.steps.push_back({days, *due_on - days});
  }
};

std::optional<absl::CivilDay> ComingOfAge(const v1::EntitlementFacts& facts, const law::StopEvent& age) {
  const auto birth = civil::FromProto(facts.birth_date());
  if (!birth.ok()) return std::nullopt;
  return civil::Birthday(*birth, age.age_years(),
                         age.leap_day_birthday() == law::LEAP_DAY_BIRTHDAY_FEBRUARY_28
                             ? civil::LeapDayBirthday::kFebruary28
                             : civil::LeapDayBirthday::kMarch1);
}

// Clause 6 asks for the kandas certificate; the register knows its last day.
std::optional<absl::CivilDay> KandasEnd(const v1::DecisionInputs& inputs) {
  const v1::IdentityRecord& identity = inputs.family().identity();
  if (!inputs.form().kandas() || identity.status() != v1::REGISTER_STATUS_FOUND ||
      !identity.has_valid_through())
    return std::nullopt;
  const auto end = civil::FromProto(identity.valid_through());
  return end.ok() ? std::optional(*end) : std::nullopt;
}

const ClauseRefs& KandasClauses(const law::RegulationVersion& version) {
  static const ClauseRefs& none = *new ClauseRefs;
  for (const law::RequiredDocument& document : version.required_documents()) {
    if (document.condition() == law::REQUIREMENT_CONDITION_KANDAS) return document.clauses();
  }
  return none;
}

}  // namespace

std::vector<Event> Deadlines(v1::ApplicationState state, const v1::Decision& decision,
                             const regulation::Catalog& catalog, const Plan& plan) {
  if (state != v1::APPLICATION_STATE_UNDER_REVIEW && state != v1::APPLICATION_STATE_PRELIMINARY_REFUSAL)
    return {};
  const regulation::WorkingCalendar& calendar = catalog.working_calendar();
  const v1::Deadlines& deadlines = decision.deadlines();
  const std::vector<v1::Citation> citations(deadlines.citations().begin(), deadlines.citations().end());
  std::vector<Event> events;
  const auto warn = [&](v1::NoticeKind kind, absl::CivilDay due_on) {
    Event& event = events.emplace_back(Event{kind, due_on, {}, citations});
    for (const int days : plan.deadline_working_days_before) {
      const auto day = calendar.AddWorkingDays(due_on, -days);
      if (day.ok()) event.steps.push_back({days, *day});
    }
  };
  const auto notice_due = civil::FromProto(deadlines.hearing_notice_due());
  if (state == v1::APPLICATION_STATE_UNDER_REVIEW && notice_due.ok())
    warn(v1::NOTICE_KIND_HEARING_NOTICE_DUE, *notice_due);
  const auto decision_due = civil::FromProto(deadlines.decision_due());
  if (decision_due.ok()) {
    warn(v1::NOTICE_KIND_DECISION_DUE, *decision_due);
    events.push_back({v1::NOTICE_KIND_DEEMED_REFUSAL, *decision_due, {{0, *decision_due + 1}}, citations});
  }
  return events;
}

absl::StatusOr<std::vector<Event>> Terms(const v1::Decision& decision, const v1::DecisionInputs& inputs,
                                         const std::vector<v1::RecordedFact>& standing,
                                         const regulation::Catalog& catalog, absl::CivilDay today,
                                         const Plan& plan) {
  const auto overlaid = decision::OverlayFacts(standing, decision, inputs, catalog);
  if (!overlaid.ok()) return overlaid.status();
  const law::Regulation* regulation = catalog.FindByDistrict(inputs.form().district_kato());
  const law::RegulationVersion* version =
      regulation == nullptr ? nullptr : catalog.VersionFor(*regulation, today, today);
  if (!overlaid->question.has_value() || version == nullptr) return std::vector<Event>();
  const v1::EntitlementFacts& facts = overlaid->question->facts();
  const law::StopEvent* age = Find(*version, law::STOP_EVENT_KIND_AGE);
  const auto of_age = age == nullptr ? std::nullopt : ComingOfAge(facts, *age);
  if (facts.has_death() || (of_age.has_value() && *of_age <= today)) return std::vector<Event>();

  Collector out{catalog, *version, plan};
  out.Add(v1::NOTICE_KIND_PMPC_TERM_ENDS, EndOf(Read(facts.pmpc_terms()), today),
          version->term().end_clauses());
  const law::StopEvent* disability = Find(*version, law::STOP_EVENT_KIND_DISABILITY_END);
  if (disability != nullptr) {
    out.Add(v1::NOTICE_KIND_DISABILITY_TERM_ENDS, EndOf(Read(facts.disability_terms()), today),
            disability->clauses());
  }
  if (age != nullptr) out.Add(v1::NOTICE_KIND_CHILD_COMES_OF_AGE, of_age, age->clauses());
  out.Add(v1::NOTICE_KIND_SCHOOL_CERTIFICATE_ENDS, EndOf(Read(facts.home_education()), today),
          version->term().home_education_clauses());
  out.Add(v1::NOTICE_KIND_KANDAS_CERTIFICATE_ENDS, KandasEnd(inputs), KandasClauses(*version));
  return std::move(out.events);
}

}  // namespace oteu::notices
