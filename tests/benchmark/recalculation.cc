#include "tests/benchmark/recalculation.h"

#include <time.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/entitlement/bulk/simulation.h"
#include "service/entitlement/evaluate.h"
#include "service/regulation/catalog.h"
#include "service/regulation/what_if.h"

namespace oteu::benchmark {
namespace {

namespace bulk = entitlement::bulk;
namespace law = regulation::v1;
using oteu::v1::EvaluateEntitlementRequest;

const absl::CivilDay kKnownAsOf(2026, 3, 1);
// Rows that stay in the nearest caches while they are masked, priced and compared.
constexpr size_t kBlock = 1024;
// Cases that the single-case engine answers: enough to time it, too slow for the book.
constexpr size_t kEngineSample = 5000;

double Seconds(clockid_t clock, const std::function<void()>& work) {
  timespec before, after;
  clock_gettime(clock, &before);
  work();
  clock_gettime(clock, &after);
  return static_cast<double>(after.tv_sec - before.tv_sec) +
         static_cast<double>(after.tv_nsec - before.tv_nsec) * 1e-9;
}

double CpuSeconds(const std::function<void()>& work) { return Seconds(CLOCK_THREAD_CPUTIME_ID, work); }

// The best of several rounds: the machine is shared.
double BestCpuSeconds(int rounds, const std::function<void()>& work) {
  double best = CpuSeconds(work);
  for (int i = 1; i < rounds; ++i) best = std::min(best, CpuSeconds(work));
  return best;
}

class Books {
 public:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

  // A child like most: applied within two years, one or two terms; one in twelve with a stay, one in fifty
  // dead.
  EvaluateEntitlementRequest Child(int number) {
    EvaluateEntitlementRequest request;
    request.set_regulation_id("kz-kegen");
    request.set_case_id("child-" + std::to_string(number));
    *request.mutable_known_as_of() = civil::ToProto(kKnownAsOf);
    oteu::v1::EntitlementFacts& facts = *request.mutable_facts();
    *facts.mutable_birth_date() = Day(absl::CivilMonth(2008, 1), 144);
    const absl::CivilMonth applied = absl::CivilMonth(2024, 1) + Below(26);
    *facts.add_applications()->mutable_date() = Day(applied, 1);
    AddPeriod(applied - Below(3), 6 + Below(24), facts.mutable_pmpc_terms());
    if (Below(3) == 0) AddPeriod(applied + 8 + Below(6), 12, facts.mutable_pmpc_terms());
    AddPeriod(applied - Below(2), 9 + Below(24), facts.mutable_home_education());
    AddPeriod(applied - Below(12), 24 + Below(36), facts.mutable_disability_terms());
    if (Below(12) == 0) AddPeriod(applied + Below(12), 1 + Below(6), facts.mutable_institution_stays());
    if (Below(50) == 0) *facts.mutable_death()->mutable_on() = Day(applied, 24);
    return request;
  }

 private:
  google::type::Date Day(absl::CivilMonth first, int months) {
    return civil::ToProto(civil::FirstDayOf(first + Below(months)) + Below(28));
  }

  void AddPeriod(absl::CivilMonth first, int months,
                 google::protobuf::RepeatedPtrField<oteu::v1::DatedPeriod>* periods) {
    oteu::v1::DatedPeriod& period = *periods->Add();
    *period.mutable_from() = civil::ToProto(civil::FirstDayOf(first));
    *period.mutable_through() = civil::ToProto(civil::LastDayOf(first + months));
  }

  std::mt19937_64 random_{7};
};

using bulk::Deltas;

void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "recalculation: %s disagree\n", what);
  std::exit(2);
}

struct Columns {
  bulk::Book book;
  bulk::MonthRules rules;
  bulk::AmountTable decided_table, table;
  std::vector<int64_t> decided;
};

// The book under reading B, against what was decided under A. Masks and tables, block by block.
Deltas WithTables(bulk::Path path, const Columns& columns, std::vector<int64_t>& deltas) {
  const bulk::Totals totals(path, columns.table);
  std::vector<bulk::Months> entitled(kBlock);
  Deltas all;
  for (size_t begin = 0; begin < columns.book.size(); begin += kBlock) {
    const size_t rows = std::min(kBlock, columns.book.size() - begin);
    bulk::EntitledMonths(path, columns.book, columns.rules, begin, begin + rows, entitled.data());
    totals.Of(entitled.data(), rows, deltas.data() + begin);
    const Deltas block = bulk::Subtract(path, columns.decided.data() + begin, rows, deltas.data() + begin);
    all.tiyn += block.tiyn;
    all.changed += block.changed;
  }
  return all;
}

