#include "service/civil/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace oteu::civil {
namespace {

TEST(Money, RoundsOnceToTheUnit) {
  // 8 x 3932 x 2/3 = 20970.666…
  const Rational amount = *Rational::Make(8 * 3932 * 2, 3);
  EXPECT_EQ(*RoundToTiyn(amount, MoneyUnit::kTiyn), 2097067);
  EXPECT_EQ(*RoundToTiyn(amount, MoneyUnit::kTenge), 2097100);
  EXPECT_EQ(*RoundToTiyn(*Rational::Make(1, 200), MoneyUnit::kTiyn), 1);
  EXPECT_EQ(*RoundToTiyn(*Rational::Make(1, 201), MoneyUnit::kTiyn), 0);
  EXPECT_EQ(*RoundToTiyn(*Rational::Make(1, 2), MoneyUnit::kTenge), 100);
  EXPECT_EQ(*RoundToTiyn(*Rational::Make(49, 100), MoneyUnit::kTenge), 0);
}

TEST(Money, ReportsAmountsThatDoNotFit) {
  const int64_t max = std::numeric_limits<int64_t>::max();
  EXPECT_FALSE(RoundToTiyn(Rational::Integer(max), MoneyUnit::kTiyn).ok());
  EXPECT_FALSE(RoundToTiyn(Rational::Integer(max / 50), MoneyUnit::kTenge).ok());
  EXPECT_FALSE(AddTiyn(max, 1).ok());
  EXPECT_EQ(*AddTiyn(max, -1), max - 1);
}

TEST(Money, IsWrittenForMachinesAndForPeople) {
  EXPECT_EQ(FormatTenge(13211200), "132112.00");
  EXPECT_EQ(FormatTenge(-5), "-0.05");
  EXPECT_EQ(FormatTenge(0), "0.00");
  EXPECT_EQ(FormatTengeGrouped(13211200), "132,112.00");
  EXPECT_EQ(FormatTengeGrouped(99999), "999.99");
  EXPECT_EQ(FormatTengeGrouped(100000000), "1,000,000.00");
  EXPECT_EQ(FormatTengeGrouped(-123456), "-1,234.56");
  EXPECT_EQ(FormatTenge(std::numeric_limits<int64_t>::min()), "-92233720368547758.08");
}

TEST(Money, IsReadBack) {
  for (const int64_t tiyn :
       {int64_t{0}, int64_t{1}, int64_t{-5}, int64_t{13211200}, int64_t{999999999999999999}}) {
    EXPECT_EQ(*ParseTenge(FormatTenge(tiyn)), tiyn);
  }
  for (const char* text : {"", "1", "1.0", "1.000", "1,000.00", ".00", "--1.00", "+1.00", "1.0x", "x.00",
                           "99999999999999999.00"}) {
    EXPECT_FALSE(ParseTenge(text).ok()) << text;
  }
}

}  // namespace
}  // namespace oteu::civil
