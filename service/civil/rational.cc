#include "service/civil/rational.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

namespace oteu::civil {
namespace {

__extension__ typedef __int128 Int128;

constexpr size_t kMaxWholeDigits = 9;
constexpr size_t kMaxFractionDigits = 6;

Int128 Gcd(Int128 a, Int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a < 0 ? -a : a;
}

bool FitsInt64(Int128 value) {
  return value >= std::numeric_limits<int64_t>::min() && value <= std::numeric_limits<int64_t>::max();
}

// Numerator and denominator in lowest terms with a positive denominator, when both fit.
absl::StatusOr<std::pair<int64_t, int64_t>> Reduce(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return absl::InvalidArgumentError("zero denominator");
  const Int128 divisor = Gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
  numerator /= divisor;
  denominator /= divisor;
  if (!FitsInt64(numerator) || !FitsInt64(denominator)) return absl::OutOfRangeError("fraction too large");
  return std::pair(static_cast<int64_t>(numerator), static_cast<int64_t>(denominator));
}

}  // namespace

Rational Rational::Integer(int64_t value) { return Rational(value, 1); }

absl::StatusOr<Rational> Rational::Make(int64_t numerator, int64_t denominator) {
  const auto reduced = Reduce(numerator, denominator);
  if (!reduced.ok()) return reduced.status();
  return Rational(reduced->first, reduced->second);
}

absl::StatusOr<Rational> Rational::ParseDecimal(absl::string_view text) {
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view fraction = point == absl::string_view::npos ? "" : text.substr(point + 1);
  const bool fraction_missing = point != absl::string_view::npos && fraction.empty();
  if (whole.empty() || whole.size() > kMaxWholeDigits || fraction_missing ||
      fraction.size() > kMaxFractionDigits) {
    return absl::InvalidArgumentError("not an exact decimal");
  }
  int64_t numerator = 0;
  int64_t denominator = 1;
  for (const absl::string_view part : {whole, fraction}) {
    for (const char c : part) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
        return absl::InvalidArgumentError("not an exact decimal");
      }
      numerator = numerator * 10 + (c - '0');
    }
  }
  for (size_t i = 0; i < fraction.size(); ++i) denominator *= 10;
  return Make(numerator, denominator);
}

absl::StatusOr<Rational> Rational::Plus(const Rational& other) const {
  // Each product is below 2^126 in magnitude, so their sum fits 128 bits.
  const auto sum = Reduce(Int128{numerator_} * other.denominator_ + Int128{other.numerator_} * denominator_,
                          Int128{denominator_} * other.denominator_);
  if (!sum.ok()) return sum.status();
  return Rational(sum->first, sum->second);
}

absl::StatusOr<Rational> Rational::Times(const Rational& other) const {
  const auto product =
      Reduce(Int128{numerator_} * other.numerator_, Int128{denominator_} * other.denominator_);
  if (!product.ok()) return product.status();
  return Rational(product->first, product->second);
}

absl::StatusOr<int64_t> Rational::RoundHalfUp() const {
  // floor(n/d + 1/2) = floor((2n + d) / 2d); C++ division truncates, so a negative remainder steps down by
  // one.
  const Int128 numerator = 2 * Int128{numerator_} + denominator_;
  const Int128 denominator = 2 * Int128{denominator_};
  const Int128 rounded = numerator / denominator - (numerator % denominator < 0 ? 1 : 0);
  if (!FitsInt64(rounded)) return absl::OutOfRangeError("number too large");
  return static_cast<int64_t>(rounded);
}

}  // namespace oteu::civil