// Masks and tables alone: nothing decided is read, no amount is kept. The sum keeps the work from being left
// out.
int64_t TablesAlone(bulk::Path path, const Columns& columns) {
  const bulk::Totals totals(path, columns.table);
  std::vector<bulk::Months> entitled(kBlock);
  std::vector<int64_t> tiyn(kBlock);
  int64_t some = 0;
  for (size_t begin = 0; begin < columns.book.size(); begin += kBlock) {
    const size_t rows = std::min(kBlock, columns.book.size() - begin);
    bulk::EntitledMonths(path, columns.book, columns.rules, begin, begin + rows, entitled.data());
    totals.Of(entitled.data(), rows, tiyn.data());
    some += tiyn[rows / 2];
  }
  return some;
}

// Month by month and quarter by quarter, with the share and its rounding computed for each child.
int64_t NaiveAmount(const bulk::AmountTable& table, const Columns& columns, size_t row,
                    const std::vector<bulk::Months>& stopped) {
  const bulk::MonthRules& rules = columns.rules;
  int64_t sum = 0;
  for (const bulk::PeriodTable& period : table) {
    int64_t members = 0;
    int64_t entitled = 0;
    for (int bit = period.first_bit; bit < period.first_bit + period.width; ++bit) {
      const auto has = [bit](bulk::Months months) { return ((months >> bit) & 1) != 0; };
      if (!has(period.payable)) continue;
      ++members;
      if (!has(columns.book.base()[row]) || !has(rules.in_force & rules.pays) || has(stopped[row])) continue;
      if (has(rules.pmpc_gates) && !has(columns.book.pmpc()[row])) continue;
      if (has(rules.pmpc_gap_breaks) && !has(columns.book.unbroken()[row])) continue;
      if (has(rules.rests_on_disability_term) && !has(columns.book.rests()[row])) continue;
      const int32_t birth = columns.book.birth()[row];
      const bulk::AgeRule& age = rules.ages.front();
      if (bit > (birth >> 1) + (birth & age.leap_day_months) + age.years * 12) continue;
      ++entitled;
    }
    if (entitled == 0) continue;
    const int64_t whole = period.tiyn.back();
    sum += (2 * whole * entitled + members) / (2 * members);
  }
  return sum;
}

Deltas Naively(const Columns& columns, const std::vector<bulk::Months>& stopped) {
  Deltas all;
  for (size_t row = 0; row < columns.book.size(); ++row) {
    const int64_t delta = NaiveAmount(columns.table, columns, row, stopped) - columns.decided[row];
    all.tiyn += delta;
    all.changed += delta != 0 ? 1 : 0;
  }
  return all;
}

// Months that the rarities take away, as a column for the naive loop.
std::vector<bulk::Months> StoppedOf(const Columns& columns) {
  std::vector<bulk::Months> stopped(columns.book.size(), 0);
  for (const bulk::Rarity& rarity : columns.book.rarities()) {
    stopped[rarity.row] = rarity.institution_stay.before_end | ~rarity.alive;
  }
  return stopped;
}

std::vector<bulk::Variant> Variants(const regulation::Catalog& catalog) {
  return {{"A", &catalog, "", law::READING_A}, {"B", &catalog, "", law::READING_B}};
}

// From the bytes of each case to its delta by period; one part of the book.
bulk::Summary EndToEnd(const regulation::Catalog& catalog, const std::vector<std::string>& cases,
                       size_t begin, size_t end) {
  int64_t changes = 0;
  bulk::Simulation simulation(Variants(catalog), {.today = kKnownAsOf}, [&](const bulk::CaseResult& result) {
    changes += static_cast<int64_t>(result.variants[1].changes.size());
  });
  EvaluateEntitlementRequest request;
  for (size_t i = begin; i < end; ++i) {
    if (!request.ParseFromString(cases[i])) std::abort();
    simulation.Add(request, static_cast<int64_t>(i));
  }
  return simulation.Finish();
}

Columns ColumnsOf(const regulation::Catalog& catalog, const std::vector<std::string>& cases) {
  static const oteu::v1::EvaluationOverrides kNone;
  Columns columns{bulk::Book(bulk::Window::For(kKnownAsOf)), {}, {}, {}, {}};
  columns.book.Reserve(cases.size());
  EvaluateEntitlementRequest request;
  for (const std::string& bytes : cases) {
    if (!request.ParseFromString(bytes)) std::abort();
    columns.book.Add(request, entitlement::SelectKnown(request.facts(), kKnownAsOf, catalog.time_zone()),
                     kKnownAsOf);
  }
  // Lives as long as the program: the rules point into it.
  static auto* const rules =
      new entitlement::RuleBook(catalog, *catalog.FindById("kz-kegen"), kNone, kKnownAsOf);
  columns.rules = *bulk::MonthRulesOf(*rules, columns.book.window());
  columns.decided_table =
      *bulk::AmountTableOf(catalog, *rules, columns.book.window(), kKnownAsOf, law::READING_A);
  columns.table = *bulk::AmountTableOf(catalog, *rules, columns.book.window(), kKnownAsOf, law::READING_B);
  std::vector<bulk::Months> entitled(columns.book.size());
  bulk::EntitledMonths(bulk::Path::kPortable, columns.book, columns.rules, 0, columns.book.size(),
                       entitled.data());
  columns.decided.resize(columns.book.size());
  bulk::Totals(bulk::Path::kPortable, columns.decided_table)
      .Of(entitled.data(), entitled.size(), columns.decided.data());
  return columns;
}

