// Explanation: amounts, months that are not paid, and the reading of clause 7.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "service/civil/month.h"
#include "service/decision/explain_sections.h"

namespace oteu::decision {
namespace {

v1::ExplanationParagraph* AddParagraph(std::string text, v1::ExplanationSection* section) {
  v1::ExplanationParagraph* paragraph = section->add_paragraphs();
  paragraph->set_text(std::move(text));
  return paragraph;
}

void Keep(v1::ExplanationSection section, Phrase title, const Texts& texts,
          v1::ExplainDecisionResponse* response) {
  if (section.paragraphs().empty()) return;
  section.set_title(texts.Say(title));
  *response->add_sections() = std::move(section);
}

std::vector<std::string> ToVector(const google::protobuf::RepeatedPtrField<std::string>& list) {
  return {list.begin(), list.end()};
}

// Months that are not paid for the same reasons.
struct UnpaidMonths {
  std::vector<int> reasons;
  std::vector<std::string> months;
  google::protobuf::RepeatedPtrField<v1::Citation> citations;
};

// A month outside the academic year is never paid: what else speaks against it is of no interest.
void AddUnpaid(const v1::MonthEntitlement& month, std::vector<UnpaidMonths>* groups) {
  std::vector<int> reasons(month.reasons().begin(), month.reasons().end());
  const bool outside =
      std::find(reasons.begin(), reasons.end(), v1::MONTH_REASON_NOT_ACADEMIC) != reasons.end();
  if (outside) reasons = {v1::MONTH_REASON_NOT_ACADEMIC};
  auto group = std::find_if(groups->begin(), groups->end(),
                            [&](const UnpaidMonths& g) { return g.reasons == reasons; });
  if (group == groups->end()) {
    group = groups->insert(groups->end(), UnpaidMonths{reasons, {}, {}});
    // The first clause is that of the first reason.
    group->citations = month.citations();
    if (outside && group->citations.size() > 1)
      group->citations.DeleteSubrange(1, group->citations.size() - 1);
  }
  group->months.push_back(month.month());
}

}  // namespace

std::string ListMonths(const std::vector<std::string>& months, const Texts& texts) {
  std::vector<std::pair<absl::CivilMonth, absl::CivilMonth>> runs;
  for (const std::string& text : months) {
    const auto month = civil::ParseMonth(text);
    if (!month.ok()) continue;
    if (!runs.empty() && runs.back().second + 1 == *month) {
      runs.back().second = *month;
    } else {
      runs.emplace_back(*month, *month);
    }
  }
  std::vector<std::string> parts;
  for (const auto& [first, last] : runs) {
    if (last - first >= 2) {
      parts.push_back(absl::StrCat(texts.MonthName(first), " – ", texts.MonthName(last)));
      continue;
    }
    for (absl::CivilMonth month = first; month <= last; ++month) parts.push_back(texts.MonthName(month));
  }
  return absl::StrJoin(parts, ", ");
}

void ExplainAmounts(const v1::Decision& decision, const Texts& texts, v1::ExplainDecisionResponse* response) {
  if (!decision.has_entitlement() || decision.entitlement().total_tiyn() == 0) return;
  const v1::Entitlement& due = decision.entitlement();
  const bool granted = decision.outcome() == v1::DECISION_OUTCOME_GRANTED;
  v1::ExplanationSection section;
  AddParagraph(absl::Substitute(texts.Say(granted ? Phrase::kTotal : Phrase::kWouldBeTotal),
                                texts.Amount(due.total_tiyn())),
               &section);
  std::size_t entitled = 0;
  for (const v1::PeriodAmount& period : due.periods()) {
    entitled += static_cast<std::size_t>(period.entitled_months_size());
    if (period.amount_tiyn() == 0) continue;
    auto* paragraph = AddParagraph(absl::Substitute(texts.Say(Phrase::kPeriod), texts.Period(period.period()),
                                                    texts.Amount(period.amount_tiyn()),
                                                    ListMonths(ToVector(period.entitled_months()), texts)),
                                   &section);
    *paragraph->mutable_citations() = period.citations();
  }
  if (due.provisional()) AddParagraph(texts.Say(Phrase::kProvisional), &section);
  if (granted && static_cast<std::size_t>(decision.granted_months_size()) < entitled) {
    AddParagraph(absl::Substitute(texts.Say(Phrase::kGrantedMonths),
                                  ListMonths(ToVector(decision.granted_months()), texts)),
                 &section);
  }
  Keep(std::move(section), Phrase::kTitleAmounts, texts, response);
}

void ExplainUnpaidMonths(const v1::Decision& decision, const Texts& texts,
                         v1::ExplainDecisionResponse* response) {
  // Where nothing would be paid, the reasons of the decision say why; months would only repeat them. A
  // recalculation has no such reasons.
  if (decision.entitlement().total_tiyn() == 0 && !decision.has_recalculation()) return;
  std::vector<UnpaidMonths> groups;
  for (const v1::MonthEntitlement& month : decision.entitlement().months()) {
    if (!month.entitled()) AddUnpaid(month, &groups);
  }
  v1::ExplanationSection section;
  for (const UnpaidMonths& group : groups) {
    std::vector<std::string> why;
    for (const int reason : group.reasons)
      why.emplace_back(texts.Month(static_cast<v1::MonthReason>(reason)));
    auto* paragraph =
        AddParagraph(absl::Substitute(texts.Say(Phrase::kUnpaid), ListMonths(group.months, texts),
                                      absl::StrJoin(why, "; ")),
                     &section);
    *paragraph->mutable_citations() = group.citations;
  }
  Keep(std::move(section), Phrase::kTitleUnpaid, texts, response);
}

void ExplainReading(const v1::Decision& decision, const Texts& texts, v1::ExplainDecisionResponse* response) {
  const v1::Entitlement& due = decision.entitlement();
  if (!decision.has_entitlement() || due.total_tiyn() == 0) return;
  v1::ExplanationSection section;
  auto* used =
      AddParagraph(absl::Substitute(texts.Say(Phrase::kReadingUsed), texts.Reading(due.reading())), &section);
  for (const v1::PeriodAmount& period : due.periods()) {
    if (used->citations().empty()) *used->mutable_citations() = period.citations();
  }
  bool differs = false;
  for (const v1::ReadingTotal& total : due.readings()) {
    if (total.reading() == due.reading() || total.total_tiyn() == due.total_tiyn()) continue;
    differs = true;
    AddParagraph(absl::Substitute(texts.Say(Phrase::kReadingOther), texts.Reading(total.reading()),
                                  texts.Amount(total.total_tiyn())),
                 &section);
  }
  if (!differs) AddParagraph(texts.Say(Phrase::kReadingNoDifference), &section);
  Keep(std::move(section), Phrase::kTitleReading, texts, response);
}

}  // namespace oteu::decision
