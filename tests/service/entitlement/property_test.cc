// A million random questions: the service and the naive model must agree on every month and every tiyn.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "service/entitlement/evaluate.h"
#include "tests/sanitized.h"
#include "tests/service/entitlement/naive.h"
#include "tests/service/entitlement/questions.h"
#include "tests/service/entitlement/random_questions.h"

namespace oteu::entitlement {
namespace {

constexpr int kCasesPerPart = kSanitized ? 2000 : 100000;

std::string Difference(const v1::Entitlement& got, const naive::Answer& want) {
  if (got.months_size() != static_cast<int>(want.months.size())) return "number of months";
  for (int i = 0; i < got.months_size(); ++i) {
    const v1::MonthEntitlement& month = got.months(i);
    const naive::Month& expected = want.months[static_cast<size_t>(i)];
    if (month.entitled() != expected.entitled) return month.month();
    if (month.application_id() != expected.application) return absl::StrCat(month.month(), " application");
    if (!std::equal(month.reasons().begin(), month.reasons().end(), expected.reasons.begin(),
                    expected.reasons.end())) {
      return absl::StrCat(month.month(), " reasons");
    }
  }
  if (got.periods_size() != static_cast<int>(want.periods.size())) return "number of periods";
  for (const v1::PeriodAmount& period : got.periods()) {
    const auto found = want.periods.find(period.period());
    if (found == want.periods.end() || found->second != period.amount_tiyn()) return period.period();
  }
  if (got.total_tiyn() != want.total_tiyn) return "total";
  for (int i = 0; i < 4; ++i) {
    if (got.readings(i).total_tiyn() != want.readings[static_cast<size_t>(i)])
      return absl::StrCat("reading ", i);
  }
  if (got.provisional() != want.provisional) return "provisional";
  return got.needs_human() != want.needs_human ? "needs_human" : "";
}

// Compares both on random questions about one regulation; returns how many months were entitled.
int64_t Compare(const regulation::Catalog& catalog, const std::string& id, int cases, uint64_t seed) {
  const naive::Model model(catalog.national(), *catalog.FindById(id));
  Generator generator(seed);
  int64_t entitled = 0;
  for (int i = 0; i < cases; ++i) {
    const v1::EvaluateEntitlementRequest request = generator.Question(id);
    const auto got = Evaluate(catalog, request, absl::CivilDay(2026, 11, 22));
    if (!got.ok()) {
      ADD_FAILURE() << got.status() << "\n" << request.DebugString();
      return entitled;
    }
    const naive::Answer want = model.Evaluate(request);
    const std::string difference = Difference(*got, want);
    if (!difference.empty()) {
      ADD_FAILURE() << "seed " << seed << " case " << i << " differs in " << difference << "\n"
                    << request.DebugString() << got->DebugString();
      return entitled;
    }
    for (const v1::MonthEntitlement& month : got->months()) entitled += month.entitled();
  }
  return entitled;
}

constexpr Part kParts[] = {{"Kegen0", "kz-kegen", AsShipped},
                           {"Kegen1", "kz-kegen", AsShipped},
                           {"Kegen2", "kz-kegen", AsShipped},
                           {"Kegen3", "kz-kegen", AsShipped},
                           {"ChangeInMidQuarter0", "kz-kegen", AddVersions},
                           {"ChangeInMidQuarter1", "kz-kegen", AddVersions},
                           {"ChangeInMidQuarter2", "kz-kegen", AddVersions},
                           {"AcademicYear", "kz-kegen", ByAcademicYear},
                           {"Month", "kz-petropavlovsk", AsShipped},
                           {"Fraction", "kz-akkayyn", AsShipped}};

class Property : public testing::TestWithParam<int> {};

// Each part has its own seed, so a failure is found again by running that part alone.
TEST_P(Property, AgreesWithTheNaiveModel) {
  const Part& part = kParts[GetParam()];
  const auto catalog = CatalogWith(part.change);
  const auto start = std::chrono::steady_clock::now();
  const int64_t entitled =
      Compare(*catalog, part.regulation_id, kCasesPerPart, static_cast<uint64_t>(GetParam()));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << kCasesPerPart << " cases, " << entitled << " entitled months, "
            << static_cast<int64_t>(kCasesPerPart / seconds) << " cases/s\n";
  // Questions that entitle nothing would prove nothing.
  EXPECT_GT(entitled, kCasesPerPart / 2);
}

INSTANTIATE_TEST_SUITE_P(Million, Property, testing::Range(0, 10),
                         [](const auto& param) { return std::string(kParts[param.param].name); });

}  // namespace
}  // namespace oteu::entitlement
