#include "verification/openssl/digest.h"

#include <gtest/gtest.h>

#include <string>

namespace oteu::verification::openssl {
namespace {

class DigestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<Context>> context = Context::Create({});
    ASSERT_TRUE(context.ok()) << context.status();
    context_ = *std::move(context);
  }
  std::unique_ptr<Context> context_;
};

std::string Sha256Hex(std::string_view message) { return ToHex(Sha256(AsBytes(message))); }

TEST(Sha256, GivesTheAnswersOfFips180) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(ToHex, WritesTwoLowerCaseDigitsAByte) {
  EXPECT_EQ(ToHex({}), "");
  EXPECT_EQ(ToHex(AsBytes(std::string_view("\x00\x0f\xa5\xff", 4))), "000fa5ff");
}

TEST_F(DigestTest, FindsEveryStandardDigestByOid) {
  const struct {
    const char* oid;
    const char* hex;
  } kCases[] = {
      {"1.3.14.3.2.26", "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {"2.16.840.1.101.3.4.2.4", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"},
      {"2.16.840.1.101.3.4.2.1", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"2.16.840.1.101.3.4.2.2",
       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"},
      {"2.16.840.1.101.3.4.2.3",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
  };
  for (const auto& test : kCases) {
    const absl::StatusOr<DigestValue> digest = Digest(*context_, test.oid, AsBytes("abc"));
    ASSERT_TRUE(digest.ok()) << test.oid << ": " << digest.status();
    EXPECT_EQ(ToHex(digest->bytes()), test.hex);
  }
}

TEST_F(DigestTest, AgreesWithSha256OnAnEmptyMessage) {
  const absl::StatusOr<DigestValue> digest = Digest(*context_, "2.16.840.1.101.3.4.2.1", {});
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(ToHex(digest->bytes()), Sha256Hex(""));
}

TEST_F(DigestTest, RefusesWhatTheContextWasNotGiven) {
  for (const char* oid : {"", "1.2.840.113549.2.5" /* MD5 */, "SHA256", "1.2.398.3.10.1.3.3"}) {
    EXPECT_EQ(Digest(*context_, oid, AsBytes("abc")).status().code(), absl::StatusCode::kUnimplemented)
        << oid;
  }
}

TEST_F(DigestTest, ComparesByValueAndSize) {
  const auto sha256 = Digest(*context_, "2.16.840.1.101.3.4.2.1", AsBytes("abc"));
  const auto again = Digest(*context_, "2.16.840.1.101.3.4.2.1", AsBytes("abc"));
  const auto other = Digest(*context_, "2.16.840.1.101.3.4.2.1", AsBytes("abd"));
  ASSERT_TRUE(sha256.ok() && again.ok() && other.ok());
  EXPECT_TRUE(*sha256 == *again);
  EXPECT_FALSE(*sha256 == *other);
  EXPECT_FALSE(*sha256 == DigestValue());
}

}  // namespace
}  // namespace oteu::verification::openssl
