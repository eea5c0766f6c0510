#include "service/decision/adjustments.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "service/civil/money.h"
#include "service/civil/rational.h"
#include "service/decision/serialize.h"

namespace oteu::decision {
namespace {

using Months = google::protobuf::RepeatedPtrField<std::string>;

bool Contains(const Months& months, const std::string& month) {
  return std::find(months.begin(), months.end(), month) != months.end();
}

const v1::MonthEntitlement* FindMonth(const v1::Decision& decision, const std::string& month) {
  for (const v1::MonthEntitlement& entitlement : decision.entitlement().months()) {
    if (entitlement.month() == month) return &entitlement;
  }
  return nullptr;
}

struct Amounts {
  std::int64_t before_tiyn = 0;
  std::int64_t now_tiyn = 0;
  std::set<std::string> months;  // of the period
};

// Labels sort by time: "2025-Q3", "2025/26-T1", "2025-09", "2025/26".
std::map<std::string, Amounts> ByPeriod(const v1::Decision& before, const v1::Decision& now) {
  std::map<std::string, Amounts> periods;
  for (const v1::PeriodAmount& period : before.entitlement().periods()) {
    Amounts& amounts = periods[period.period()];
    amounts.before_tiyn += GrantedAmountTiyn(period, before);
    amounts.months.insert(period.payable_months().begin(), period.payable_months().end());
  }
  for (const v1::PeriodAmount& period : now.entitlement().periods()) {
    Amounts& amounts = periods[period.period()];
    amounts.now_tiyn += GrantedAmountTiyn(period, now);
    amounts.months.insert(period.payable_months().begin(), period.payable_months().end());
  }
  return periods;
}

void Cite(const v1::MonthEntitlement& month, v1::AdjustmentLine* line) {
  for (const int reason : month.reasons()) {
    const auto& causes = line->causes();
    if (std::find(causes.begin(), causes.end(), reason) == causes.end())
      line->add_causes(static_cast<v1::MonthReason>(reason));
  }
  for (const v1::Citation& citation : month.citations()) {
    const auto same = [&](const v1::Citation& other) {
      return other.act_id() == citation.act_id() && other.clause_id() == citation.clause_id();
    };
    if (std::none_of(line->citations().begin(), line->citations().end(), same))
      *line->add_citations() = citation;
  }
}

// The months that make the difference; where it lies in the amount alone (a new MCI), those that are granted.
void FillMonths(const Amounts& amounts, const v1::Decision& before, const v1::Decision& now,
                v1::AdjustmentLine* line) {
  for (const std::string& month : amounts.months) {
    if (Contains(before.granted_months(), month) != Contains(now.granted_months(), month))
      line->add_months(month);
  }
  if (line->months().empty()) {
    for (const std::string& month : amounts.months) {
      if (Contains(now.granted_months(), month)) line->add_months(month);
    }
  }
  for (const std::string& month : line->months()) {
    if (const v1::MonthEntitlement* found = FindMonth(now, month); found != nullptr) Cite(*found, line);
  }
}

bool NeedsHuman(const v1::AdjustmentLine& line) {  // clause 3
  return std::any_of(line.causes().begin(), line.causes().end(), [](int cause) {
    return cause == v1::MONTH_REASON_STATE_SUPPORT || cause == v1::MONTH_REASON_PARENTAL_RIGHTS_LOST;
  });
}

void AddLine(const std::string& period, const Amounts& amounts, const v1::Decision& before,
             const v1::Decision& now, v1::Adjustment* adjustment) {
  v1::AdjustmentLine* line = adjustment->add_lines();
  line->set_period(period);
  line->set_basis_tiyn(amounts.before_tiyn);
  line->set_due_tiyn(amounts.now_tiyn);
  line->set_amount_tiyn(std::abs(amounts.now_tiyn - amounts.before_tiyn));
  FillMonths(amounts, before, now, line);
  adjustment->set_amount_tiyn(adjustment->amount_tiyn() + line->amount_tiyn());
  adjustment->set_needs_human(adjustment->needs_human() || NeedsHuman(*line));
}

// Of one period: what registers pay for months that are no longer granted, and what they pay for the others
// beyond what is due for them. The two are added, and never set off against what other months are due.
void AddRegistered(const v1::PeriodAmount* period, const std::string& label,
                   const std::vector<const v1::PaidMonth*>& paid, const v1::Decision& now,
                   v1::Adjustment* adjustment) {
  v1::AdjustmentLine line;
  v1::Decision kept;
  std::int64_t lost_tiyn = 0, kept_tiyn = 0;
  for (const v1::PaidMonth* month : paid) {
    if (Contains(now.granted_months(), month->month())) {
      kept.add_granted_months(month->month());
      kept_tiyn += month->amount_tiyn();
    } else if (month->amount_tiyn() > 0) {  // else an officer decided on all of it
      line.add_months(month->month());
      lost_tiyn += month->amount_tiyn();
    }
  }
  const std::int64_t due_tiyn =
      period == nullptr || kept.granted_months().empty() ? 0 : GrantedAmountTiyn(*period, kept);
  const std::int64_t beyond_tiyn = std::max<std::int64_t>(0, kept_tiyn - due_tiyn);
  if (lost_tiyn + beyond_tiyn == 0) return;
  if (beyond_tiyn > 0) line.mutable_months()->MergeFrom(kept.granted_months());
  std::sort(line.mutable_months()->begin(), line.mutable_months()->end());
  for (const std::string& month : line.months()) {
    if (const v1::MonthEntitlement* found = FindMonth(now, month); found != nullptr) Cite(*found, &line);
  }
  line.set_period(label);
  line.set_basis_tiyn(lost_tiyn + kept_tiyn);
  line.set_due_tiyn(lost_tiyn + kept_tiyn - lost_tiyn - beyond_tiyn);
  line.set_amount_tiyn(lost_tiyn + beyond_tiyn);
  adjustment->set_amount_tiyn(adjustment->amount_tiyn() + line.amount_tiyn());
  adjustment->set_needs_human(adjustment->needs_human() || NeedsHuman(line));
  *adjustment->add_lines() = std::move(line);
}

v1::Adjustment OverpaymentOfRegistered(const v1::Decision& reference, const v1::Decision& now,
                                       const PaidMonths& paid) {
  // The period that a month belongs to, by today's entitlement or else by the documents' one.
  std::map<std::string, std::string> labels;
  std::map<std::string, const v1::PeriodAmount*> periods;
  for (const v1::Decision* decision : {&reference, &now}) {
    for (const v1::PeriodAmount& period : decision->entitlement().periods()) {
      for (const std::string& month : period.payable_months()) labels[month] = period.period();
      if (decision == &now) periods[period.period()] = &period;
    }
  }
  std::map<std::string, std::vector<const v1::PaidMonth*>> by_period;
  bool all_paid = true;
  for (const v1::PaidMonth& month : paid) {
    by_period[labels.count(month.month()) > 0 ? labels[month.month()] : month.month()].push_back(&month);
    all_paid = all_paid && month.paid();
  }
  v1::Adjustment overpayment;
  overpayment.set_kind(v1::ADJUSTMENT_KIND_OVERPAYMENT);
  overpayment.set_basis(all_paid ? v1::ADJUSTMENT_BASIS_PAID : v1::ADJUSTMENT_BASIS_REGISTERED);
  for (const auto& [label, months] : by_period) {
    const auto period = periods.find(label);
    AddRegistered(period == periods.end() ? nullptr : period->second, label, months, now, &overpayment);
  }
  return overpayment;
}

}  // namespace

const v1::Adjustment* RegisteredOverpayment(const v1::Decision& decision) {
  for (const v1::Adjustment& adjustment : decision.recalculation().adjustments()) {
    if (adjustment.kind() == v1::ADJUSTMENT_KIND_OVERPAYMENT &&
        adjustment.basis() != v1::ADJUSTMENT_BASIS_DECIDED)
      return &adjustment;
  }
  return nullptr;
}

bool SameLines(const v1::Adjustment& a, const v1::Adjustment& b) {
  return std::equal(a.lines().begin(), a.lines().end(), b.lines().begin(), b.lines().end(),
                    [](const v1::AdjustmentLine& x, const v1::AdjustmentLine& y) {
                      return SerializeDeterministically(x) == SerializeDeterministically(y);
                    });
}

std::int64_t GrantedAmountTiyn(const v1::PeriodAmount& period, const v1::Decision& decision) {
  const Months& entitled = period.entitled_months();
  const auto granted = [&](const std::string& month) { return Contains(decision.granted_months(), month); };
  if (std::all_of(entitled.begin(), entitled.end(), granted)) return period.amount_tiyn();
  std::int64_t sum = 0;
  for (const v1::PaymentLine& line : period.lines()) {
    std::int64_t of_line = 0, of_them_granted = 0;
    for (const std::string& month : line.months()) {
      if (!Contains(entitled, month)) continue;
      ++of_line;
      if (granted(month)) ++of_them_granted;
    }
    if (of_them_granted == 0) continue;
    const auto share = civil::Rational::Make(of_them_granted, of_line);
    const auto part = share.ok() ? share->Times(civil::Rational::Integer(line.amount_tiyn())) : share;
    const auto rounded = part.ok() ? part->RoundHalfUp() : absl::StatusOr<std::int64_t>(part.status());
    sum += rounded.value_or(line.amount_tiyn());  // amounts are far below what could overflow
  }
  return sum;
}

std::vector<v1::MonthChange> MonthChanges(const v1::Decision& before, const v1::Decision& now) {
  std::set<std::string> months(before.granted_months().begin(), before.granted_months().end());
  months.insert(now.granted_months().begin(), now.granted_months().end());
  std::vector<v1::MonthChange> changes;
  for (const std::string& month : months) {
    const bool was = Contains(before.granted_months(), month);
    const bool is = Contains(now.granted_months(), month);
    if (was == is) continue;
    v1::MonthChange& change = changes.emplace_back();
    change.set_month(month);
    change.set_granted_before(was);
    change.set_granted_now(is);
    const v1::MonthEntitlement* found = FindMonth(now, month);
    if (found == nullptr) continue;
    *change.mutable_reasons() = found->reasons();
    *change.mutable_citations() = found->citations();
  }
  return changes;
}

std::vector<v1::PeriodChange> PeriodChanges(const v1::Decision& before, const v1::Decision& now) {
  std::vector<v1::PeriodChange> changes;
  for (const auto& [label, amounts] : ByPeriod(before, now)) {
    if (amounts.before_tiyn == amounts.now_tiyn) continue;
    v1::PeriodChange& change = changes.emplace_back();
    change.set_period(label);
    change.set_before_tiyn(amounts.before_tiyn);
    change.set_now_tiyn(amounts.now_tiyn);
  }
  return changes;
}

std::vector<v1::Adjustment> ProposeAdjustments(const v1::Decision& reference, const v1::Decision& now,
                                               const PaidMonths& paid) {
  v1::Adjustment overpayment, supplement;
  overpayment.set_kind(v1::ADJUSTMENT_KIND_OVERPAYMENT);
  supplement.set_kind(v1::ADJUSTMENT_KIND_SUPPLEMENT);
  for (v1::Adjustment* adjustment : {&overpayment, &supplement})
    adjustment->set_basis(v1::ADJUSTMENT_BASIS_DECIDED);
  for (const auto& [label, amounts] : ByPeriod(reference, now)) {
    if (amounts.now_tiyn < amounts.before_tiyn) AddLine(label, amounts, reference, now, &overpayment);
    if (amounts.now_tiyn > amounts.before_tiyn) AddLine(label, amounts, reference, now, &supplement);
  }
  if (!paid.empty()) overpayment = OverpaymentOfRegistered(reference, now, paid);
  std::vector<v1::Adjustment> adjustments;
  for (v1::Adjustment* adjustment : {&overpayment, &supplement}) {
    if (adjustment->lines().empty()) continue;
    adjustment->set_state(v1::ADJUSTMENT_STATE_PROPOSED);
    adjustment->set_amount_tenge(civil::FormatTenge(adjustment->amount_tiyn()));
    adjustments.push_back(std::move(*adjustment));
  }
  return adjustments;
}

}  // namespace oteu::decision
