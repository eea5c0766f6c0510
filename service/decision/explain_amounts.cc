// Explanation: amounts, months that are not paid, and the reading of clause 7.
#include <map>
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
  struct Group {
    std::vector<std::string> months;
    const v1::MonthEntitlement* first = nullptr;
  };
  // By the reasons together: a month with two reasons is said once, with both.
  std::map<std::vector<int>, Group> groups;
  for (const v1::MonthEntitlement& month : decision.entitlement().months()) {
    if (month.entitled()) continue;
    Group& group = groups[{month.reasons().begin(), month.reasons().end()}];
    if (group.first == nullptr) group.first = &month;
    group.months.push_back(month.month());
  }
  v1::ExplanationSection section;
  for (const auto& [reasons, group] : groups) {
    std::vector<std::string> why;
    for (const int reason : reasons) why.emplace_back(texts.Month(static_cast<v1::MonthReason>(reason)));
    auto* paragraph =
        AddParagraph(absl::Substitute(texts.Say(Phrase::kUnpaid), ListMonths(group.months, texts),
                                      absl::StrJoin(why, "; ")),
                     &section);
    *paragraph->mutable_citations() = group.first->citations();
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
