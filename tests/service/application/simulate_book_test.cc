// A book through the use case: what differs, errors of cases, bad plans, bounds.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "service/limits.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;

class SimulateBookTest : public World {
 protected:
  // Applied in November 2025, entitled to May 2026: by reading A the whole of the fourth quarter.
  static void AddCase(v1::BookCases& cases, const std::string& id) {
    v1::EvaluateEntitlementRequest& request = *cases.add_cases()->mutable_request();
    request.set_case_id(id);
    v1::EntitlementFacts& facts = *request.mutable_facts();
    *facts.mutable_birth_date() = Date(2015, 3, 14);
    *facts.add_applications()->mutable_date() = Date(2025, 11, 30);
    for (auto* periods :
         {facts.mutable_pmpc_terms(), facts.mutable_home_education(), facts.mutable_disability_terms()}) {
      v1::DatedPeriod& period = *periods->Add();
      *period.mutable_from() = Date(2025, 8, 1);
      *period.mutable_through() = Date(2026, 5, 31);
    }
  }

  static v1::SimulationPlan Plan() {
    v1::SimulationPlan plan;
    plan.set_regulation_id("kz-kegen");
    *plan.mutable_known_as_of() = Date(2026, 6, 1);
    return plan;
  }

  std::unique_ptr<BookSimulation> Open(const v1::SimulationPlan& plan) {
    auto opened = use_cases_->OpenBookSimulation(call_, plan);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }
};

TEST_F(SimulateBookTest, AnswersWhatDiffersAndAddsUp) {
  const auto book = Open(Plan());
  v1::BookCases cases;
  AddCase(cases, "a");
  AddCase(cases, "bad");
  cases.mutable_cases(1)->mutable_request()->mutable_facts()->clear_birth_date();
  AddCase(cases, "b");
  const auto answers = book->Add(cases);
  ASSERT_TRUE(answers.ok()) << answers.status();
  EXPECT_EQ(answers->cases.answered(), 3);
  ASSERT_EQ(answers->cases.cases_size(), 3);
  const v1::SimulatedCase& first = answers->cases.cases(0);
  EXPECT_EQ(first.number(), 1);
  EXPECT_EQ(first.case_id(), "a");
  EXPECT_EQ(first.decided_tiyn(), 9017067);
  ASSERT_EQ(first.variants_size(), 5);
  EXPECT_EQ(first.variants(1).variant(), "reading A");
  EXPECT_EQ(first.variants(1).difference_tiyn(), 1048533);
  ASSERT_EQ(first.variants(1).changes_size(), 1);
  EXPECT_EQ(first.variants(1).changes(0).period(), "2025-Q4");
  ASSERT_EQ(answers->errors.size(), 1U);
  EXPECT_EQ(answers->errors[0].first, 1);
  EXPECT_THAT(ViolatedFields(answers->errors[0].second), ElementsAre("request.facts.birth_date"));
  ASSERT_TRUE(book->Add(cases).ok());
  const v1::SimulationSummary summary = book->Finish();
  EXPECT_EQ(summary.cases(), 6);
  EXPECT_EQ(summary.errors(), 2);
  EXPECT_EQ(summary.by_engine(), 0);
  EXPECT_EQ(summary.variants(0).sums().total_tiyn(), 4 * 9017067);
  EXPECT_EQ(summary.variants(1).more_tiyn(), 4 * 1048533);
  EXPECT_EQ(summary.variants(1).periods_size(), 3);
}

TEST_F(SimulateBookTest, AnMciIsSeenUnderTheActsOwnReading) {
  v1::SimulationPlan plan = Plan();
  plan.add_mci()->set_from_month("2026-01");
  plan.mutable_mci(0)->set_tenge(4500);
  v1::BookCases cases;
  AddCase(cases, "a");
  const auto answers = Open(plan)->Add(cases);
  ASSERT_TRUE(answers.ok());
  ASSERT_EQ(answers->cases.cases(0).variants_size(), 2);
  EXPECT_EQ(answers->cases.cases(0).variants(1).variant(), "MCI 2026-01=4500");
  EXPECT_EQ(answers->cases.cases(0).variants(1).difference_tiyn(), 2 * 8 * 175 * 100);
}

TEST_F(SimulateBookTest, ADraftAndWhatWasDecided) {
  std::ifstream file(OTEU_SOURCE_DIR "/service/regulations/akkayyn.txtpb");
  std::stringstream text;
  text << file.rdbuf();
  v1::SimulationPlan plan = Plan();
  plan.set_draft_text(text.str());
  v1::BookCases cases;
  AddCase(cases, "a");
  auto& decided = *cases.mutable_cases(0)->mutable_decided()->add_periods();
  decided.set_period("2025-Q4");
  decided.set_amount_tiyn(5);
  const auto answers = Open(plan)->Add(cases);
  ASSERT_TRUE(answers.ok());
  const v1::SimulatedCase& answer = answers->cases.cases(0);
  EXPECT_EQ(answer.decided_tiyn(), 5);
  EXPECT_EQ(answer.variants(0).difference_tiyn(), 9017067 - 5);
  // 6.5 MCI: 3932 x 6.5 x 2/3 and twice 4325 x 6.5.
  EXPECT_EQ(answer.variants(1).total_tiyn(), 1703867 + 2 * 2811250);
  cases.mutable_cases(0)->mutable_decided()->add_periods()->set_period("2025-Q4");
  const auto doubled = Open(plan)->Add(cases);
  ASSERT_EQ(doubled->errors.size(), 1U);
  EXPECT_THAT(ViolatedFields(doubled->errors[0].second), ElementsAre("decided.periods"));
}

TEST_F(SimulateBookTest, RefusesBadPlansAndTooManyCases) {
  const auto fields = [&](const v1::SimulationPlan& plan) {
    return ViolatedFields(use_cases_->OpenBookSimulation(call_, plan).status());
  };
  v1::SimulationPlan plan = Plan();
  plan.add_readings(static_cast<regulation::v1::Reading>(9));
  plan.add_mci()->set_from_month("2026");
  EXPECT_THAT(fields(plan), ElementsAre("plan.readings[0]", "plan.mci[0].from_month"));
  plan = Plan();
  plan.set_draft_text("no regulation");
  EXPECT_THAT(fields(plan), ElementsAre("plan"));
  plan = Plan();
  plan.set_against_regulation_id("nowhere");
  EXPECT_EQ(ErrorName(use_cases_->OpenBookSimulation(call_, plan).status()), "UNKNOWN_REGULATION");
  v1::BookCases cases;
  for (int i = 0; i <= limits::kMaxBookCases; ++i) cases.add_cases();
  EXPECT_EQ(ErrorName(Open(Plan())->Add(cases).status()), "LIMIT_EXCEEDED");
}

}  // namespace
}  // namespace oteu::application
