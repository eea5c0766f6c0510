#include "service/decision/identifiers.h"

#include <gtest/gtest.h>

namespace oteu::decision {
namespace {

TEST(IdentifiersTest, TheFirstPassOfTheControlDigitCounts) { EXPECT_TRUE(IsValidIin("160305599993")); }

TEST(IdentifiersTest, TheSecondPassCountsWhenTheFirstGivesTen) {
  EXPECT_TRUE(IsValidIin("061211600012"));
  EXPECT_TRUE(IsValidIin("160305599299"));
}

TEST(IdentifiersTest, ANumberWithoutAControlDigitIsInvalidWithEveryLastDigit) {
  for (char digit = '0'; digit <= '9'; ++digit) {
    EXPECT_FALSE(IsValidIin(std::string("16030559924") + digit)) << digit;
  }
}

TEST(IdentifiersTest, EveryOtherLastDigitIsWrong) {
  for (char digit = '0'; digit <= '9'; ++digit) {
    EXPECT_EQ(IsValidIin(std::string("16030559999") + digit), digit == '3') << digit;
  }
}

TEST(IdentifiersTest, BirthDateAndSexAreNotRead) {
  // Month 00: no date of birth, and a valid number all the same.
  EXPECT_TRUE(IsValidIin("000000000000"));
}

TEST(IdentifiersTest, ShapeIsTwelveAsciiDigits) {
  EXPECT_FALSE(IsValidIin(""));
  EXPECT_FALSE(IsValidIin("16030559999"));
  EXPECT_FALSE(IsValidIin("1603055999930"));
  EXPECT_FALSE(IsValidIin("16030559999x"));
  EXPECT_FALSE(IsValidIin(" 160305599993"));
}

TEST(IdentifiersTest, ABinHasAKindAndADivision) {
  EXPECT_TRUE(IsValidBin("050940000000"));
  EXPECT_FALSE(IsValidBin("050930000006"));  // digit 5 is 3
  // The IIN's vector has digit 5 = 5 and digit 6 = 5: no division of a legal entity.
  EXPECT_FALSE(IsValidBin("160305599993"));
}

TEST(IdentifiersTest, AnIbanIsNormalised) {
  EXPECT_EQ(NormalizeIban("KZ86125KZT5004100100"), "KZ86125KZT5004100100");
  EXPECT_EQ(NormalizeIban("kz86 125k zt50 0410 0100"), "KZ86125KZT5004100100");
}

TEST(IdentifiersTest, AnIbanWithWrongCheckDigitsIsRefused) {
  EXPECT_EQ(NormalizeIban("KZ87125KZT5004100100"), std::nullopt);
  EXPECT_EQ(NormalizeIban("KZ86125KZT5004100101"), std::nullopt);
}

TEST(IdentifiersTest, AnIbanOfAnotherCountryOrShapeIsRefused) {
  EXPECT_EQ(NormalizeIban("DE89370400440532013000"), std::nullopt);
  EXPECT_EQ(NormalizeIban("KZ86125KZT500410010"), std::nullopt);
  EXPECT_EQ(NormalizeIban("KZ86-125KZT5004100100"), std::nullopt);
  EXPECT_EQ(NormalizeIban(std::string(10000, ' ')), std::nullopt);
  EXPECT_EQ(NormalizeIban(""), std::nullopt);
}

TEST(IdentifiersTest, KatoIsNineDigits) {
  EXPECT_TRUE(HasKatoShape("194400000"));
  EXPECT_FALSE(HasKatoShape("19440000"));
  EXPECT_FALSE(HasKatoShape("19440000a"));
}

}  // namespace
}  // namespace oteu::decision
