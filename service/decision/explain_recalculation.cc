// Explanation: what facts recorded after the grant changed in it.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "service/decision/explain_sections.h"

namespace oteu::decision {
namespace {

using Citations = google::protobuf::RepeatedPtrField<v1::Citation>;

// Months that changed for the same reasons.
struct ChangedMonths {
  std::vector<int> reasons;
  std::vector<std::string> months;
  Citations citations;
};

std::vector<ChangedMonths> GroupLostMonths(const v1::Recalculation& recalculation) {
  std::vector<ChangedMonths> groups;
  for (const v1::MonthChange& change : recalculation.month_changes()) {
    if (change.granted_now()) continue;
    const std::vector<int> reasons(change.reasons().begin(), change.reasons().end());
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const ChangedMonths& g) { return g.reasons == reasons; });
    if (group == groups.end())
      group = groups.insert(groups.end(), ChangedMonths{reasons, {}, change.citations()});
    group->months.push_back(change.month());
  }
  return groups;
}

v1::ExplanationParagraph* Add(std::string text, v1::ExplanationSection* section) {
  v1::ExplanationParagraph* paragraph = section->add_paragraphs();
  paragraph->set_text(std::move(text));
  return paragraph;
}

void AddMonths(const v1::Recalculation& recalculation, const Texts& texts, v1::ExplanationSection* section) {
  for (const ChangedMonths& group : GroupLostMonths(recalculation)) {
    std::vector<std::string> why;
    for (const int reason : group.reasons)
      why.emplace_back(texts.Month(static_cast<v1::MonthReason>(reason)));
    auto* paragraph = Add(absl::Substitute(texts.Say(Phrase::kNoLongerPaid), ListMonths(group.months, texts),
                                           absl::StrJoin(why, "; ")),
                          section);
    *paragraph->mutable_citations() = group.citations;
  }
  std::vector<std::string> gained;
  Citations citations;
  for (const v1::MonthChange& change : recalculation.month_changes()) {
    if (!change.granted_now()) continue;
    gained.push_back(change.month());
    if (citations.empty()) citations = change.citations();
  }
  if (gained.empty()) return;
  *Add(absl::Substitute(texts.Say(Phrase::kPaidNow), ListMonths(gained, texts)), section)
       ->mutable_citations() = std::move(citations);
}

// The clauses of all lines, each once.
Citations CitationsOf(const v1::Adjustment& adjustment) {
  Citations citations;
  for (const v1::AdjustmentLine& line : adjustment.lines()) {
    for (const v1::Citation& citation : line.citations()) {
      const bool known = std::any_of(citations.begin(), citations.end(), [&](const v1::Citation& other) {
        return other.act_id() == citation.act_id() && other.clause_id() == citation.clause_id();
      });
      if (!known) *citations.Add() = citation;
    }
  }
  return citations;
}

}  // namespace

void ExplainRecalculation(const v1::Decision& decision, const Texts& texts,
                          v1::ExplainDecisionResponse* response) {
  if (!decision.has_recalculation()) return;
  const v1::Recalculation& recalculation = decision.recalculation();
  v1::ExplanationSection section;
  section.set_title(texts.Say(Phrase::kTitleChanged));
  AddMonths(recalculation, texts, &section);
  for (const v1::PeriodChange& change : recalculation.period_changes()) {
    Add(absl::Substitute(texts.Say(Phrase::kAmountChanged), texts.Period(change.period()),
                         texts.Amount(change.now_tiyn()), texts.Amount(change.before_tiyn())),
        &section);
  }
  for (const v1::Adjustment& adjustment : recalculation.adjustments()) {
    const Phrase phrase =
        adjustment.kind() == v1::ADJUSTMENT_KIND_OVERPAYMENT ? Phrase::kOverpayment : Phrase::kSupplement;
    *Add(absl::Substitute(texts.Say(phrase), texts.Amount(adjustment.amount_tiyn())), &section)
         ->mutable_citations() = CitationsOf(adjustment);
  }
  if (!section.paragraphs().empty()) *response->add_sections() = std::move(section);
}

}  // namespace oteu::decision
