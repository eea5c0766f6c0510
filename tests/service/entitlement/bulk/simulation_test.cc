// What a simulation hands over: order, errors, decided amounts, sums.
#include "service/entitlement/bulk/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/entitlement/bulk/plain.h"
#include "service/entitlement/validate.h"
#include "tests/service/entitlement/questions.h"
#include "tests/service/entitlement/random_questions.h"

namespace oteu::entitlement::bulk {
namespace {

using testing::ElementsAre;

const absl::CivilDay kToday(2026, 11, 22);

std::vector<Variant> Readings() {
  const regulation::Catalog* catalog = &ShippedCatalog();
  return {{"B", catalog}, {"A", catalog, "", law::READING_A}, {"C", catalog, "", law::READING_C}};
}

struct Collected {
  std::vector<CaseResult> results;
  Summary summary;
};

Collected Simulate(const std::vector<v1::EvaluateEntitlementRequest>& cases,
                   const std::vector<LabelAmount>* decided = nullptr) {
  static auto* const labels = new std::set<std::string>;  // Labels live only as long as the call.
  Collected collected;
  Simulation simulation(Readings(), {.today = kToday}, [&](const CaseResult& result) {
    collected.results.push_back(result);
    for (VariantResult& variant : collected.results.back().variants) {
      for (PeriodChange& change : variant.changes) {
        change.label = *labels->insert(std::string(change.label)).first;
      }
    }
  });
  for (size_t i = 0; i < cases.size(); ++i) simulation.Add(cases[i], static_cast<int64_t>(i), decided);
  collected.summary = simulation.Finish();
  return collected;
}

v1::EvaluateEntitlementRequest AppliedInNovember() {
  v1::EvaluateEntitlementRequest request = FullYear();
  SetApplications(request, {"2025-11-30"});
  return request;
}

TEST(Simulation, GivesTheAmountsOfTheWorkedExamples) {
  const Collected got = Simulate({FullYear(), AppliedInNovember()});
  ASSERT_EQ(got.results.size(), 2U);
  EXPECT_EQ(got.results[0].variants[0].tiyn, 13211200);
  EXPECT_EQ(got.results[0].variants[1].difference_tiyn, 0);
  EXPECT_EQ(got.results[0].variants[2].tiyn, 9960800);
  EXPECT_EQ(got.results[1].decided_tiyn, 9017067);
  const VariantResult& a = got.results[1].variants[1];
  EXPECT_EQ(a.tiyn, 10065600);
  EXPECT_EQ(a.difference_tiyn, 1048533);
  ASSERT_EQ(a.changes.size(), 1U);
  EXPECT_EQ(a.changes[0].label, "2025-Q4");
  EXPECT_EQ(a.changes[0].before_tiyn, 2097067);
  EXPECT_EQ(a.changes[0].after_tiyn, 3145600);
}

TEST(Simulation, AddsUp) {
  const Summary summary = Simulate({FullYear(), AppliedInNovember()}).summary;
  EXPECT_EQ(summary.cases, 2);
  EXPECT_EQ(summary.by_engine, 0);
  const VariantSummary& a = summary.variants[1];
  EXPECT_EQ(a.name, "A");
  EXPECT_EQ(a.all.children, 2);
  EXPECT_EQ(a.all.months, 9 + 7);
  EXPECT_EQ(a.all.tiyn, 13211200 + 10065600);
  EXPECT_EQ(a.children_changed, 1);
  EXPECT_EQ(a.more.tiyn, 1048533);
  EXPECT_EQ(a.less.tiyn, 0);
  ASSERT_EQ(a.periods.size(), 4U);
  EXPECT_EQ(a.periods.at("2025-Q3").children, 1);
  EXPECT_EQ(a.periods.at("2025-Q4").children, 2);
  EXPECT_EQ(a.periods.at("2025-Q4").months, 3 + 2);
  const VariantSummary& c = summary.variants[2];
  EXPECT_EQ(c.less.children, 2);
  EXPECT_EQ(c.all.tiyn - summary.variants[0].all.tiyn, -c.less.tiyn);
}

TEST(Simulation, ComparesWithWhatWasDecided) {
  // A quarter too much, one too little, one that is not due at all.
  const std::vector<LabelAmount> decided = {
      {"2025-Q3", 3145600}, {"2025-Q4", 3000000}, {"2026-Q1", 3500000}, {"2026-Q3", 77}};
  const Collected got = Simulate({FullYear()}, &decided);
  const CaseResult& result = got.results[0];
  EXPECT_EQ(result.decided_tiyn, 9645677);
  EXPECT_EQ(result.variants[0].difference_tiyn, 13211200 - 9645677);
  std::vector<std::string> changes;
  for (const PeriodChange& change : result.variants[0].changes) {
    changes.push_back(absl::StrCat(change.label, " ", change.before_tiyn, " ", change.after_tiyn));
  }
  EXPECT_THAT(changes, ElementsAre("2025-Q4 3000000 3145600", "2026-Q1 3500000 3460000", "2026-Q2 0 3460000",
                                   "2026-Q3 77 0"));
}

TEST(Simulation, KeepsTheOrderAndThePlaceOfErrors) {
  std::vector<v1::EvaluateEntitlementRequest> cases;
  for (size_t i = 0; i < kChunkCases + 10; ++i) {
    cases.push_back(FullYear());
    cases.back().set_case_id(absl::StrCat("c", i));
    if (i % 7 == 1) cases.back().mutable_facts()->clear_birth_date();
    if (i % 7 == 2) cases.back().set_regulation_id("nowhere");
    if (i % 7 == 3) cases.back().set_first_month("2001-01");  // Outside the window: for the engine.
  }
  const Collected got = Simulate(cases);
  ASSERT_EQ(got.results.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    const CaseResult& result = got.results[i];
    ASSERT_EQ(result.number, static_cast<int64_t>(i));
    ASSERT_EQ(result.case_id, absl::StrCat("c", i));
    ASSERT_EQ(result.status.ok(), i % 7 != 1 && i % 7 != 2) << i;
    if (!result.status.ok()) continue;
    ASSERT_EQ(result.by_engine, i % 7 == 3);
    ASSERT_EQ(result.variants[0].tiyn, 13211200);
  }
  EXPECT_EQ(got.results[1].status.message(), "facts.birth_date: missing");
  EXPECT_EQ(got.results[2].status.message(), "regulation_id: no such regulation");
  EXPECT_EQ(got.summary.errors, static_cast<int64_t>((cases.size() + 5) / 7 + (cases.size() + 4) / 7));
}

TEST(Simulation, AsksTheEngineForMoreKindsOfQuestionThanItMakesTablesFor) {
  std::vector<v1::EvaluateEntitlementRequest> cases;
  for (size_t i = 0; i < kMaxGroups + 5; ++i) {
    cases.push_back(FullYear());
    *cases.back().mutable_known_as_of() = civil::ToProto(absl::CivilDay(2026, 6, 1) + static_cast<int>(i));
  }
  const Collected got = Simulate(cases);
  EXPECT_EQ(got.summary.by_engine, 5);
  EXPECT_EQ(got.summary.variants[0].all.tiyn, 13211200 * static_cast<int64_t>(cases.size()));
}

TEST(Summary, PartsAddUpToTheWhole) {
  const Collected whole = Simulate({FullYear(), AppliedInNovember()});
  Summary parts;
  parts.Add(Simulate({FullYear()}).summary);
  parts.Add(Simulate({AppliedInNovember()}).summary);
  ASSERT_EQ(parts.variants.size(), whole.summary.variants.size());
  for (size_t i = 0; i < parts.variants.size(); ++i) {
    EXPECT_EQ(parts.variants[i].all.tiyn, whole.summary.variants[i].all.tiyn);
    EXPECT_EQ(parts.variants[i].more.tiyn, whole.summary.variants[i].more.tiyn);
    EXPECT_EQ(parts.variants[i].periods.size(), whole.summary.variants[i].periods.size());
  }
}

TEST(Summary, MarksASumThatDoesNotFit) {
  Sums sums{.tiyn = std::numeric_limits<int64_t>::max()};
  sums.Add({.tiyn = 1});
  EXPECT_TRUE(sums.overflow);
}

// A request that passes at a glance passes the full check; ordinary ones do pass at a glance.
TEST(Plain, NeverPassesWhatIsInvalid) {
  Generator generator(5);
  int plain = 0;
  for (int i = 0; i < 20000; ++i) {
    v1::EvaluateEntitlementRequest request = generator.Question("kz-kegen");
    v1::EntitlementFacts& facts = *request.mutable_facts();
    google::type::Date bad;
    bad.set_year(std::array{2025, 1899, 2201, 0}[static_cast<size_t>(generator.Below(4))]);
    bad.set_month(generator.Below(15) - 1);
    bad.set_day(generator.Below(34) - 1);
    switch (generator.Below(16)) {
      case 0:
        *facts.mutable_birth_date() = bad;
        break;
      case 1:
        *facts.mutable_pmpc_terms(0)->mutable_from() = bad;
        break;
      case 2:
        *facts.mutable_home_education(0)->mutable_through() = bad;
        break;
      case 3:
        *facts.mutable_disability_terms(0)->mutable_known_from() = bad;
        break;
      case 4:
        *facts.mutable_death()->mutable_known_through() = bad;
        break;
      case 5:
        *facts.mutable_applications(0)->mutable_date() = bad;
        break;
      case 6:
        facts.mutable_disability_terms(0)->clear_from();
        break;
      case 7:
        facts.clear_applications();
        break;
      case 8:
        request.set_case_id(std::string(65, 'x'));
        break;
      case 9:
        request.mutable_overrides()->set_reading(static_cast<law::Reading>(9));
        break;
      case 10:
        request.set_last_month("2025-13");
        break;
      case 11:
        request.set_last_month("2020-01");
        break;
      case 12:
        *request.mutable_known_as_of() = bad;
        break;
      case 13:
        facts.mutable_applications(0)->clear_received();
        break;
      default:
        break;
    }
    if (!IsPlainlyValid(request)) continue;
    ++plain;
    ASSERT_TRUE(ValidateRequest(ShippedCatalog(), request).empty()) << request.DebugString();
  }
  EXPECT_GT(plain, 3000);
}

}  // namespace
}  // namespace oteu::entitlement::bulk
