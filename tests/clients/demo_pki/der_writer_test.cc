// Expected bytes are from X.690's own examples and from real certificates.
#include "clients/demo_pki/der_writer.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace oteu::demo_pki::der {
namespace {

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

TEST(DerWriter, WritesShortestLengths) {
  EXPECT_EQ(Hex(OctetString("")), "0400");
  EXPECT_EQ(Hex(OctetString(std::string(127, 'a'))).substr(0, 4), "047f");
  EXPECT_EQ(Hex(OctetString(std::string(128, 'a'))).substr(0, 6), "048180");
  EXPECT_EQ(Hex(OctetString(std::string(256, 'a'))).substr(0, 8), "04820100");
}

TEST(DerWriter, WritesIntegersInTheShortestForm) {
  EXPECT_EQ(Hex(SmallInteger(0)), "020100");
  EXPECT_EQ(Hex(SmallInteger(127)), "02017f");
  EXPECT_EQ(Hex(SmallInteger(128)), "02020080");
  EXPECT_EQ(Hex(SmallInteger(256)), "02020100");
  EXPECT_EQ(Hex(UnsignedInteger(std::string("\0\0\x80", 3))), "02020080");
}

TEST(DerWriter, WritesObjectIdentifiers) {
  EXPECT_EQ(Hex(Oid("1.2.398.3.3.4.1.2.1")), "06092a830e030304010201");  // As in a real certificate.
  EXPECT_EQ(Hex(Oid("2.999.3")), "0603883703");                          // X.690 section 8.19.5.
  EXPECT_EQ(Hex(Oid("1.2.840.113549.1.1.11")), "06092a864886f70d01010b");
}

TEST(DerWriter, WritesNamedBitsWithoutTrailingZeros) {
  EXPECT_EQ(Hex(NamedBits({0, 1})), "030206c0");
  EXPECT_EQ(Hex(NamedBits({5, 6})), "03020106");
  EXPECT_EQ(Hex(NamedBits({0, 1, 4})), "030203c8");  // As in a real certificate.
  EXPECT_EQ(Hex(NamedBits({8})), "0303070080");
}

TEST(DerWriter, SortsSets) {
  EXPECT_EQ(Hex(SetOf({SmallInteger(200), Null(), SmallInteger(1)})), "3109020101020200c80500");
}

TEST(DerWriter, WritesTimesByTheRuleOf2050) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  EXPECT_EQ(Time(absl::FromCivil(absl::CivilSecond(2026, 5, 8, 7, 10, 15), utc)),
            "\x17\x0d"
            "260508071015Z");
  EXPECT_EQ(Time(absl::FromCivil(absl::CivilSecond(2050, 1, 1), utc)),
            "\x18\x0f"
            "20500101000000Z");
}

TEST(DerWriter, FindsContentsBehindLongLengths) {
  EXPECT_EQ(Contents(OctetString(std::string(300, 'x'))), std::string(300, 'x'));
  EXPECT_EQ(Contents(OctetString("x")), "x");
}

}  // namespace
}  // namespace oteu::demo_pki::der
