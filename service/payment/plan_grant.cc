#include "service/payment/plan_grant.h"

#include <algorithm>
#include <map>
#include <utility>

#include "google/protobuf/repeated_field.h"
#include "service/civil/money.h"
#include "service/decision/adjustments.h"

namespace oteu::payment {
namespace {

using Citations = google::protobuf::RepeatedPtrField<v1::Citation>;

void Cite(const Citations& from, Citations* to) {
  for (const v1::Citation& citation : from) {
    const auto same = [&](const v1::Citation& other) {
      return other.act_id() == citation.act_id() && other.clause_id() == citation.clause_id() &&
             other.revision() == citation.revision();
    };
    if (std::none_of(to->begin(), to->end(), same)) *to->Add() = citation;
  }
}

// What registers hold of one month.
struct Held {
  std::int64_t tiyn = 0;   // of this application
  std::int32_t parts = 0;  // of this application
  std::int32_t greatest = -1;
  bool elsewhere = false;
};

class Planner {
 public:
  explicit Planner(const GrantInput& input) : input_(input) {
    for (const RegisteredPart& part : input.registered) {
      Held& held = registered_[part.month];
      held.greatest = std::max(held.greatest, part.part);
      held.elsewhere = held.elsewhere || !part.here;
      if (!part.here) continue;
      held.tiyn += part.amount_tiyn;
      ++held.parts;
    }
    for (const v1::MonthEntitlement& month : input.entitlement.months()) months_[month.month()] = &month;
  }

  GrantPlan Plan() {
    for (const v1::PeriodAmount& period : input_.entitlement.periods()) PlanPeriod(period);
    PlanNotEntitled();
    ShowOverpayments();
    return std::move(plan_);
  }

 private:
  bool IsGranted(const std::string& month) const {
    const auto& granted = input_.decision.granted_months();
    return std::find(granted.begin(), granted.end(), month) != granted.end();
  }
  bool NeedsOfficer() const {
    const auto& findings = input_.decision.findings();
    return std::any_of(findings.begin(), findings.end(), [](const v1::DecisionFinding& finding) {
      return finding.reason() == v1::REASON_CODE_NEEDS_OFFICER;
    });
  }

  // The exact amount that these months of the period carry (clause 7).
  static std::int64_t AmountOf(const v1::PeriodAmount& period, const std::vector<std::string>& months) {
    v1::Decision granting;
    for (const std::string& month : months) granting.add_granted_months(month);
    return decision::GrantedAmountTiyn(period, granting);
  }

  void PlanPeriod(const v1::PeriodAmount& period) {
    std::vector<std::string> kept;  // registered here, and still granted
    std::vector<std::string> fresh;
    std::map<v1::HoldReason, std::vector<std::string>> holds;
    for (const std::string& month : period.entitled_months()) {
      if (!IsGranted(month)) continue;
      const auto held = registered_.find(month);
      if (held != registered_.end() && held->second.parts > 0) {
        kept.push_back(month);
      } else if (month > input_.through) {
        continue;
      } else if (held != registered_.end() && held->second.elsewhere) {
        holds[v1::HOLD_REASON_REGISTERED_ELSEWHERE].push_back(month);
      } else if (NeedsOfficer()) {
        holds[v1::HOLD_REASON_NEEDS_OFFICER].push_back(month);
      } else if (input_.confirmed.count(month) == 0) {
        holds[v1::HOLD_REASON_NOT_CONFIRMED].push_back(month);
      } else if (period.provisional()) {
        holds[v1::HOLD_REASON_PROVISIONAL_AMOUNT].push_back(month);
      } else {
        fresh.push_back(month);
      }
    }
    if (!period.provisional() && !NeedsOfficer()) Supplement(period, kept);
    PayFresh(period, kept, fresh);
    for (auto& [reason, months] : holds) Hold(period, reason, months);
  }

  // What is due for registered months beyond what was registered; spread over them in order.
  void Supplement(const v1::PeriodAmount& period, const std::vector<std::string>& kept) {
    std::int64_t registered = 0;
    for (const std::string& month : kept) registered += registered_[month].tiyn;
    std::int64_t rest = kept.empty() ? 0 : AmountOf(period, kept) - registered;
    if (rest <= 0) return;
    v1::RegisterLine line = Line(period, v1::REGISTER_LINE_KIND_SUPPLEMENT);
    std::vector<std::string> so_far;
    std::int64_t before = 0;
    for (const std::string& month : kept) {
      so_far.push_back(month);
      const std::int64_t sum = AmountOf(period, so_far);
      const std::int64_t missing = sum - before - registered_[month].tiyn;
      before = sum;
      const bool last = month == kept.back();
      const std::int64_t part = last ? rest : std::clamp<std::int64_t>(missing, 0, rest);
      rest -= part;
      if (part > 0) AddMonth(month, registered_[month].greatest + 1, part, &line);
    }
    Add(std::move(line));
  }

