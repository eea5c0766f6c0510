#include "verification/kzgost/spki.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/public_key.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using openssl::ToHex;
using testing::ByteVector;
using testing::FromHex;
using testing::LittleEndian;

constexpr char kParams2004[] = "3018060a2a830e030a0101010101060a2a830e030a0103010100";
constexpr char kParams2004Short[] = "3016060a2a830e030a010101010106082a830e030a010301";

ByteVector PointOf(const GostAlgorithm& algorithm) {
  return testing::ReferencePublicKey(algorithm, LittleEndian("C0FFEE", algorithm.field_bytes));
}

// One DER element around hexadecimal contents.
std::string Der(const char* tag, const std::string& contents) {
  const size_t size = contents.size() / 2;
  const std::string length = size < 128 ? ToHex(ByteVector{static_cast<uint8_t>(size)})
                                        : "81" + ToHex(ByteVector{static_cast<uint8_t>(size)});
  return tag + length + contents;
}

// The pieces of a key with one of them changed.
struct Pieces {
  std::string key_oid = "06092a830e030a01010101";
  std::string params = kParams2004;
  std::string after_params;
  std::string point = ToHex(PointOf(kGost2004Algorithm));
  std::string point_tag = "04";
  std::string after_point;
  std::string unused_bits = "00";
  std::string after_bits;
  std::string after_all;
};

ByteVector Build(const Pieces& pieces) {
  const std::string identifier = Der("30", pieces.key_oid + pieces.params + pieces.after_params);
  const std::string bits =
      Der("03", pieces.unused_bits + Der(pieces.point_tag.c_str(), pieces.point) + pieces.after_point);
  return FromHex(Der("30", identifier + bits + pieces.after_bits) + pieces.after_all);
}

TEST(GostSpki, IsWrittenAsCertificatesHaveIt) {
  const ByteVector written =
      EncodeGostSpki(**GostKey::FromPublic(kGost2004Algorithm, PointOf(kGost2004Algorithm)));
  EXPECT_EQ(ToHex(written), ToHex(Build({})));
  const ByteVector written512 =
      EncodeGostSpki(**GostKey::FromPublic(kGost2015Algorithm, PointOf(kGost2015Algorithm)));
  EXPECT_EQ(ToHex(written512),
            "3081ac302306092a830e030a01010202"
            "3016060a2a830e030a010102020106082a830e030a010303"
            "03818400048180" +
                ToHex(PointOf(kGost2015Algorithm)));
}

TEST(GostSpki, ReadsBackWhatItWrites) {
  for (const GostAlgorithm* algorithm : kGostAlgorithms) {
    const ByteVector spki = EncodeGostSpki(**GostKey::FromPublic(*algorithm, PointOf(*algorithm)));
    EXPECT_EQ(GostAlgorithmOfSpki(spki), algorithm);
    const absl::StatusOr<GostKeyPtr> key = ParseGostSpki(spki);
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_TRUE(std::ranges::equal((*key)->public_key(), PointOf(*algorithm)));
  }
}

TEST(GostSpki, ReadsBothSpellingsOfTheOldParameters) {
  EXPECT_TRUE(ParseGostSpki(Build({})).ok());
  Pieces pieces;
  pieces.params = kParams2004Short;
  EXPECT_TRUE(ParseGostSpki(Build(pieces)).ok());
}

TEST(GostSpki, AnotherAlgorithmIsSaidToBeAnother) {
  Pieces pieces;
  pieces.key_oid = "06092a864886f70d010101";  // rsaEncryption
  EXPECT_EQ(GostAlgorithmOfSpki(Build(pieces)), nullptr);
  EXPECT_EQ(ParseGostSpki(Build(pieces)).status().code(), absl::StatusCode::kUnimplemented);
}

struct BadSpki {
  const char* what;
  std::function<void(Pieces&)> spoil;
};

const BadSpki kBad[] = {
    {"bytes after the whole", [](Pieces& p) { p.after_all = "00"; }},
    {"bytes after the bit string", [](Pieces& p) { p.after_bits = "0500"; }},
    {"bytes after the point", [](Pieces& p) { p.after_point = "00"; }},
    {"bytes after the parameters", [](Pieces& p) { p.after_params = "0500"; }},
    {"unused bits", [](Pieces& p) { p.unused_bits = "01"; }},
    {"no unused-bits octet", [](Pieces& p) { p.unused_bits = ""; }},
    {"point not in an octet string", [](Pieces& p) { p.point_tag = "03"; }},
    {"point with a format octet", [](Pieces& p) { p.point = "04" + p.point; }},
    {"point cut short", [](Pieces& p) { p.point.resize(p.point.size() - 2); }},
    {"point empty", [](Pieces& p) { p.point.clear(); }},
    {"point off the curve", [](Pieces& p) { p.point[0] = p.point[0] == '0' ? '1' : '0'; }},
    {"parameters absent", [](Pieces& p) { p.params.clear(); }},
    {"parameters NULL", [](Pieces& p) { p.params = "0500"; }},
    {"parameters a bare curve", [](Pieces& p) { p.params = "060a2a830e030a0101010101"; }},
    {"curve alone", [](Pieces& p) { p.params = "300c060a2a830e030a0101010101"; }},
    {"third parameter",
     [](Pieces& p) { p.params = "301a060a2a830e030a0101010101060a2a830e030a01030101000500"; }},
    {"another curve", [](Pieces& p) { p.params = "3018060a2a830e030a0101010102060a2a830e030a0103010100"; }},
    {"another hash", [](Pieces& p) { p.params = "3016060a2a830e030a010101010106082a830e030a010303"; }},
    {"parameters of the other algorithm",
     [](Pieces& p) { p.params = "3016060a2a830e030a010102020106082a830e030a010303"; }},
    {"512-bit key OID over a 256-bit key", [](Pieces& p) { p.key_oid = "06092a830e030a01010202"; }},
};

TEST(GostSpki, RefusesEverythingElse) {
  for (const BadSpki& bad : kBad) {
    Pieces pieces;
    bad.spoil(pieces);
    EXPECT_EQ(ParseGostSpki(Build(pieces)).status().code(), absl::StatusCode::kInvalidArgument) << bad.what;
  }
}

// What OpenSSL itself decodes through the provider must be the same set.
TEST(GostSpki, OpenSslRefusesTheSame) {
  const auto context = CreateKzContext();
  ASSERT_TRUE(context.ok()) << context.status();
  const auto decode = [&context](const ByteVector& der) {
    const unsigned char* end = der.data();
    const openssl::EvpPkeyPtr key(
        d2i_PUBKEY_ex(nullptr, &end, static_cast<long>(der.size()), (*context)->lib_ctx(), nullptr));
    openssl::ClearErrors();
    return key != nullptr && end == der.data() + der.size();
  };
  EXPECT_TRUE(decode(Build({})));
  for (const BadSpki& bad : kBad) {
    Pieces pieces;
    bad.spoil(pieces);
    EXPECT_FALSE(decode(Build(pieces))) << bad.what;
    EXPECT_FALSE(LoadPublicKey(**context, Build(pieces)).ok()) << bad.what;
  }
}

TEST(GostSpki, EveryTruncationIsRefused) {
  const ByteVector whole = Build({});
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ParseGostSpki(Bytes(whole).first(size)).ok()) << size;
  }
}

}  // namespace
}  // namespace oteu::verification::kzgost
