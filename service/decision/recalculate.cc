#include "service/decision/recalculate.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/decision/adjustments.h"
#include "service/decision/facts.h"
#include "service/decision/overlaid_question.h"
#include "service/decision/serialize.h"
#include "service/entitlement/evaluate.h"
#include "service/errors/error.h"

namespace oteu::decision {
namespace {

struct Evaluation {
  absl::CivilDay decided_on;
  absl::StatusOr<v1::Entitlement> entitlement;
};

// The question of the reference decision with these facts laid over it; without any, what it would be told
// today. The months of the reference are all looked at, so that those lost say why.
absl::StatusOr<Evaluation> EvaluateWith(const std::vector<v1::RecordedFact>& facts,
                                        const v1::Decision& reference, const v1::DecisionInputs& inputs,
                                        const regulation::Catalog& catalog) {
  auto overlaid = OverlayFacts(facts, reference, inputs, catalog);
  if (!overlaid.ok()) return overlaid.status();
  auto& question = overlaid->question;
  if (!question.has_value()) {
    return Evaluation{overlaid->decided_on, absl::FailedPreconditionError("the day of birth is not known")};
  }
  auto due = entitlement::Evaluate(catalog, *question, overlaid->decided_on);
  const auto& months = reference.entitlement().months();
  if (due.ok() && !months.empty() && due->months().rbegin()->month() < months.rbegin()->month()) {
    question->set_last_month(months.rbegin()->month());
    due = entitlement::Evaluate(catalog, *question, overlaid->decided_on);
  }
  return Evaluation{overlaid->decided_on, std::move(due)};
}

absl::StatusOr<Evaluation> EvaluateWithFacts(const v1::Decision& reference, const v1::DecisionInputs& inputs,
                                             const regulation::Catalog& catalog) {
  return EvaluateWith({inputs.recalculation().facts().begin(), inputs.recalculation().facts().end()},
                      reference, inputs, catalog);
}

// What proposals are measured against: the months that the documents' decision granted, valued as of today.
// An amount that was provisional then (no MCI of that year was published) is no overpayment and no supplement
// when the MCI comes.
v1::Decision BasisOf(const v1::Decision& reference, const v1::DecisionInputs& inputs,
                     const regulation::Catalog& catalog) {
  v1::Decision basis = reference;
  auto evaluation = EvaluateWith({}, reference, inputs, catalog);
  if (evaluation.ok() && evaluation->entitlement.ok())
    *basis.mutable_entitlement() = *std::move(evaluation->entitlement);
  return basis;
}

void GrantMonths(const v1::RecalculationInputs& inputs, v1::Decision* decision) {
  const std::set<std::string> held(inputs.months_held_elsewhere().begin(),
                                   inputs.months_held_elsewhere().end());
  decision->clear_granted_months();
  for (std::string& month : EntitledMonths(decision->entitlement())) {
    if (held.count(month) == 0) decision->add_granted_months(std::move(month));
  }
}

void KeepAmounts(const v1::Decision& previous, v1::Decision* decision) {
  *decision->mutable_entitlement() = previous.entitlement();
  *decision->mutable_granted_months() = previous.granted_months();
  v1::DecisionFinding* finding = decision->add_findings();
  finding->set_reason(v1::REASON_CODE_NEEDS_OFFICER);
  finding->set_severity(v1::SEVERITY_REVIEW);
  (*finding->mutable_details())["cause"] = "AMOUNT_NOT_COMPUTABLE";
}

void FillHead(const v1::DecisionInputs& inputs, absl::CivilDay decided_on, v1::Decision* decision) {
  decision->set_name(absl::StrCat(inputs.application(), "/decisions/", inputs.version()));
  decision->set_version(inputs.version());
  *decision->mutable_decided_at() = inputs.decided_at();
  *decision->mutable_decided_on() = civil::ToProto(decided_on);
  decision->set_regulation_sha256(inputs.regulation_sha256());
  decision->set_inputs_sha256(Sha256Hex(SerializeInputs(inputs)));
  decision->set_automated(true);  // whoever made the one that it starts from
}

void FillRecalculation(const v1::Decision& basis, const v1::Decision& previous,
                       const v1::DecisionInputs& inputs, v1::Decision* decision) {
  v1::Recalculation* out = decision->mutable_recalculation();
  out->set_reference_decision(inputs.recalculation().reference_decision());
  out->set_previous_decision(inputs.recalculation().previous_decision());
  for (v1::MonthChange& change : MonthChanges(previous, *decision))
    *out->add_month_changes() = std::move(change);
  for (v1::PeriodChange& change : PeriodChanges(previous, *decision))
    *out->add_period_changes() = std::move(change);
  for (v1::Adjustment& adjustment :
       ProposeAdjustments(basis, *decision, inputs.recalculation().paid_months())) {
    adjustment.set_payee_iin(inputs.form().applicant_iin());
    *out->add_adjustments() = std::move(adjustment);
  }
  for (const v1::RecordedFact& fact : inputs.recalculation().facts()) {
    out->add_facts(absl::StrCat(fact.source(), "/", fact.fact().fact_id(), "@", fact.fact().revision()));
  }
}

// Months without the day they were looked at on.
bool SameMonths(const v1::Entitlement& a, const v1::Entitlement& b) {
  if (a.months_size() != b.months_size() || a.periods_size() != b.periods_size()) return false;
  for (int i = 0; i < a.months_size(); ++i) {
    const v1::MonthEntitlement& x = a.months(i);
    const v1::MonthEntitlement& y = b.months(i);
    if (x.month() != y.month() || x.entitled() != y.entitled() ||
        !std::equal(x.reasons().begin(), x.reasons().end(), y.reasons().begin(), y.reasons().end()))
      return false;
  }
  for (int i = 0; i < a.periods_size(); ++i) {
    if (a.periods(i).period() != b.periods(i).period() ||
        a.periods(i).amount_tiyn() != b.periods(i).amount_tiyn())
      return false;
  }
  return true;
}

template <typename T>
bool SameBytes(const google::protobuf::RepeatedPtrField<T>& a,
               const google::protobuf::RepeatedPtrField<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) {
    return SerializeDeterministically(x) == SerializeDeterministically(y);
  });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> MonthsByFacts(const v1::Decision& reference,
                                                       const v1::DecisionInputs& inputs,
                                                       const regulation::Catalog& catalog) {
  auto evaluation = EvaluateWithFacts(reference, inputs, catalog);
  if (!evaluation.ok()) return evaluation.status();
  if (!evaluation->entitlement.ok()) return evaluation->entitlement.status();
  return EntitledMonths(*evaluation->entitlement);
}

absl::StatusOr<v1::Entitlement> EntitlementToday(const v1::Decision& reference,
                                                 const v1::DecisionInputs& inputs,
                                                 const regulation::Catalog& catalog) {
  auto evaluation = EvaluateWithFacts(reference, inputs, catalog);
  if (!evaluation.ok()) return evaluation.status();
  return std::move(evaluation->entitlement);
}

absl::StatusOr<v1::Decision> Recalculate(const v1::Decision& reference, const v1::Decision& previous,
                                         const v1::DecisionInputs& inputs,
                                         const regulation::Catalog& catalog) {
  if (reference.outcome() != v1::DECISION_OUTCOME_GRANTED || !inputs.has_recalculation())
    return MakeError(ErrorReason::kInternal, "a recalculation does not start from a grant");
  auto evaluation = EvaluateWithFacts(reference, inputs, catalog);
  if (!evaluation.ok()) return evaluation.status();
  v1::Decision decision = reference;
  FillHead(inputs, evaluation->decided_on, &decision);
  if (evaluation->entitlement.ok()) {
    *decision.mutable_entitlement() = *std::move(evaluation->entitlement);
    GrantMonths(inputs.recalculation(), &decision);
  } else {
    KeepAmounts(previous, &decision);
  }
  FillRecalculation(BasisOf(reference, inputs, catalog), previous, inputs, &decision);
  return decision;
}

bool IsUnchanged(const v1::Decision& now, const v1::Decision& previous) {
  const auto& a = now.granted_months();
  const auto& b = previous.granted_months();
  return std::equal(a.begin(), a.end(), b.begin(), b.end()) &&
         SameMonths(now.entitlement(), previous.entitlement()) &&
         SameBytes(now.findings(), previous.findings()) &&
         SameBytes(now.recalculation().adjustments(), previous.recalculation().adjustments());
}

}  // namespace oteu::decision
