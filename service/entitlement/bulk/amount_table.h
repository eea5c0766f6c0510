// Clause 7 as a table: from the entitled months of a period to its amount. The entries are computed by the
// single-case engine itself (amounts.h), once per set of months, so they cannot differ from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/entitlement/bulk/window.h"
#include "service/entitlement/rules.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement::bulk {

struct PeriodTable {
  // As in v1::PeriodAmount.
  std::string label;
  law::PeriodKind kind;
  // Its months of the window are `width` bits from `first_bit`.
  int first_bit = 0;
  int width = 0;
  // Those of them that can pay in it; others between them belong to other periods.
  Months payable = 0;
  // By those bits of the entitled months; the entry of no month is zero.
  std::vector<int64_t> tiyn;
  // Whether any line of that amount is provisional.
  std::vector<bool> provisional;

  size_t IndexOf(Months entitled) const { return (entitled >> first_bit) & (tiyn.size() - 1); }
  int64_t AmountOf(Months entitled) const { return tiyn[IndexOf(entitled)]; }
};

// The periods of a window that can pay, in order.
using AmountTable = std::vector<PeriodTable>;

// Largest entry that is taken: the sum of a window then stays below 2^63.
inline constexpr int64_t kMaxEntryTiyn = int64_t{1} << 53;

// The table of a reading; without one, of that of the act. UNIMPLEMENTED where an amount is no function of
// the entitled months of its period alone: periods that share a month, a period in which an act begins and is
// replaced, entries above kMaxEntryTiyn. As SumPeriods() where a month has no MCI.
absl::StatusOr<AmountTable> AmountTableOf(const regulation::Catalog& catalog, RuleBook& rules,
                                          const Window& window, absl::CivilDay known_as_of,
                                          std::optional<law::Reading> reading);

}  // namespace oteu::entitlement::bulk
