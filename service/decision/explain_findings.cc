// Explanation: why, and what to do next.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "service/civil/date.h"
#include "service/decision/case.h"
#include "service/decision/explain_sections.h"

namespace oteu::decision {
namespace {

std::string Detail(const v1::DecisionFinding& finding, const char* key) {
  const auto found = finding.details().find(key);
  return found == finding.details().end() ? "" : found->second;
}

// The reason, and what it is about where that is not plain.
std::string TextOf(const v1::DecisionFinding& finding, const v1::Decision& decision, const Texts& texts) {
  std::string text = texts.Reason(finding.reason());
  v1::DocumentType type = ParseDocumentType(Detail(finding, "document_type"));
  for (int i = 0; i < decision.documents_size() && type == v1::DOCUMENT_TYPE_UNSPECIFIED; ++i) {
    if (finding.object() == DocumentPath(static_cast<std::size_t>(i))) type = decision.documents(i).type();
  }
  if (type != v1::DOCUMENT_TYPE_UNSPECIFIED) {
    absl::StrAppend(&text, " ", absl::Substitute(texts.Say(Phrase::kAboutDocument), texts.Document(type)));
  }
  const std::string register_name = Detail(finding, "register");
  if (!register_name.empty()) {
    absl::StrAppend(&text, " ",
                    absl::Substitute(texts.Say(Phrase::kAboutRegister), texts.Register(register_name)));
  }
  return text;
}

void AddFindings(const v1::Decision& decision, v1::Severity severity, const Texts& texts,
                 v1::ExplanationSection* section) {
  for (const v1::DecisionFinding& finding : decision.findings()) {
    if (finding.severity() != severity) continue;
    v1::ExplanationParagraph* paragraph = section->add_paragraphs();
    const bool decides = severity == v1::SEVERITY_REFUSAL || severity == v1::SEVERITY_REVIEW;
    std::string text = TextOf(finding, decision, texts);
    paragraph->set_text(decides ? std::move(text) : absl::Substitute(texts.Say(Phrase::kNotedToo), text));
    paragraph->set_reason(finding.reason());
    *paragraph->mutable_citations() = finding.citations();
  }
}

void Say(Phrase phrase, const Texts& texts, v1::ExplanationSection* section) {
  section->add_paragraphs()->set_text(texts.Say(phrase));
}

// A phrase with a day of the procedure, and the clauses that set it; nothing when the day is not known.
void SayDay(Phrase phrase, const google::type::Date& date, const v1::Deadlines& deadlines, const Texts& texts,
            v1::ExplanationSection* section) {
  const auto day = civil::FromProto(date);
  if (!day.ok()) return;
  v1::ExplanationParagraph* paragraph = section->add_paragraphs();
  paragraph->set_text(absl::Substitute(texts.Say(phrase), texts.Day(*day)));
  *paragraph->mutable_citations() = deadlines.citations();
}

void SayMissing(const v1::Decision& decision, const Texts& texts, v1::ExplanationSection* section) {
  std::vector<std::string> names;
  for (const v1::DecisionFinding& finding : decision.findings()) {
    if (finding.reason() != v1::REASON_CODE_REQUIRED_DOCUMENT_MISSING) continue;
    const v1::DocumentType type = ParseDocumentType(Detail(finding, "document_type"));
    if (type != v1::DOCUMENT_TYPE_UNSPECIFIED) names.emplace_back(texts.Document(type));
  }
  if (names.empty()) return;
  section->add_paragraphs()->set_text(
      absl::Substitute(texts.Say(Phrase::kNextMissing), absl::StrJoin(names, "; ")));
}

bool KnowsOfDeath(const v1::Decision& decision) {
  const auto& months = decision.entitlement().months();
  return std::any_of(months.begin(), months.end(), [](const v1::MonthEntitlement& month) {
    const auto& reasons = month.reasons();
    return std::find(reasons.begin(), reasons.end(), v1::MONTH_REASON_DECEASED) != reasons.end();
  });
}

}  // namespace

void ExplainWhy(const v1::Decision& decision, const Texts& texts, v1::ExplainDecisionResponse* response) {
  v1::ExplanationSection* section = response->add_sections();
  section->set_title(texts.Say(Phrase::kTitleWhy));
  for (const v1::Severity severity :
       {v1::SEVERITY_REFUSAL, v1::SEVERITY_REVIEW, v1::SEVERITY_WARNING, v1::SEVERITY_INFO}) {
    AddFindings(decision, severity, texts, section);
  }
  // A recalculation checked no conditions again: what changed stands before.
  if (decision.findings().empty() && !decision.has_recalculation()) {
    v1::ExplanationParagraph* paragraph = section->add_paragraphs();
    paragraph->set_text(texts.Say(Phrase::kEverythingChecked));
    for (const v1::RequirementResult& requirement : decision.requirements()) {
      for (const v1::Citation& citation : requirement.citations()) {
        const auto same = [&](const v1::Citation& other) {
          return other.act_id() == citation.act_id() && other.clause_id() == citation.clause_id();
        };
        const auto& cited = paragraph->citations();
        if (std::none_of(cited.begin(), cited.end(), same)) *paragraph->add_citations() = citation;
      }
    }
  }
  Say(decision.automated() ? Phrase::kAutomated : Phrase::kByOfficer, texts, section);
}

void ExplainNextSteps(const v1::Decision& decision, const Texts& texts,
                      v1::ExplainDecisionResponse* response) {
  v1::ExplanationSection* section = response->add_sections();
  section->set_title(texts.Say(Phrase::kTitleNext));
  const v1::Deadlines& deadlines = decision.deadlines();
  switch (decision.outcome()) {
    case v1::DECISION_OUTCOME_GRANTED:
      // A family that has lost its child is not asked to report its circumstances.
      return Say(KnowsOfDeath(decision) ? Phrase::kNextHuman : Phrase::kNextGranted, texts, section);
    case v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL:
      SayMissing(decision, texts, section);
      SayDay(Phrase::kNextObjections, deadlines.objections_due(), deadlines, texts, section);
      SayDay(Phrase::kNextNotBefore, deadlines.refusal_not_before(), deadlines, texts, section);
      return Say(Phrase::kNextDocuments, texts, section);
    case v1::DECISION_OUTCOME_REFUSED:
      SayDay(Phrase::kNextComplaint, deadlines.complaint_due(), deadlines, texts, section);
      return Say(Phrase::kNextHuman, texts, section);
    case v1::DECISION_OUTCOME_INCOMPLETE:
      return SayMissing(decision, texts, section);
    case v1::DECISION_OUTCOME_UNDER_REVIEW:
      Say(Phrase::kNextReview, texts, section);
      return SayDay(Phrase::kNextDecisionDue, deadlines.decision_due(), deadlines, texts, section);
    default:
      return;
  }
}

}  // namespace oteu::decision