void PrintRate(const char* name, double children, double seconds, double naive_rate) {
  const double rate = children / seconds;
  std::printf("  %-34s %12.0f children/s per core", name, rate);
  if (naive_rate > 0) std::printf("   %.1f times the naive loop", rate / naive_rate);
  std::printf("\n");
}

double EngineSeconds(const regulation::Catalog& catalog, const std::vector<std::string>& cases,
                     int64_t& total_tiyn) {
  return CpuSeconds([&] {
    EvaluateEntitlementRequest request;
    for (size_t i = 0; i < std::min(kEngineSample, cases.size()); ++i) {
      if (!request.ParseFromString(cases[i])) std::abort();
      total_tiyn += entitlement::Evaluate(catalog, request, kKnownAsOf)->total_tiyn();
    }
  });
}

void PrintEndToEnd(const regulation::Catalog& catalog, const std::vector<std::string>& cases,
                   const Deltas& want) {
  bulk::Summary one, first, second;
  const double cpu = CpuSeconds([&] { one = EndToEnd(catalog, cases, 0, cases.size()); });
  const double wall = Seconds(CLOCK_MONOTONIC, [&] {
    std::thread other([&] { first = EndToEnd(catalog, cases, 0, cases.size() / 2); });
    second = EndToEnd(catalog, cases, cases.size() / 2, cases.size());
    other.join();
  });
  first.Add(second);
  Require(one.variants[1].more.tiyn - one.variants[1].less.tiyn == want.tiyn, "end to end and the tables");
  Require(first.variants[1].less.tiyn == one.variants[1].less.tiyn && one.by_engine == 0,
          "one and two threads");
  std::printf("  %-34s %12.2f s of one core for the book, %.2f s by the clock with two threads\n",
              "end to end, bytes to deltas", cpu, wall);
}

}  // namespace

void PrintRecalculation(int children) {
  const auto catalog = *regulation::Catalog::LoadDirectory(OTEU_SOURCE_DIR "/service/regulations");
  std::vector<std::string> cases;
  Books books;
  for (int i = 0; i < children; ++i) cases.push_back(books.Child(i).SerializeAsString());
  const Columns columns = ColumnsOf(*catalog, cases);
  const std::vector<bulk::Months> stopped = StoppedOf(columns);
  std::vector<int64_t> deltas(columns.book.size());
  Deltas naive, portable, avx2;
  const auto count = static_cast<double>(columns.book.size());
  const double naive_seconds = BestCpuSeconds(3, [&] { naive = Naively(columns, stopped); });
  const double portable_seconds =
      BestCpuSeconds(9, [&] { portable = WithTables(bulk::Path::kPortable, columns, deltas); });
  Require(naive == portable, "the naive loop and the tables");
  std::printf("recalculation of %zu children, reading B against A: %lld of them differ\n",
              columns.book.size(), static_cast<long long>(naive.changed));
  int64_t engine_tiyn = 0;
  const double engine_seconds = EngineSeconds(*catalog, cases, engine_tiyn);
  PrintRate("single-case engine", static_cast<double>(std::min(kEngineSample, cases.size())), engine_seconds,
            0);
  const double naive_rate = count / naive_seconds;
  PrintRate("naive loop over the same words", count, naive_seconds, 0);
  PrintRate("masks, tables, deltas, portable", count, portable_seconds, naive_rate);
  if (bulk::BestPath() == bulk::Path::kAvx2) {
    const double avx2_seconds =
        BestCpuSeconds(9, [&] { avx2 = WithTables(bulk::Path::kAvx2, columns, deltas); });
    Require(avx2 == portable, "both paths");
    PrintRate("masks, tables, deltas, AVX2", count, avx2_seconds, naive_rate);
    int64_t some = 0;
    const double alone = BestCpuSeconds(9, [&] { some = TablesAlone(bulk::Path::kAvx2, columns); });
    PrintRate("masks and tables alone, AVX2", count, alone, naive_rate);
    Require(some == TablesAlone(bulk::Path::kPortable, columns), "both paths");
  }
  PrintEndToEnd(*catalog, cases, naive);
}

}  // namespace oteu::benchmark
