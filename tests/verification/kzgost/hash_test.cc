#include "verification/kzgost/hash.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/digest.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::AsBytes;
using openssl::Bytes;
using openssl::ToHex;

// RFC 6986 section 10: the first message, and the second in windows-1251.
constexpr char kFirst[] = "012345678901234567890123456789012345678901234567890123456789012";
constexpr char kSecondHex[] =
    "d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5"
    "f0e0e1f0"
    "fbff20efebfaeafb20c8e3eef0e5e2fb";

std::string HashHex(HashId id, Bytes message) {
  Hash hash(id);
  hash.Update(message);
  uint8_t digest[kMaxFieldBytes];
  hash.Finish(digest);
  return ToHex({digest, hash.size()});
}

TEST(Streebog512, GivesTheAnswersOfRfc6986) {
  EXPECT_EQ(HashHex(HashId::kStreebog512, AsBytes(kFirst)),
            "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
            "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48");
  EXPECT_EQ(HashHex(HashId::kStreebog512, testing::FromHex(kSecondHex)),
            "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376"
            "035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28");
}

TEST(Streebog256, GivesTheAnswersOfRfc6986) {
  EXPECT_EQ(HashHex(HashId::kStreebog256, AsBytes(kFirst)),
            "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500");
  EXPECT_EQ(HashHex(HashId::kStreebog256, testing::FromHex(kSecondHex)),
            "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50");
}

// RFC 5831 section 7.3, with the test S-box. The CryptoPro S-box would give 981e5f3c... for the empty
// message.
TEST(Gost34311, GivesTheAnswersOfRfc5831) {
  EXPECT_EQ(HashHex(HashId::kGost34311, AsBytes("This is message, length=32 bytes")),
            "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa");
  EXPECT_EQ(HashHex(HashId::kGost34311, AsBytes("Suppose the original message has length = 50 bytes")),
            "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208");
  EXPECT_EQ(HashHex(HashId::kGost34311, {}),
            "ce85b99cc46752fffee35cab9a7b0278abb4c2d2055cff685af4912c49490f8d");
}

class EveryHash : public ::testing::TestWithParam<HashId> {};

TEST_P(EveryHash, DoesNotDependOnHowTheMessageIsCut) {
  const std::string message(777, 'm');
  const std::string whole = HashHex(GetParam(), AsBytes(message));
  for (const size_t piece : {1U, 31U, 32U, 33U, 63U, 64U, 65U, 500U}) {
    Hash hash(GetParam());
    for (size_t at = 0; at < message.size(); at += piece) hash.Update(AsBytes(message.substr(at, piece)));
    hash.Update({});
    uint8_t digest[kMaxFieldBytes];
    hash.Finish(digest);
    EXPECT_EQ(ToHex({digest, hash.size()}), whole) << "pieces of " << piece;
  }
}

TEST_P(EveryHash, StartsAfreshAfterFinishAndReset) {
  const std::string empty = HashHex(GetParam(), {});
  Hash hash(GetParam());
  uint8_t digest[kMaxFieldBytes];
  hash.Update(AsBytes("something"));
  hash.Finish(digest);
  hash.Finish(digest);
  EXPECT_EQ(ToHex({digest, hash.size()}), empty);
  hash.Update(AsBytes("something"));
  hash.Reset();
  hash.Finish(digest);
  EXPECT_EQ(ToHex({digest, hash.size()}), empty);
}

TEST_P(EveryHash, IsTheDigestOfTheProvider) {
  const auto context = CreateKzContext();
  ASSERT_TRUE(context.ok()) << context.status();
  const char* oid = GetParam() == HashId::kStreebog512   ? kStreebog512Oid.text()
                    : GetParam() == HashId::kStreebog256 ? kStreebog256Oid.text()
                                                         : kGost34311Oid.text();
  for (const size_t size : {0U, 1U, 64U, 1000U}) {
    const std::string message(size, 'p');
    const auto digest = openssl::Digest(**context, oid, AsBytes(message));
    ASSERT_TRUE(digest.ok()) << digest.status();
    EXPECT_EQ(ToHex(digest->bytes()), HashHex(GetParam(), AsBytes(message)));
  }
  const EVP_MD* digest = (*context)->FindDigest(oid);
  EXPECT_EQ(EVP_MD_get_size(digest), static_cast<int>(HashSize(GetParam())));
  EXPECT_EQ(EVP_MD_get_block_size(digest), static_cast<int>(HashBlockSize(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(Hashes, EveryHash,
                         ::testing::Values(HashId::kStreebog512, HashId::kStreebog256, HashId::kGost34311));

}  // namespace
}  // namespace oteu::verification::kzgost
