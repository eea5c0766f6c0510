// Both forms of every loop give the same bits, at every length and on every bit.
#include "service/entitlement/bulk/kernels.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "service/entitlement/facts.h"
#include "tests/service/entitlement/questions.h"
#include "tests/service/entitlement/random_questions.h"

namespace oteu::entitlement::bulk {
namespace {

class Kernels : public testing::Test {
 protected:
  void SetUp() override {
    if (BestPath() != Path::kAvx2) GTEST_SKIP() << "no AVX2 here";
  }
};

AmountTable TableOf(const std::string& id, law::Reading reading) {
  const v1::EvaluationOverrides overrides;
  const absl::CivilDay known_as_of(2026, 6, 1);
  RuleBook rules(ShippedCatalog(), *ShippedCatalog().FindById(id), overrides, known_as_of);
  return AmountTableOf(ShippedCatalog(), rules, Window::For(known_as_of), known_as_of, reading).value();
}

TEST_F(Kernels, TotalsAreEqual) {
  std::mt19937_64 random(1);
  std::vector<Months> entitled;
  for (int i = 0; i < 1003; ++i) entitled.push_back(i < 64 ? Months{1} << i : random());
  for (const char* id : {"kz-kegen", "kz-petropavlovsk", "kz-akkayyn"}) {
    for (const law::Reading reading : {law::READING_A, law::READING_B, law::READING_C, law::READING_D}) {
      const AmountTable table = TableOf(id, reading);
      for (const size_t rows : {size_t{0}, size_t{1}, size_t{7}, size_t{8}, size_t{9}, entitled.size()}) {
        std::vector<int64_t> portable(rows), avx2(rows), want(rows);
        Totals(Path::kPortable, table).Of(entitled.data(), rows, portable.data());
        Totals(Path::kAvx2, table).Of(entitled.data(), rows, avx2.data());
        for (size_t row = 0; row < rows; ++row) {
          for (const PeriodTable& period : table) want[row] += period.AmountOf(entitled[row]);
        }
        EXPECT_EQ(portable, want) << id;
        EXPECT_EQ(avx2, want) << id;
      }
    }
  }
}

// Entries that need more than 32 bits leave the path of eight narrow entries.
TEST_F(Kernels, WideAmountsAreEqual) {
  AmountTable table = TableOf("kz-kegen", law::READING_B);
  for (PeriodTable& period : table) {
    for (int64_t& tiyn : period.tiyn) tiyn *= 1000;
  }
  std::mt19937_64 random(2);
  std::vector<Months> entitled(100);
  for (Months& months : entitled) months = random();
  std::vector<int64_t> portable(100), avx2(100);
  Totals(Path::kPortable, table).Of(entitled.data(), 100, portable.data());
  Totals(Path::kAvx2, table).Of(entitled.data(), 100, avx2.data());
  EXPECT_EQ(portable, avx2);
  EXPECT_GT(portable[0], int64_t{1} << 32);
}

TEST_F(Kernels, DeltasAreEqual) {
  std::mt19937_64 random(4);
  for (const size_t rows : {size_t{0}, size_t{3}, size_t{4}, size_t{1001}}) {
    std::vector<int64_t> decided(rows), portable(rows);
    for (size_t row = 0; row < rows; ++row) {
      decided[row] = static_cast<int64_t>(random() >> 12);
      portable[row] = row % 3 == 0 ? decided[row] : static_cast<int64_t>(random() >> 12);
    }
    std::vector<int64_t> avx2 = portable;
    const Deltas by_portable = Subtract(Path::kPortable, decided.data(), rows, portable.data());
    EXPECT_EQ(by_portable, Subtract(Path::kAvx2, decided.data(), rows, avx2.data()));
    EXPECT_EQ(portable, avx2);
    EXPECT_EQ(by_portable.changed, static_cast<int64_t>(rows - (rows + 2) / 3));
    EXPECT_EQ(by_portable.tiyn, std::accumulate(portable.begin(), portable.end(), int64_t{0}));
  }
}

TEST_F(Kernels, MonthsAreEqual) {
  const auto catalog = CatalogWith(AddVersions);
  const absl::CivilDay known_as_of(2026, 6, 1);
  Generator generator(3);
  Book book(Window::For(known_as_of));
  for (int i = 0; i < 5000; ++i) {
    const v1::EvaluateEntitlementRequest request = generator.Question("kz-kegen");
    book.Add(request, SelectKnown(request.facts(), known_as_of, catalog->time_zone()), known_as_of);
  }
  const v1::EvaluationOverrides overrides;
  RuleBook rules(*catalog, *catalog->FindById("kz-kegen"), overrides, known_as_of);
  const MonthRules months = MonthRulesOf(rules, book.window()).value();
  for (const size_t begin : {size_t{0}, size_t{1}, size_t{3}}) {
    for (const size_t end : {begin, begin + 1, begin + 6, book.size()}) {
      std::vector<Months> portable(end - begin), avx2(end - begin);
      EntitledMonths(Path::kPortable, book, months, begin, end, portable.data());
      EntitledMonths(Path::kAvx2, book, months, begin, end, avx2.data());
      EXPECT_EQ(portable, avx2);
    }
  }
}

}  // namespace
}  // namespace oteu::entitlement::bulk
