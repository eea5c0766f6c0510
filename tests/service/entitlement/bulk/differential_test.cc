// Random books: the simulation and the single-case engine must agree on every tiyn, month and mark, under
// every reading, for acts of every shape.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "service/entitlement/bulk/simulation.h"
#include "service/entitlement/evaluate.h"
#include "tests/sanitized.h"
#include "tests/service/entitlement/questions.h"
#include "tests/service/entitlement/random_questions.h"

namespace oteu::entitlement::bulk {
namespace {

constexpr int kBooks = kSanitized ? 4 : 24;
constexpr int kCasesPerBook = 150;
const absl::CivilDay kToday(2026, 11, 22);

// An act that takes effect in October and is replaced in December: within one quarter, before which there was
// none. Where a question begins decides by which act a whole quarter's October is paid.
void ReplacedInItsFirstQuarter(law::Regulation& kegen) {
  kegen.mutable_versions(0)->set_in_force_from("2024-11-06");
  law::RegulationVersion second = kegen.versions(0);
  second.set_revision("test-2");
  second.mutable_act()->set_revision("test-2");
  second.set_in_force_from("2024-12-01");
  second.set_known_from("2024-01-01");
  second.mutable_amount()->set_mci_multiple("6.5");
  for (law::RegulationVersion* version : {kegen.mutable_versions(0), &second}) {
    version->mutable_amount()->set_reading(law::READING_A);
  }
  *kegen.add_versions() = std::move(second);
}

void FebruaryAndStops(law::Regulation& kegen) {
  for (law::StopEvent& event : *kegen.mutable_versions(0)->mutable_stop_events()) {
    if (event.kind() == law::STOP_EVENT_KIND_AGE) {
      event.set_age_years(16);  // A year that 4 divides: a leap day's birthday stays on a leap day.
      event.set_leap_day_birthday(law::LEAP_DAY_BIRTHDAY_FEBRUARY_28);
    }
    if (event.kind() == law::STOP_EVENT_KIND_INSTITUTION_STAY) event.set_resume(law::RESUME_MONTH_AFTER_END);
    if (event.kind() != law::STOP_EVENT_KIND_PARENTAL_RIGHTS_LOST) continue;
    event.set_effect(law::STOP_EFFECT_END);
    event.clear_resume();
    event.set_needs_human(false);
  }
}

// The shipped catalog with an MCI that changes in April 2026, published late.
std::shared_ptr<const regulation::Catalog> WithMciOfApril() {
  law::CatalogSnapshot data = ShippedCatalog().data();
  law::Mci& mci = *data.mutable_national()->add_mci();
  mci = data.national().mci(0);
  mci.set_from("2026-04-01");
  mci.set_known_from("2026-05-12");
  mci.set_tenge(4501);
  const auto catalog = regulation::Catalog::FromSnapshot(data.SerializeAsString());
  EXPECT_TRUE(catalog.ok()) << catalog.status();
  return catalog.value();
}

constexpr Part kShapes[] = {{"Kegen", "kz-kegen", AsShipped},
                            {"Month", "kz-petropavlovsk", AsShipped},
                            {"Fraction", "kz-akkayyn", AsShipped},
                            {"EarlierEnd", "kz-kyzylorda", AsShipped},
                            {"ChangeInMidQuarter", "kz-kegen", AddVersions},
                            {"AcademicYear", "kz-kegen", ByAcademicYear},
                            {"Stops", "kz-kegen", FebruaryAndStops},
                            {"ReplacedInItsFirstQuarter", "kz-kegen", ReplacedInItsFirstQuarter}};

// Amounts above zero, by period.
std::map<std::string, int64_t> AmountsOf(const v1::Entitlement& entitlement) {
  std::map<std::string, int64_t> amounts;
  for (const v1::PeriodAmount& period : entitlement.periods()) {
    if (period.amount_tiyn() != 0) amounts[period.period()] = period.amount_tiyn();
  }
  return amounts;
}

std::map<std::string, std::pair<int64_t, int64_t>> ChangesOf(const v1::Entitlement& before,
                                                             const v1::Entitlement& after) {
  const auto old_amounts = AmountsOf(before);
  const auto new_amounts = AmountsOf(after);
  std::map<std::string, std::pair<int64_t, int64_t>> changes;
  for (const auto& [label, tiyn] : old_amounts) changes[label].first = tiyn;
  for (const auto& [label, tiyn] : new_amounts) changes[label].second = tiyn;
  std::erase_if(changes, [](const auto& change) { return change.second.first == change.second.second; });
  return changes;
}

std::string Difference(const VariantResult& got, const v1::Entitlement& decided,
                       const v1::Entitlement& want) {
  int months = 0;
  for (const v1::MonthEntitlement& month : want.months()) months += month.entitled() ? 1 : 0;
  if (got.tiyn != want.total_tiyn()) return absl::StrCat("total ", got.tiyn, " for ", want.total_tiyn());
  if (got.months != months) return "months";
  if (got.needs_human != want.needs_human()) return "needs_human";
  if (got.provisional != want.provisional()) return "provisional";
  if (got.difference_tiyn != want.total_tiyn() - decided.total_tiyn()) return "difference";
  std::map<std::string, std::pair<int64_t, int64_t>> changes;
  for (const PeriodChange& change : got.changes) {
    changes[std::string(change.label)] = {change.before_tiyn, change.after_tiyn};
  }
  return changes == ChangesOf(decided, want) && changes.size() == got.changes.size() ? "" : "changes";
}

// One book under all readings, another act and another MCI; every case of the same kind.
struct BookRun {
  std::vector<Variant> variants;
  std::vector<v1::EvaluateEntitlementRequest> cases;
  Path path;
};

Summary Check(const BookRun& run, int64_t& entitled) {
  size_t results = 0;
  Simulation simulation(run.variants, {.today = kToday, .path = run.path}, [&](const CaseResult& result) {
    const v1::EvaluateEntitlementRequest& request = run.cases[results++];
    ASSERT_EQ(result.number, static_cast<int64_t>(results));
    ASSERT_TRUE(result.status.ok()) << result.status;
    v1::Entitlement decided;
    for (size_t i = 0; i < run.variants.size(); ++i) {
      v1::EvaluateEntitlementRequest question = request;
      if (!run.variants[i].regulation_id.empty()) question.set_regulation_id(run.variants[i].regulation_id);
      if (run.variants[i].reading != law::READING_UNSPECIFIED) {
        question.mutable_overrides()->set_reading(run.variants[i].reading);
      }
      const auto want = Evaluate(*run.variants[i].catalog, question, kToday);
      ASSERT_TRUE(want.ok()) << want.status();
      if (i == 0) decided = *want;
      entitled += result.variants[i].months;
      const std::string difference = Difference(result.variants[i], decided, *want);
      ASSERT_EQ(difference, "") << "variant " << run.variants[i].name << "\n"
                                << question.DebugString() << want->DebugString();
    }
  });
  for (size_t i = 0; i < run.cases.size(); ++i) simulation.Add(run.cases[i], static_cast<int64_t>(i + 1));
  Summary summary = simulation.Finish();
  EXPECT_EQ(results, run.cases.size());
  return summary;
}

class Differential : public testing::TestWithParam<std::tuple<int, Path>> {};

TEST_P(Differential, AgreesWithTheEngine) {
  const auto [index, path] = GetParam();
  if (path == Path::kAvx2 && BestPath() != Path::kAvx2) GTEST_SKIP() << "no AVX2 here";
  const Part& shape = kShapes[index];
  const auto catalog = CatalogWith(shape.change);
  const auto other_mci = WithMciOfApril();
  const std::string id = shape.regulation_id;
  BookRun run{{{"own", catalog.get(), ""},
               {"A", catalog.get(), "", law::READING_A},
               {"B", catalog.get(), "", law::READING_B},
               {"C", catalog.get(), "", law::READING_C},
               {"D", catalog.get(), "", law::READING_D},
               {"other act", catalog.get(), id == "kz-kyzylorda" ? "kz-petropavlovsk" : "kz-kyzylorda"},
               {"other MCI", other_mci.get(), ""}},
              {},
              path};
  Generator generator(static_cast<uint64_t>(index) + 100);
  int64_t entitled = 0;
  Summary all;
  for (int book = 0; book < kBooks && !HasFatalFailure(); ++book) {
    const v1::EvaluateEntitlementRequest kind = generator.Question(id);
    run.cases.clear();
    for (int i = 0; i < kCasesPerBook; ++i) {
      v1::EvaluateEntitlementRequest request = generator.Question(id);
      *request.mutable_known_as_of() = kind.known_as_of();
      *request.mutable_overrides() = kind.overrides();
      if (generator.OneIn(3)) request.clear_first_month();
      if (generator.OneIn(2) || request.first_month().empty()) request.clear_last_month();
      if (book % 4 == 0) request.clear_known_as_of();
      run.cases.push_back(std::move(request));
    }
    all.Add(Check(run, entitled));
  }
  std::cout << all.cases << " cases, " << all.by_engine << " by the engine, " << entitled
            << " entitled months\n";
  // What bits did not compute would prove nothing about them; what entitles nothing, neither.
  if (shape.change == ReplacedInItsFirstQuarter) {
    EXPECT_EQ(all.by_engine, all.cases);
  } else {
    EXPECT_LT(all.by_engine, all.cases / 4);
  }
  EXPECT_GT(entitled, all.cases);
}

// Every set of months that an academic year can have, by which months the school confirms: every entry of the
// tables of its periods.
TEST_P(Differential, AgreesOnEverySetOfMonths) {
  const auto [index, path] = GetParam();
  if (path == Path::kAvx2 && BestPath() != Path::kAvx2) GTEST_SKIP() << "no AVX2 here";
  if (kShapes[index].change == ReplacedInItsFirstQuarter) GTEST_SKIP() << "no table holds it";
  const auto catalog = CatalogWith(kShapes[index].change);
  BookRun run{{{"own", catalog.get(), ""}}, {}, path};
  for (const law::Reading reading : {law::READING_A, law::READING_B, law::READING_C, law::READING_D}) {
    run.variants.push_back({law::Reading_Name(reading), catalog.get(), "", reading});
  }
  for (const law::Rounding rounding : {law::ROUNDING_TIYN, law::ROUNDING_TENGE}) {
    run.cases.clear();
    for (unsigned months = 0; months < 512; ++months) {
      v1::EvaluateEntitlementRequest request = FullYear();
      request.set_regulation_id(kShapes[index].regulation_id);
      request.mutable_overrides()->set_rounding(rounding);
      request.mutable_facts()->clear_home_education();
      for (unsigned i = 0; i < 9; ++i) {
        if (((months >> i) & 1) == 0) continue;
        const absl::CivilMonth month = absl::CivilMonth(2025, 9) + i;
        *request.mutable_facts()->add_home_education() = Days(civil::FormatIsoDate(civil::FirstDayOf(month)),
                                                              civil::FormatIsoDate(civil::LastDayOf(month)));
      }
      run.cases.push_back(std::move(request));
    }
    int64_t entitled = 0;
    EXPECT_EQ(Check(run, entitled).by_engine, 0);
    EXPECT_EQ(entitled, 5 * 9 * 256);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Books, Differential,
                         testing::Combine(testing::Range(0, static_cast<int>(std::size(kShapes))),
                                          testing::Values(Path::kPortable, Path::kAvx2)),
                         [](const auto& param) {
                           return absl::StrCat(kShapes[std::get<0>(param.param)].name,
                                               std::get<1>(param.param) == Path::kAvx2 ? "Avx2" : "Portable");
                         });

}  // namespace
}  // namespace oteu::entitlement::bulk
