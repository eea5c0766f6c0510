// The readers of time stamp tokens: against a token that OpenSSL made, and against every way to be wrong.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <variant>

#include "clients/demo_pki/der_writer.h"
#include "verification/kzgost/kz_context.h"
#include "verification/timestamp/token.h"

namespace oteu::verification::timestamp {
namespace {

namespace der = demo_pki::der;
using openssl::AsBytes;

std::string Sample(const char* name) {
  std::ifstream file(std::string(OTEU_SOURCE_DIR) + "/tests/verification/timestamp/data/" + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Made with `openssl ts -reply`: nobody but us reads what our own demonstration authority writes.
TEST(Token, MadeByOpensslIsReadAsOpensslPrintsIt) {
  const std::string der = Sample("openssl.der");
  const auto read = ReadToken(AsBytes(der));
  ASSERT_EQ(GetProblem(read), nullptr) << GetProblem(read)->cause;
  const TstInfo& info = std::get<std::unique_ptr<Token>>(read)->info;
  EXPECT_EQ(info.policy, "2.999.398.2");
  EXPECT_EQ(info.imprint_digest_oid, "2.16.840.1.101.3.4.2.1");
  EXPECT_EQ(openssl::ToHex(info.serial), "02");
  EXPECT_EQ(absl::FormatTime(absl::RFC3339_full, info.gen_time, absl::UTCTimeZone()),
            "2026-11-22T17:15:51.821+00:00");
  EXPECT_EQ(info.accuracy, absl::Seconds(1) + absl::Milliseconds(500) + absl::Microseconds(100));
  EXPECT_TRUE(info.ordering);
  ASSERT_TRUE(info.nonce.has_value());
  EXPECT_EQ(openssl::ToHex(*info.nonce), "72ab54ec76b8c8fa");
  EXPECT_TRUE(info.tsa.has_value());
  const auto context = kzgost::CreateKzContext();
  ASSERT_TRUE(context.ok());
  EXPECT_FALSE(CompareImprint(**context, info, AsBytes("stamped data")).has_value());
  EXPECT_TRUE(CompareImprint(**context, info, AsBytes("other data")).has_value());
}

struct Fields {
  std::string version = der::SmallInteger(1);
  std::string imprint = der::Sequence(
      {der::Sequence({der::Oid("2.16.840.1.101.3.4.2.1")}), der::OctetString(std::string(32, 'x'))});
  std::string serial = der::SmallInteger(7);
  std::string time = der::Element(0x18, "20261122171551Z");
  std::string rest = {};
};

bool Parses(const Fields& fields) {
  const std::string info = der::Sequence(
      {fields.version, der::Oid("2.999.398.2"), fields.imprint, fields.serial, fields.time, fields.rest});
  return GetProblem(ParseTstInfo(AsBytes(info))) == nullptr;
}
bool WithTime(const char* time) { return Parses({.time = der::Element(0x18, time)}); }
bool WithRest(const std::string& rest) { return Parses({.rest = rest}); }

TEST(TstInfo, VersionIsOne) {
  EXPECT_TRUE(Parses({}));
  EXPECT_FALSE(Parses({.version = der::SmallInteger(2)}));
  EXPECT_FALSE(Parses({.version = der::SmallInteger(0)}));
}

TEST(TstInfo, GenTime) {
  EXPECT_TRUE(WithTime("20261122171551.5Z"));
  EXPECT_TRUE(WithTime("20261122171551.123456789Z"));
  for (const char* bad : {"20261122171551.Z", "20261122171551.50Z", "20261122171551.1234567891Z",
                          "20261122171551", "20261122171551.5", "20261122171551+0500", "20261322171551Z",
                          "202611221715Z", "20261122171551.xZ", "20261122176051Z", ""}) {
    EXPECT_FALSE(WithTime(bad)) << bad;
  }
  EXPECT_FALSE(Parses({.time = der::Element(0x17, "261122171551Z")})) << "UTCTime";
}

TEST(TstInfo, OptionalFields) {
  EXPECT_TRUE(WithRest(der::Sequence({der::SmallInteger(1)})));
  EXPECT_TRUE(WithRest(der::Sequence({})));
  EXPECT_FALSE(WithRest(der::Sequence({der::ImplicitPrimitive(0, std::string(1, '\0'))}))) << "0 thousandths";
  EXPECT_FALSE(WithRest(der::Sequence({der::ImplicitPrimitive(0, "\x03\xe8")}))) << "1000 thousandths";
  EXPECT_FALSE(WithRest(der::Sequence({der::Null()})));
  EXPECT_TRUE(WithRest(der::Boolean(true)));
  EXPECT_FALSE(WithRest(der::Element(0x01, "\x01")));
  EXPECT_TRUE(WithRest(der::SmallInteger(12345)));
  EXPECT_FALSE(WithRest(der::Element(0x02, std::string("\x00\x01", 2)))) << "not the shortest form";
  EXPECT_FALSE(WithRest(der::Null()));
  EXPECT_FALSE(WithRest(der::SmallInteger(1) + der::Boolean(true))) << "order";
}

TEST(TstInfo, CriticalExtensionsAreNotUnderstood) {
  const auto with = [](bool critical) {
    std::vector<std::string> parts = {der::Oid("2.999.1")};
    if (critical) parts.push_back(der::Boolean(true));
    parts.push_back(der::OctetString(""));
    return WithRest(der::ImplicitConstructed(1, der::Sequence(parts)));
  };
  EXPECT_TRUE(with(false));
  EXPECT_FALSE(with(true));
  EXPECT_FALSE(WithRest(der::ImplicitConstructed(1, "")));
}

TEST(TstInfo, EveryPrefixFails) {
  const std::string info = Sample("tst_info.der");
  ASSERT_EQ(GetProblem(ParseTstInfo(AsBytes(info))), nullptr);
  for (size_t size = 0; size < info.size(); ++size) {
    EXPECT_NE(GetProblem(ParseTstInfo(AsBytes(std::string_view(info).substr(0, size)))), nullptr) << size;
  }
}

TEST(Token, ImprintDigests) {
  EXPECT_TRUE(IsImprintDigest("1.2.398.3.10.1.3.3"));
  EXPECT_FALSE(IsImprintDigest("1.3.14.3.2.26")) << "SHA-1";
  EXPECT_FALSE(IsImprintDigest(""));
}

}  // namespace
}  // namespace oteu::verification::timestamp
