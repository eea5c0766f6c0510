#include "service/decision/deadlines.h"

#include <algorithm>

#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/civil/time_zone.h"

namespace oteu::decision {
namespace {

void Set(const absl::StatusOr<absl::CivilDay>& day, google::type::Date* (v1::Deadlines::*field)(),
         v1::Deadlines* out) {
  if (day.ok()) *(out->*field)() = civil::ToProto(*day);
}

// The same day of the month, `months` later, or the last day of a month that has none.
absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  return std::min(absl::CivilDay(month.year(), month.month(), 1) + (day.day() - 1), civil::LastDayOf(month));
}

// The day on which notice of the preliminary refusal was given: that of the first one that still stands.
absl::CivilDay NoticeDay(const Case& c) {
  if (!c.inputs.has_preliminary_refusal_at()) return c.decided_on;
  return civil::LocalDay(c.inputs.preliminary_refusal_at(), c.catalog.time_zone()).value_or(c.decided_on);
}

}  // namespace

v1::Deadlines DeadlinesFor(const Case& c, v1::DecisionOutcome outcome) {
  const regulation::v1::ProcedureRule& rule = c.version.procedure();
  const regulation::WorkingCalendar& calendar = c.catalog.working_calendar();
  v1::Deadlines out;
  const auto complete_on = civil::LocalDay(c.inputs.complete_at(), c.catalog.time_zone());
  if (outcome != v1::DECISION_OUTCOME_INCOMPLETE && c.inputs.has_complete_at() && complete_on.ok()) {
    const auto due = calendar.AddWorkingDays(*complete_on, rule.decision_working_days());
    Set(due, &v1::Deadlines::mutable_decision_due, &out);
    if (due.ok()) {
      Set(calendar.AddWorkingDays(*due, -rule.hearing_notice_working_days()),
          &v1::Deadlines::mutable_hearing_notice_due, &out);
    }
  }
  if (outcome == v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL) {
    const absl::CivilDay notice = NoticeDay(c);
    Set(calendar.AddWorkingDays(notice, rule.hearing_notice_working_days()),
        &v1::Deadlines::mutable_refusal_not_before, &out);
    Set(calendar.AddWorkingDays(notice, rule.objection_working_days()),
        &v1::Deadlines::mutable_objections_due, &out);
  }
  if (outcome == v1::DECISION_OUTCOME_REFUSED) {
    *out.mutable_complaint_due() = civil::ToProto(AddMonths(c.decided_on, rule.complaint_months()));
  }
  for (const auto& clause : rule.clauses()) *out.add_citations() = c.catalog.Cite(c.version, clause);
  return out;
}

}  // namespace oteu::decision
