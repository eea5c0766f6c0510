#include "verification/kzgost/der.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::ToHex;
using testing::ByteVector;
using testing::FromHex;

TEST(DerReader, ReadsElementsOneAfterAnother) {
  const ByteVector der = FromHex(
      "020105"
      "0500"
      "3003020101");
  DerReader reader(der);
  EXPECT_EQ(reader.PeekTag(), kDerInteger);
  EXPECT_EQ(ToHex(*reader.Read(kDerInteger)), "05");
  EXPECT_TRUE(reader.Read(kDerNull)->empty());
  const std::optional<DerElement> last = reader.ReadAny();
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->tag, kDerSequence);
  EXPECT_EQ(ToHex(last->contents), "020101");
  EXPECT_EQ(ToHex(last->whole), "3003020101");
  EXPECT_TRUE(reader.empty());
  EXPECT_FALSE(reader.PeekTag().has_value());
  EXPECT_FALSE(reader.ReadAny().has_value());
}

TEST(DerReader, AnotherTagIsLeftInPlace) {
  const ByteVector der = FromHex("0500");
  DerReader reader(der);
  EXPECT_FALSE(reader.Read(kDerInteger).has_value());
  EXPECT_TRUE(reader.Read(kDerNull).has_value());
}

TEST(DerReader, ReadsLongLengthsInTheShortestForm) {
  for (const size_t size : {0U, 127U, 128U, 255U, 256U, 65535U, 65536U}) {
    ByteVector der = {kDerOctetString};
    if (size < 128) {
      der.push_back(static_cast<uint8_t>(size));
    } else {
      const size_t octets = size < 256 ? 1 : size < 65536 ? 2 : 3;
      der.push_back(static_cast<uint8_t>(0x80 | octets));
      for (size_t i = octets; i-- > 0;) der.push_back(static_cast<uint8_t>(size >> (8 * i)));
    }
    der.resize(der.size() + size, 0xAB);
    DerReader reader(der);
    const std::optional<Bytes> contents = reader.Read(kDerOctetString);
    ASSERT_TRUE(contents.has_value()) << size;
    EXPECT_EQ(contents->size(), size);
    EXPECT_TRUE(reader.empty());
    der.pop_back();
    EXPECT_EQ(DerReader(der).ReadAny().has_value(), false) << "cut short: " << size;
  }
}

TEST(DerReader, RefusesWhatIsNotDer) {
  const char* kMalformed[] = {
      "",                  // nothing
      "04",                // no length
      "0402ab",            // shorter than it says
      "0480ab0000",        // indefinite length
      "048101ab",          // length not in the shortest form
      "04820001ab",        // leading zero in the length
      "0481",              // length cut short
      "048500000000010a",  // length of five octets
      "04ff",              // reserved
      "1f8101",            // tag above 30
      "0484ffffffff",      // runs past its end, and past 32 bits when the header is added
  };
  for (const char* hex : kMalformed) {
    const ByteVector der = FromHex(hex);
    EXPECT_FALSE(DerReader(der).ReadAny().has_value()) << hex;
  }
}

// Both hold exactly the 128 bytes that a careless reader would take them to hold.
TEST(DerReader, RefusesLengthsThatOnlyLookRight) {
  for (const char* header : {"04820080", "0489010000000000000080"}) {
    ByteVector der = FromHex(header);
    der.resize(der.size() + 128, 0xAB);
    EXPECT_FALSE(DerReader(der).ReadAny().has_value()) << header;
  }
}

TEST(OidText, ReadsWhatTheTableWrites) {
  for (const Oid& oid : {kGost2015Key512Oid, kGost2015Curve512Oid, kGost2015Signature512Oid, kGost2004KeyOid,
                         kStreebog512Oid, kGost34311ParamsOid, Oid("2.999.3"), Oid("0.0"), Oid("1.39.1")}) {
    EXPECT_EQ(OidText(oid.der()), oid.text());
  }
  EXPECT_EQ(ToHex(kGost2015Signature512Oid.der()), "2a830e030a0101020302");
}

TEST(OidText, RefusesWhatIsNotAnIdentifier) {
  for (const char* hex : {"", "80", "2a80", "2a8001", "2a83", "2affffffffffffffffff7f"}) {
    EXPECT_FALSE(OidText(FromHex(hex)).has_value()) << hex;
  }
  EXPECT_FALSE(OidText(ByteVector(65, 1)).has_value());
  EXPECT_TRUE(OidText(ByteVector(64, 1)).has_value());
}

TEST(SmallInteger, ReadsNonNegativeNumbersInTheShortestForm) {
  EXPECT_EQ(SmallInteger(FromHex("00")), 0);
  EXPECT_EQ(SmallInteger(FromHex("7f")), 127);
  EXPECT_EQ(SmallInteger(FromHex("0080")), 128);
  EXPECT_EQ(SmallInteger(FromHex("7fffffff")), 0x7FFFFFFF);
  for (const char* hex : {"", "80", "ff", "0001", "007f", "0080000000"}) {
    EXPECT_FALSE(SmallInteger(FromHex(hex)).has_value()) << hex;
  }
}

}  // namespace
}  // namespace oteu::verification::kzgost
