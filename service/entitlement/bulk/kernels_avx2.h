// The AVX2 forms of kernels.h: four children in each step. Only to be called where BestPath() says so.
// Internal to kernels.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "service/entitlement/bulk/book.h"
#include "service/entitlement/bulk/month_rules.h"

namespace oteu::entitlement::bulk {

// Rows begin..end of EntitledMonths() without the rarities; returns the first row that it left undone: the
// last rows that do not fill a step.
size_t CommonMonthsAvx2(const Book& book, const MonthRules& rules, size_t begin, size_t end,
                        Months* entitled);

// A table of eight amounts below 2^32, for three bits of one half of the months.
struct NarrowSlot {
  std::array<uint32_t, 8> tiyn;
  int32_t shift;
};

// The sums of the entries of `low`, by bits of the lower half of each word, and of `high`, by bits of the
// upper one; they must stay below 2^32. Returns the first row left undone.
size_t NarrowTotalsAvx2(const Months* entitled, size_t rows, const std::vector<NarrowSlot>& low,
                        const std::vector<NarrowSlot>& high, int64_t* tiyn);

// Subtract() of kernels.h: counts the rows that do not differ. Returns the first row left undone.
size_t SubtractAvx2(const int64_t* decided, size_t rows, int64_t* tiyn, int64_t* sum, int64_t* same);

}  // namespace oteu::entitlement::bulk
