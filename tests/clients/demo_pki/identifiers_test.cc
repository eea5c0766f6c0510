#include "clients/demo_pki/identifiers.h"

#include <set>

#include "gtest/gtest.h"

namespace oteu::demo_pki {
namespace {

// The published vectors: first pass, second pass, none.
TEST(Identifiers, ControlDigitFollowsThePublishedRule) {
  EXPECT_EQ(ControlDigit("16030559999"), 3);
  EXPECT_EQ(ControlDigit("06121160001"), 2);
  EXPECT_EQ(ControlDigit("16030559929"), 9);
  EXPECT_EQ(ControlDigit("16030559924"), -1);
}

TEST(Identifiers, AreRightFictionalAndDistinct) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    for (const std::string& id : {MakeIin(i), MakeBin(i)}) {
      ASSERT_EQ(id.size(), 12U);
      EXPECT_EQ(ControlDigit(id.substr(0, 11)), id[11] - '0') << id;
      EXPECT_EQ(id.substr(2, 2), "00") << "month 00: nobody's";
      EXPECT_TRUE(seen.insert(id).second) << id;
    }
    EXPECT_EQ(MakeBin(i)[4], '4');
    EXPECT_EQ(MakeBin(i)[5], '0');
  }
}

// ISO 13616: country and check digits moved behind, letters as 10..35, remainder 1.
int Mod97(const std::string& iban) {
  int remainder = 0;
  for (const char c : iban.substr(4) + iban.substr(0, 4)) {
    const int value = c <= '9' ? c - '0' : c - 'A' + 10;
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder;
}

TEST(Identifiers, IbanChecks) {
  EXPECT_EQ(Mod97("KZ86125KZT5004100100"), 1);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(MakeIban(i).size(), 20U);
    EXPECT_EQ(Mod97(MakeIban(i)), 1) << MakeIban(i);
  }
}

}  // namespace
}  // namespace oteu::demo_pki
