// Money in tiyn, 1/100 tenge, as int64: the stored unit of every amount.
//
//   oteu::civil::FormatTenge(13211200);         // "132112.00"
//   oteu::civil::FormatTengeGrouped(13211200);  // "132,112.00"
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/civil/rational.h"

namespace oteu::civil {

inline constexpr int64_t kTiynPerTenge = 100;

// What a payment line is rounded to.
enum class MoneyUnit { kTiyn, kTenge };

// An exact amount in tenge, rounded once, half up, to the unit; the answer is in tiyn. OUT_OF_RANGE when it
// does not fit.
absl::StatusOr<int64_t> RoundToTiyn(const Rational& amount_tenge, MoneyUnit unit);

// The sum of two amounts; OUT_OF_RANGE when it does not fit.
absl::StatusOr<int64_t> AddTiyn(int64_t a_tiyn, int64_t b_tiyn);

// Decimal text in tenge with two digits: "132112.00", "-0.05".
std::string FormatTenge(int64_t amount_tiyn);

// The same with thousands grouped by commas, for people: "132,112.00".
std::string FormatTengeGrouped(int64_t amount_tiyn);

// Reads the text of FormatTenge: an optional minus, digits, a point, two digits. INVALID_ARGUMENT for
// anything else.
absl::StatusOr<int64_t> ParseTenge(absl::string_view text);

}  // namespace oteu::civil