  void PayFresh(const v1::PeriodAmount& period, const std::vector<std::string>& kept,
                const std::vector<std::string>& fresh) {
    v1::RegisterLine first = Line(period, v1::REGISTER_LINE_KIND_FIRST);
    v1::RegisterLine again = Line(period, v1::REGISTER_LINE_KIND_AFTER_RETURN);
    std::vector<std::string> so_far = kept;
    std::int64_t before = kept.empty() ? 0 : AmountOf(period, kept);
    for (const std::string& month : fresh) {
      so_far.push_back(month);
      const std::int64_t sum = AmountOf(period, so_far);
      AddMonth(month, 0, sum - before, input_.returned.count(month) > 0 ? &again : &first);
      before = sum;
    }
    Add(std::move(first));
    Add(std::move(again));
  }

  v1::RegisterLine Line(const v1::PeriodAmount& period, v1::RegisterLineKind kind) const {
    v1::RegisterLine line;
    line.set_application(input_.application.name());
    line.set_decision(input_.decision.name());
    line.set_child_iin(input_.application.form().child_iin());
    line.set_payee_iin(input_.application.form().applicant_iin());
    line.set_payee_iban(input_.application.form().iban());
    line.set_period(period.period());
    line.set_kind(kind);
    *line.mutable_citations() = period.citations();
    return line;
  }

  void AddMonth(const std::string& month, std::int32_t part, std::int64_t amount_tiyn,
                v1::RegisterLine* line) const {
    v1::RegisterMonth* added = line->add_months();
    added->set_month(month);
    added->set_part(part);
    added->set_amount_tiyn(amount_tiyn);
    line->set_amount_tiyn(line->amount_tiyn() + amount_tiyn);
    const auto found = months_.find(month);
    if (found != months_.end()) Cite(found->second->citations(), line->mutable_citations());
  }

  void Add(v1::RegisterLine line) {
    if (line.months().empty()) return;
    line.set_amount_tenge(civil::FormatTenge(line.amount_tiyn()));
    plan_.lines.push_back(std::move(line));
  }

  void Hold(const v1::PeriodAmount& period, v1::HoldReason reason, const std::vector<std::string>& months) {
    v1::HeldMonths& held = plan_.held.emplace_back();
    held.set_application(input_.application.name());
    held.set_decision(input_.decision.name());
    held.set_child_iin(input_.application.form().child_iin());
    held.set_period(period.period());
    held.set_reason(reason);
    for (const std::string& month : months) {
      held.add_months(month);
      const auto found = months_.find(month);
      if (found != months_.end()) Cite(found->second->citations(), held.mutable_citations());
    }
  }

  // Granted by the decision, and not entitled by what is known today, e.g. after an act changed: nobody may
  // pay it before an officer looked at it.
  void PlanNotEntitled() {
    std::vector<std::string> months;
    for (const std::string& month : input_.decision.granted_months()) {
      const auto found = months_.find(month);
      const bool entitled = found != months_.end() && found->second->entitled();
      if (!entitled && month <= input_.through && registered_.count(month) == 0) months.push_back(month);
    }
    if (!months.empty()) Hold(v1::PeriodAmount(), v1::HOLD_REASON_NEEDS_OFFICER, months);
  }

  void ShowOverpayments() {
    const v1::Adjustment* proposed = decision::RegisteredOverpayment(input_.decision);
    if (proposed == nullptr) return;
    v1::ProposedOverpayment& shown = plan_.overpayments.emplace_back();
    shown.set_application(input_.application.name());
    shown.set_decision(input_.decision.name());
    shown.set_child_iin(input_.application.form().child_iin());
    *shown.mutable_adjustment() = *proposed;
  }

  const GrantInput& input_;
  std::map<std::string, Held> registered_;
  std::map<std::string, const v1::MonthEntitlement*> months_;
  GrantPlan plan_;
};

}  // namespace

GrantPlan PlanGrant(const GrantInput& input) { return Planner(input).Plan(); }

}  // namespace oteu::payment
