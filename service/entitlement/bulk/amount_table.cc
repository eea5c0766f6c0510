#include "service/entitlement/bulk/amount_table.h"

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "service/entitlement/amounts.h"

namespace oteu::entitlement::bulk {
namespace {

// A table of a period has 2^width entries; an academic year has twelve months.
constexpr int kMaxWidth = 12;

std::vector<MonthVerdict> NothingEntitled(RuleBook& rules, const Window& window) {
  std::vector<MonthVerdict> verdicts(kWindowMonths);
  for (int bit = 0; bit < kWindowMonths; ++bit) {
    MonthVerdict& verdict = verdicts[static_cast<size_t>(bit)];
    verdict.month = window.first() + bit;
    verdict.rules = rules.For(verdict.month);
    verdict.against = {v1::MONTH_REASON_NOT_ACADEMIC};
  }
  return verdicts;
}

// A month without an act of its own is paid by the rules of the first month of the question in that period
// (amounts.h, PeriodSum::rules). With two acts beside it, the amount hangs on where the question begins.
bool HangsOnWhereTheQuestionBegins(const PeriodSum& sum, RuleBook& rules) {
  std::set<const Rules*> versions;
  for (const absl::CivilMonth month : sum.period.months) versions.insert(rules.For(month));
  return versions.contains(nullptr) && versions.size() > 2;
}

absl::Status AddPeriod(const PeriodSum& sum, RuleBook& rules, const Window& window, Months& taken,
                       AmountTable& table) {
  if (HangsOnWhereTheQuestionBegins(sum, rules)) {
    return absl::UnimplementedError("an act begins and is replaced within one period");
  }
  PeriodTable period{sum.period.label, sum.period.kind, -1, 0, 0, {}, {}};
  for (const absl::CivilMonth month : sum.payable) {
    if (!window.Contains(month)) continue;
    const int bit = window.BitOf(month);
    if ((taken & Bits(bit, bit)) != 0) return absl::UnimplementedError("two periods share a month");
    taken |= Bits(bit, bit);
    period.payable |= Bits(bit, bit);
    if (period.first_bit < 0) period.first_bit = bit;
    period.width = bit - period.first_bit + 1;
  }
  if (period.width < 1 || period.width > kMaxWidth) return absl::UnimplementedError("a period of odd length");
  period.tiyn.assign(size_t{1} << period.width, 0);
  period.provisional.assign(period.tiyn.size(), false);
  table.push_back(std::move(period));
  return absl::OkStatus();
}

// Entitles, in every period at once, the paying months of one pattern of bits.
void Entitle(const AmountTable& table, size_t pattern, std::vector<MonthVerdict>& verdicts) {
  for (const PeriodTable& period : table) {
    for (int i = 0; i < period.width; ++i) {
      const int bit = period.first_bit + i;
      if ((period.payable & Bits(bit, bit)) == 0) continue;
      MonthVerdict& verdict = verdicts[static_cast<size_t>(bit)];
      const bool entitled = ((pattern >> i) & 1) != 0 && verdict.rules != nullptr &&
                            verdict.rules->Pays(verdict.month) && pattern < period.tiyn.size();
      verdict.against.clear();
      if (!entitled) verdict.against.push_back(v1::MONTH_REASON_NOT_ACADEMIC);
    }
  }
}

absl::Status Record(const std::vector<PeriodSum>& sums, size_t pattern, AmountTable& table) {
  for (size_t i = 0; i < table.size(); ++i) {
    if (pattern >= table[i].tiyn.size()) continue;
    if (sums[i].amount_tiyn < 0 || sums[i].amount_tiyn > kMaxEntryTiyn) {
      return absl::UnimplementedError("an amount is too large for a table");
    }
    table[i].tiyn[pattern] = sums[i].amount_tiyn;
    table[i].provisional[pattern] = std::any_of(sums[i].lines.begin(), sums[i].lines.end(),
                                                [](const Line& line) { return line.mci.provisional; });
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AmountTable> AmountTableOf(const regulation::Catalog& catalog, RuleBook& rules,
                                          const Window& window, absl::CivilDay known_as_of,
                                          std::optional<law::Reading> reading) {
  std::vector<MonthVerdict> verdicts = NothingEntitled(rules, window);
  const auto periods = SumPeriods(catalog, rules, verdicts, known_as_of, reading);
  if (!periods.ok()) return periods.status();
  AmountTable table;
  Months taken = 0;
  size_t patterns = 1;
  for (const PeriodSum& sum : *periods) {
    if (absl::Status status = AddPeriod(sum, rules, window, taken, table); !status.ok()) return status;
    patterns = std::max(patterns, table.back().tiyn.size());
  }
  for (size_t pattern = 1; pattern < patterns; ++pattern) {
    Entitle(table, pattern, verdicts);
    const auto sums = SumPeriods(catalog, rules, verdicts, known_as_of, reading);
    if (!sums.ok()) return sums.status();
    if (absl::Status status = Record(*sums, pattern, table); !status.ok()) return status;
  }
  return table;
}

}  // namespace oteu::entitlement::bulk
