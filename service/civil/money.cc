#include "service/civil/money.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace oteu::civil {
namespace {

// 16 digits of tenge and two of tiyn are below 2^63.
constexpr size_t kMaxTengeDigits = 16;

// Magnitude of an amount; unsigned, because the least int64 has no positive twin.
uint64_t Magnitude(int64_t amount_tiyn) {
  return amount_tiyn < 0 ? ~static_cast<uint64_t>(amount_tiyn) + 1 : static_cast<uint64_t>(amount_tiyn);
}

std::string Grouped(const std::string& digits) {
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

}  // namespace

absl::StatusOr<int64_t> RoundToTiyn(const Rational& amount_tenge, MoneyUnit unit) {
  const int64_t units_per_tenge = unit == MoneyUnit::kTiyn ? kTiynPerTenge : 1;
  const absl::StatusOr<Rational> in_units = amount_tenge.Times(Rational::Integer(units_per_tenge));
  if (!in_units.ok()) return in_units.status();
  const absl::StatusOr<int64_t> rounded = in_units->RoundHalfUp();
  if (!rounded.ok()) return rounded.status();
  int64_t amount_tiyn = 0;
  if (__builtin_mul_overflow(*rounded, kTiynPerTenge / units_per_tenge, &amount_tiyn)) {
    return absl::OutOfRangeError("amount too large");
  }
  return amount_tiyn;
}

absl::StatusOr<int64_t> AddTiyn(int64_t a_tiyn, int64_t b_tiyn) {
  int64_t sum_tiyn = 0;
  if (__builtin_add_overflow(a_tiyn, b_tiyn, &sum_tiyn)) return absl::OutOfRangeError("amount too large");
  return sum_tiyn;
}

std::string FormatTenge(int64_t amount_tiyn) {
  const uint64_t magnitude = Magnitude(amount_tiyn);
  return absl::StrCat(amount_tiyn < 0 ? "-" : "", magnitude / kTiynPerTenge, ".",
                      absl::Dec(magnitude % kTiynPerTenge, absl::kZeroPad2));
}

std::string FormatTengeGrouped(int64_t amount_tiyn) {
  const uint64_t magnitude = Magnitude(amount_tiyn);
  return absl::StrCat(amount_tiyn < 0 ? "-" : "", Grouped(absl::StrCat(magnitude / kTiynPerTenge)), ".",
                      absl::Dec(magnitude % kTiynPerTenge, absl::kZeroPad2));
}

absl::StatusOr<int64_t> ParseTenge(absl::string_view text) {
  const bool negative = absl::StartsWith(text, "-");
  const absl::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.size() < 4 || digits.size() > kMaxTengeDigits + 3 || digits[digits.size() - 3] != '.') {
    return absl::InvalidArgumentError("not an amount in tenge");
  }
  int64_t amount_tiyn = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i == digits.size() - 3) continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(digits[i]))) {
      return absl::InvalidArgumentError("not an amount in tenge");
    }
    amount_tiyn = amount_tiyn * 10 + (digits[i] - '0');
  }
  return negative ? -amount_tiyn : amount_tiyn;
}

}  // namespace oteu::civil
