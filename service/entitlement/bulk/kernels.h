// The loops over columns. Each has a portable form, which the compiler may vectorise, and one for AVX2,
// chosen when the program runs; both give the same bits. Internal to service/entitlement/bulk.
#pragma once

#include <cstdint>
#include <vector>

#include "service/entitlement/bulk/amount_table.h"
#include "service/entitlement/bulk/book.h"
#include "service/entitlement/bulk/month_rules.h"

namespace oteu::entitlement::bulk {

enum class Path { kPortable, kAvx2 };

// The best path of this processor.
Path BestPath();

// The entitled months of rows begin..end (end excluded) into `entitled`, one word for each row.
void EntitledMonths(Path path, const Book& book, const MonthRules& rules, size_t begin, size_t end,
                    Months* entitled);

// Rows of the book whose months of the question need a person's look (clause 3), ascending.
std::vector<uint32_t> RowsForHumans(const Book& book, const MonthRules& rules);

// What differs from what was decided.
struct Deltas {
  int64_t tiyn = 0;
  // Rows that differ.
  int64_t changed = 0;
  friend bool operator==(const Deltas&, const Deltas&) = default;
};

// Takes the decided amounts off `tiyn`. Sums below 2^63 are the caller's care (kMaxEntryTiyn).
Deltas Subtract(Path path, const int64_t* decided, size_t rows, int64_t* tiyn);

// The sum of all periods, by entitled months. Neighbouring periods are put together into tables of as many
// bits as a path looks up at once.
class Totals {
 public:
  Totals(Path path, const AmountTable& table);

  // The sums of `rows` words into `tiyn`.
  void Of(const Months* entitled, size_t rows, int64_t* tiyn) const;

 private:
  // Entitled months as an index: (entitled >> shift) & (size - 1).
  struct Slot {
    int shift;
    Months months;
    std::vector<int64_t> tiyn;
  };

  bool IsNarrow() const;
  void Block(const Months* entitled, size_t rows, int64_t* tiyn) const;

  Path path_;
  std::vector<Slot> slots_;
};

}  // namespace oteu::entitlement::bulk
