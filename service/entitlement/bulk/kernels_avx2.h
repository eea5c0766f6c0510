// The AVX2 forms of kernels.h: four children in each step. Only to be called where BestPath() says so.
// Internal to kernels.cc.
#pragma once

#include <cstddef>
#include <cstdint>

#include "service/entitlement/bulk/book.h"
#include "service/entitlement/bulk/month_rules.h"

namespace oteu::entitlement::bulk {

// Rows begin..end of EntitledMonths() without the rarities; returns the first row that it left undone: the
// last rows that do not fill a step.
size_t CommonMonthsAvx2(const Book& book, const MonthRules& rules, size_t begin, size_t end,
                        Months* entitled);

// Adds to `tiyn` the entries of `slots` tables of eight, by three bits from each shift; returns the first row
// left undone.
size_t AddNarrowAvx2(const Months* entitled, size_t rows, const uint32_t* tables, const int32_t* shifts,
                     size_t slots, int64_t* tiyn);

}  // namespace oteu::entitlement::bulk
