// Exact fractions for money: 6.5 x 4325 x 2/3 has no rounding until a payment line is rounded once.
//
//   Rational multiple = *Rational::ParseDecimal("6.5");
//   Rational amount = *multiple.Times(Rational::Integer(4325));
//   int64_t tenge = *amount.RoundHalfUp();
//
// Every operation is checked in 128 bits: OUT_OF_RANGE instead of overflow. A Rational is always in lowest
// terms with a positive denominator.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace oteu::civil {

class Rational {
 public:
  // Zero.
  Rational() = default;

  // A whole number.
  static Rational Integer(int64_t value);

  // numerator / denominator; INVALID_ARGUMENT for a zero denominator.
  static absl::StatusOr<Rational> Make(int64_t numerator, int64_t denominator);

  // An exact, unsigned decimal: 1..9 digits, optionally a point and 1..6 digits. INVALID_ARGUMENT for
  // anything else.
  static absl::StatusOr<Rational> ParseDecimal(absl::string_view text);

  absl::StatusOr<Rational> Plus(const Rational& other) const;
  absl::StatusOr<Rational> Times(const Rational& other) const;

  // The nearest whole number; a half goes up (towards plus infinity).
  absl::StatusOr<int64_t> RoundHalfUp() const;

  // In lowest terms.
  int64_t numerator() const { return numerator_; }
  int64_t denominator() const { return denominator_; }

  friend bool operator==(const Rational& a, const Rational& b) = default;

 private:
  Rational(int64_t numerator, int64_t denominator) : numerator_(numerator), denominator_(denominator) {}

  int64_t numerator_ = 0;
  int64_t denominator_ = 1;
};

}  // namespace oteu::civil
