// A register's CSV read back by those who prove it offline: what was written adds up, anything else is found.
#include "service/payment/read_register_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_replace.h"
#include "service/payment/register_csv.h"

namespace oteu::payment {
namespace {

using testing::HasSubstr;

v1::RegisterLine Line(int number, const std::string& child) {
  v1::RegisterLine line;
  line.set_number(number);
  line.set_child_iin(child);
  line.set_payee_iban("KZ\"1,2\r\n");
  for (const int part : {0, 1}) {
    v1::RegisterMonth* month = line.add_months();
    month->set_month("2025-10");
    month->set_part(part);
    month->set_amount_tiyn(10'050);
  }
  line.set_amount_tiyn(20'100);
  return line;
}

std::string Csv() { return CsvHeader() + CsvLine(Line(1, "a")) + CsvLine(Line(2, "b")); }

std::string WrongWith(const std::string& from, const std::string& to) {
  const std::string csv = absl::StrReplaceAll(Csv(), {{from, to}});
  EXPECT_NE(csv, Csv()) << from;
  const auto sums = SumRegisterCsv(csv);
  return sums.ok() ? "nothing" : std::string(sums.status().message());
}

TEST(ReadRegisterCsvTest, WhatIsWrittenAddsUp) {
  const auto sums = SumRegisterCsv(Csv());
  ASSERT_TRUE(sums.ok()) << sums.status();
  EXPECT_EQ(sums->lines, 2);
  EXPECT_EQ(sums->months, 4);
  EXPECT_EQ(sums->total_tiyn, 40'200);
  EXPECT_EQ(SumRegisterCsv(CsvHeader())->lines, 0);
}

TEST(ReadRegisterCsvTest, WhatDoesNotFitIsNamedByItsLine) {
  EXPECT_THAT(WrongWith("number,", "nr,"), HasSubstr("header"));
  EXPECT_THAT(WrongWith("\r\n2,", "\r\n3,"), HasSubstr("line 2 is not numbered"));
  EXPECT_THAT(WrongWith("2025-10=100.50", "2025-10=100.51"), HasSubstr("line 1 has months that do not add"));
  EXPECT_THAT(WrongWith("2025-10+1=", "2025-10="), HasSubstr("stands there already"));
  EXPECT_THAT(WrongWith("2025-10+1=", "2025-13+1="), HasSubstr("month that cannot be read"));
  EXPECT_THAT(WrongWith("2025-10=100.50", "2025-10=-100.50"), HasSubstr("month that cannot be read"));
  EXPECT_THAT(WrongWith("201.00", "201"), HasSubstr("no amount"));
  EXPECT_THAT(WrongWith(",b,", ",b,b,"), HasSubstr("line 2 cannot be read"));
  EXPECT_THAT(WrongWith(",b,", ",b\n,"), HasSubstr("line 2 cannot be read"));
  EXPECT_THAT(WrongWith("\"KZ", "\"KZ\"x"), HasSubstr("line 1 cannot be read"));
  const std::string cut = Csv().substr(0, Csv().size() - 1);
  EXPECT_FALSE(SumRegisterCsv(cut).ok()) << "cut in its end";
}

TEST(ReadRegisterCsvTest, TheSameChildMonthInTwoLinesIsFound) {
  const auto sums = SumRegisterCsv(CsvHeader() + CsvLine(Line(1, "a")) + CsvLine(Line(2, "a")));
  EXPECT_THAT(std::string(sums.status().message()), HasSubstr("line 2 has a child-month"));
}

// A change of any byte changes the answer or is refused, or it lies in a column that carries no sum.
TEST(ReadRegisterCsvTest, ForeignBytesAreReadWithoutHarm) {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string csv = Csv();
    for (int changes = 1 + static_cast<int>(random() % 4); changes > 0; --changes)
      csv[random() % csv.size()] = "\",\r\n0+=-.5x"[random() % 12];
    const auto sums = SumRegisterCsv(csv);
    if (sums.ok()) {
      EXPECT_LE(sums->lines, 2);
    }
  }
}

}  // namespace
}  // namespace oteu::payment
