// Explanations against golden files in three languages: tests/golden/explanations/CASE.LANGUAGE.txt. A change
// of a text is a reviewed change of a file: OTEU_UPDATE_GOLDEN=1 rewrites them.
#include "service/decision/explain.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/decision/explain_sections.h"
#include "service/decision/recalculate.h"
#include "tests/service/decision/sample.h"

namespace oteu::decision {
namespace {

std::string Render(const v1::ExplainDecisionResponse& explained) {
  std::string text = absl::StrCat(explained.summary(), "\n");
  for (const v1::ExplanationSection& section : explained.sections()) {
    absl::StrAppend(&text, "\n# ", section.title(), "\n");
    for (const v1::ExplanationParagraph& paragraph : section.paragraphs()) {
      absl::StrAppend(&text, paragraph.text());
      for (const v1::Citation& citation : paragraph.citations()) {
        absl::StrAppend(&text, " [", citation.act_id(), " ", citation.clause_id(), "]");
      }
      absl::StrAppend(&text, "\n");
    }
  }
  absl::StrAppend(&text, "\n#\n");
  for (const v1::CitedClause& clause : explained.clauses()) {
    absl::StrAppend(&text, clause.citation().act_id(), " ", clause.citation().clause_id(), " (",
                    clause.language(), "): ", clause.text(), "\n");
  }
  return text;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void ExpectGolden(const std::string& name, const v1::Decision& made) {
  for (const char* language : {"kk", "ru", "en"}) {
    const auto explained = Explain(made, TestCatalog(), language);
    EXPECT_EQ(explained.language(), language);
    const std::string path =
        absl::StrCat(OTEU_SOURCE_DIR, "/tests/golden/explanations/", name, ".", language, ".txt");
    const std::string text = Render(explained);
    if (std::getenv("OTEU_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
    // Line by line: a whole text in a failure message is unreadable.
    const std::vector<std::string> got = absl::StrSplit(text, '\n');
    const std::vector<std::string> wanted = absl::StrSplit(ReadFile(path), '\n');
    ASSERT_EQ(got.size(), wanted.size()) << path;
    for (std::size_t i = 0; i < got.size(); ++i) ASSERT_EQ(got[i], wanted[i]) << path << ":" << i + 1;
    for (const char* iin : {kChild, kMother, kFather, kHead})
      EXPECT_EQ(text.find(iin), std::string::npos) << path;
  }
}

TEST(ExplainTest, AGrantOfTheWholeYear) { ExpectGolden("granted", Granted().Decide()); }

TEST(ExplainTest, APartOfTheYearWithMonthsThatAreNotPaid) {
  Sample sample = Granted();
  sample.SetTime("2025-11-30T10:00:00+05:00");
  *sample.family().mutable_institution_stays()->add_stays() = Period(Date(2026, 1, 20), Date(2026, 3, 10));
  ExpectGolden("partly_granted", sample.Decide());
}

TEST(ExplainTest, APreliminaryRefusalWithSeveralReasons) {
  Sample sample = Granted();
  sample.signer(0).set_role(v1::SIGNER_ROLE_EMPLOYEE);
  sample.family().mutable_residence()->set_district_kato("433200000");
  ExpectGolden("preliminary_refusal", sample.Decide());
}

TEST(ExplainTest, ARefusal) {
  Sample sample = Granted();
  *sample.family().mutable_civil()->mutable_birth_date() = Date(2000, 1, 1);
  sample.inputs.set_refusal_confirmed_by("officer-1");
  ExpectGolden("refused", sample.Decide());
}

TEST(ExplainTest, MissingDocuments) {
  Sample sample = Granted();
  sample.readings.clear();
  ExpectGolden("incomplete", sample.Decide());
}

TEST(ExplainTest, AReview) {
  Sample sample = Granted();
  sample.family().mutable_disability()->Clear();
  sample.family().mutable_disability()->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  ExpectGolden("under_review", sample.Decide());
}

TEST(ExplainTest, ProvisionalAmountsAreFlagged) {
  Sample sample = Granted();
  sample.SetTime("2026-08-10T10:00:00+05:00");
  *sample.school().mutable_home_education_from() = Date(2026, 9, 1);
  *sample.school().mutable_home_education_through() = Date(2027, 5, 25);
  *sample.pmpc().mutable_term_through() = Date(2027, 5, 31);
  const v1::Decision made = sample.Decide();
  ASSERT_TRUE(made.entitlement().provisional());
  const std::string text = Render(Explain(made, TestCatalog(), "en"));
  EXPECT_NE(text.find(EnglishTexts().Say(Phrase::kProvisional)), std::string::npos);
}

v1::RecordedFact Recorded(v1::FactKind kind, const google::type::Date& from) {
  v1::RecordedFact recorded;
  recorded.set_source("register");
  recorded.mutable_fact()->set_fact_id("fact");
  recorded.mutable_fact()->set_revision(1);
  recorded.mutable_fact()->set_kind(kind);
  recorded.mutable_fact()->set_child_iin(kChild);
  *recorded.mutable_fact()->mutable_from() = from;
  *recorded.mutable_recorded_at() = At("2026-02-04T10:00:00+05:00");
  return recorded;
}

// The grant of the sample after `previous`, with this fact.
v1::Decision Recalculated(const v1::Decision& previous, const v1::RecordedFact& fact) {
  Sample sample = Granted();
  const v1::Decision reference = sample.Decide();
  sample.inputs.set_version(previous.version() + 1);
  *sample.inputs.mutable_decided_at() = At("2026-02-05T10:00:00+05:00");
  v1::RecalculationInputs* recalculation = sample.inputs.mutable_recalculation();
  recalculation->set_reference_decision(reference.name());
  recalculation->set_previous_decision(previous.name());
  *recalculation->add_facts() = fact;
  auto made = Recalculate(reference, previous, sample.inputs, TestCatalog());
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *std::move(made) : v1::Decision();
}

TEST(ExplainTest, AGrantThatFactsEndSaysWhatIsLostAndProposed) {
  ExpectGolden("recalculated_death",
               Recalculated(Granted().Decide(), Recorded(v1::FACT_KIND_DEATH, Date(2025, 8, 20))));
}

TEST(ExplainTest, AStayThatEndedSaysWhatIsPaidAgain) {
  v1::RecordedFact stay = Recorded(v1::FACT_KIND_INSTITUTION_STAY, Date(2025, 10, 10));
  const v1::Decision away = Recalculated(Granted().Decide(), stay);
  *stay.mutable_fact()->mutable_through() = Date(2026, 1, 20);
  ExpectGolden("recalculated_stay", Recalculated(away, stay));
}

TEST(ExplainTest, AnotherLanguageIsKazakh) {
  EXPECT_EQ(Explain(Granted().Decide(), TestCatalog(), "de").language(), "kk");
}

TEST(ExplainTest, RunsOfMonthsAreDrawnTogether) {
  EXPECT_EQ(ListMonths({"2025-09", "2025-10", "2025-11", "2026-01", "2026-02"}, EnglishTexts()),
            "September 2025 – November 2025, January 2026, February 2026");
}

TEST(ExplainTest, AmountsAreGrouped) {
  EXPECT_EQ(EnglishTexts().Amount(13211200), "132,112.00");
  EXPECT_EQ(RussianTexts().Amount(13211200), "132\u00A0112,00");
  EXPECT_EQ(KazakhTexts().Amount(5), "0,05");
}

TEST(ExplainTest, PeriodsAreWorded) {
  EXPECT_EQ(RussianTexts().Period("2025-Q3"), "III квартал 2025 года");
  EXPECT_EQ(KazakhTexts().Period("2025-Q4"), "2025 жылғы IV тоқсан");
  EXPECT_EQ(EnglishTexts().Period("2025/26-T1"), "Term I of 2025/26");
  EXPECT_EQ(EnglishTexts().Period("2025-09"), "September 2025");
  EXPECT_EQ(EnglishTexts().Period("2025/26"), "Academic year 2025/26");
  EXPECT_EQ(EnglishTexts().Period("odd"), "odd");
}

}  // namespace
}  // namespace oteu::decision
