#include "service/civil/rational.h"

#include <gtest/gtest.h>

#include <limits>

namespace oteu::civil {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

TEST(Rational, IsKeptInLowestTerms) {
  EXPECT_EQ(*Rational::Make(6, -4), *Rational::Make(-3, 2));
  EXPECT_EQ(Rational::Make(6, -4)->denominator(), 2);
  EXPECT_EQ(*Rational::Make(0, 5), Rational());
  EXPECT_FALSE(Rational::Make(1, 0).ok());
  EXPECT_EQ(Rational::Make(kMin, kMin)->numerator(), 1);
  EXPECT_FALSE(Rational::Make(kMin, -1).ok());
}

TEST(Rational, ReadsExactDecimals) {
  EXPECT_EQ(*Rational::ParseDecimal("8"), Rational::Integer(8));
  EXPECT_EQ(*Rational::ParseDecimal("6.5"), *Rational::Make(13, 2));
  EXPECT_EQ(*Rational::ParseDecimal("0.000001"), *Rational::Make(1, 1000000));
  for (const char* text : {"", ".", "8.", ".5", "-8", "+8", "8,5", "1e3", " 8", "8 ", "1234567890",
                           "1.0000001", "1.2.3", "0x8", "nan"}) {
    EXPECT_FALSE(Rational::ParseDecimal(text).ok()) << text;
  }
}

TEST(Rational, AddsAndMultipliesExactly) {
  const Rational third = *Rational::Make(1, 3);
  EXPECT_EQ(*third.Plus(*Rational::Make(2, 3)), Rational::Integer(1));
  EXPECT_EQ(*third.Times(*Rational::Make(3, 4)), *Rational::Make(1, 4));
}

TEST(Rational, ReportsOverflowInsteadOfWrapping) {
  EXPECT_FALSE(Rational::Integer(kMax).Plus(Rational::Integer(1)).ok());
  EXPECT_FALSE(Rational::Integer(kMax).Times(Rational::Integer(2)).ok());
  EXPECT_FALSE(Rational::Make(1, kMax)->Times(*Rational::Make(1, 2)).ok());
  EXPECT_EQ(*Rational::Integer(kMax).Plus(Rational::Integer(-1)), Rational::Integer(kMax - 1));
  EXPECT_EQ(*Rational::Integer(kMin).RoundHalfUp(), kMin);
  EXPECT_EQ(*Rational::Integer(kMax).RoundHalfUp(), kMax);
}

TEST(Rational, RoundsHalfUp) {
  EXPECT_EQ(*Rational::Make(5, 2)->RoundHalfUp(), 3);
  EXPECT_EQ(*Rational::Make(-5, 2)->RoundHalfUp(), -2);
  EXPECT_EQ(*Rational::Make(-11, 4)->RoundHalfUp(), -3);
  EXPECT_EQ(*Rational::Make(7, 3)->RoundHalfUp(), 2);
  EXPECT_EQ(*Rational::Make(8, 3)->RoundHalfUp(), 3);
  EXPECT_EQ(*Rational().RoundHalfUp(), 0);
}

}  // namespace
}  // namespace oteu::civil
