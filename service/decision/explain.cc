#include "service/decision/explain.h"

#include <set>
#include <utility>

#include "service/decision/explain_sections.h"

namespace oteu::decision {
namespace {

// Every clause that a paragraph cites, once, with its text in the explanation's language where it exists.
void AddClauses(const regulation::Catalog& catalog, v1::ExplainDecisionResponse* response) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const v1::ExplanationSection& section : response->sections()) {
    for (const v1::ExplanationParagraph& paragraph : section.paragraphs()) {
      for (const v1::Citation& citation : paragraph.citations()) {
        if (!seen.emplace(citation.act_id(), citation.clause_id()).second) continue;
        v1::CitedClause* clause = response->add_clauses();
        *clause->mutable_citation() = citation;
        const auto text = catalog.TextOf(citation, response->language());
        if (text.ok()) {
          clause->set_text(text->text);
          clause->set_language(text->language);
        }
        const auto* act = catalog.ActOf(citation);
        if (act == nullptr) continue;
        const auto& title = act->title();
        const std::string& wanted = response->language() == "ru"   ? title.ru()
                                    : response->language() == "en" ? title.en()
                                                                   : title.kk();
        clause->set_act_title(wanted.empty() ? title.kk() : wanted);
      }
    }
  }
}

}  // namespace

v1::ExplainDecisionResponse Explain(const v1::Decision& decision, const regulation::Catalog& catalog,
                                    absl::string_view language) {
  const Texts& texts = TextsIn(language);
  v1::ExplainDecisionResponse response;
  response.set_language(texts.Language());
  response.set_summary(decision.has_recalculation() ? texts.Say(Phrase::kRecalculated)
                                                    : texts.Summary(decision.outcome()));
  ExplainRecalculation(decision, texts, &response);
  ExplainWhy(decision, texts, &response);
  ExplainAmounts(decision, texts, &response);
  ExplainUnpaidMonths(decision, texts, &response);
  ExplainReading(decision, texts, &response);
  ExplainNextSteps(decision, texts, &response);
  AddClauses(catalog, &response);
  return response;
}

}  // namespace oteu::decision
