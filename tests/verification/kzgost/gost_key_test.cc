#include "verification/kzgost/gost_key.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>

#include "tests/verification/kzgost/reference_gost.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using testing::ByteVector;
using testing::LittleEndian;
using testing::ReferencePublicKey;
using testing::ReferenceSign;
using testing::ReferenceVerify;

// Repeatable bytes. Nothing here needs to be secret.
class Bytestream {
 public:
  Bytestream() = default;
  Bytestream(const Bytestream&) = delete;
  Bytestream& operator=(const Bytestream&) = delete;

  bool operator()(std::span<uint8_t> out) {
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(engine_());
    return true;
  }
  ByteVector Next(size_t size) {
    ByteVector bytes(size);
    (*this)(bytes);
    return bytes;
  }

 private:
  std::mt19937 engine_{20261122};  // NOLINT: the same bytes on every run.
};

class BothAlgorithms : public ::testing::TestWithParam<const GostAlgorithm*> {
 protected:
  const GostAlgorithm& algorithm() const { return *GetParam(); }
  size_t size() const { return algorithm().field_bytes; }
  ByteVector Number(const char* hex) const { return LittleEndian(hex, size()); }
  ByteVector Digest(uint8_t fill) const { return ByteVector(HashSize(algorithm().hash), fill); }

  GostKeyPtr PrivateKey(Bytes scalar) const {
    absl::StatusOr<GostKeyPtr> key = GostKey::FromScalar(algorithm(), scalar);
    EXPECT_TRUE(key.ok()) << key.status();
    return key.ok() ? *key : nullptr;
  }
  GostKeyPtr PublicKey(Bytes xy) const {
    absl::StatusOr<GostKeyPtr> key = GostKey::FromPublic(algorithm(), xy);
    EXPECT_TRUE(key.ok()) << key.status();
    return key.ok() ? *key : nullptr;
  }
  bool Refuses(Bytes xy) const {
    return GostKey::FromPublic(algorithm(), xy).status().code() == absl::StatusCode::kInvalidArgument;
  }

  mutable Bytestream random_;
};

TEST_P(BothAlgorithms, PublicKeyIsThatOfTheReference) {
  ByteVector scalar = random_.Next(size());
  scalar.back() &= 0x7F;
  EXPECT_TRUE(std::ranges::equal(PrivateKey(scalar)->public_key(), ReferencePublicKey(algorithm(), scalar)));
}

TEST_P(BothAlgorithms, BasePointHasTheOrderOfTheTable) {
  EXPECT_TRUE(ReferencePublicKey(algorithm(), testing::Order(algorithm())).empty());
  EXPECT_EQ(LittleEndian(algorithm().order_hex, size()), testing::Order(algorithm()));
  EXPECT_EQ(LittleEndian(algorithm().prime_hex, size()), testing::Prime(algorithm()));
}

TEST_P(BothAlgorithms, AcceptsSignaturesOfTheReference) {
  const ByteVector scalar = Number("1234567890ABCDEF1234567890ABCDEF");
  const GostKeyPtr key = PublicKey(ReferencePublicKey(algorithm(), scalar));
  for (uint8_t i = 0; i < 8; ++i) {
    ByteVector nonce = random_.Next(size());
    nonce.back() &= 0x7F;
    const ByteVector digest = random_.Next(size());
    EXPECT_TRUE(key->Verify(digest, ReferenceSign(algorithm(), scalar, nonce, digest)));
  }
}

TEST_P(BothAlgorithms, MakesSignaturesThatTheReferenceAccepts) {
  const GostKeyPtr key = *GostKey::Generate(algorithm(), std::ref(random_));
  for (uint8_t i = 0; i < 8; ++i) {
    const ByteVector digest = random_.Next(size());
    const absl::StatusOr<ByteVector> signature = key->Sign(digest, std::ref(random_));
    ASSERT_TRUE(signature.ok()) << signature.status();
    EXPECT_TRUE(ReferenceVerify(algorithm(), key->public_key(), digest, *signature));
    EXPECT_TRUE(key->Verify(digest, *signature));
  }
}

TEST_P(BothAlgorithms, EveryFlippedBitBreaksTheSignature) {
  const GostKeyPtr key = *GostKey::Generate(algorithm(), std::ref(random_));
  const ByteVector digest = Digest(0x5A);
  const ByteVector signature = *key->Sign(digest, std::ref(random_));
  for (size_t bit = 0; bit < signature.size() * 8; bit += 37) {
    ByteVector wrong = signature;
    wrong[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(key->Verify(digest, wrong)) << "bit " << bit;
  }
  for (size_t bit = 0; bit < digest.size() * 8; bit += 37) {
    ByteVector wrong = digest;
    wrong[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(key->Verify(wrong, signature)) << "bit " << bit;
  }
}

TEST_P(BothAlgorithms, OtherByteOrdersAreNotAccepted) {
  const GostKeyPtr key = *GostKey::Generate(algorithm(), std::ref(random_));
  const ByteVector digest = random_.Next(size());
  const ByteVector signature = *key->Sign(digest, std::ref(random_));
  ByteVector reversed(signature.rbegin(), signature.rend());  // Russian: s || r, big-endian.
  EXPECT_FALSE(key->Verify(digest, reversed));
  ByteVector swapped = signature;
  std::rotate(swapped.begin(), swapped.begin() + static_cast<std::ptrdiff_t>(size()), swapped.end());
  EXPECT_FALSE(key->Verify(digest, swapped));
  EXPECT_FALSE(key->Verify(ByteVector(digest.rbegin(), digest.rend()), signature));
}

// RFC 7091 6.1 step 2. The signature for e = 1 must serve for e = 0, whether the digest is 0 or q itself.
TEST_P(BothAlgorithms, ZeroHashNumberCountsAsOne) {
  const ByteVector scalar = Number("C0FFEE");
  const GostKeyPtr key = PrivateKey(scalar);
  const ByteVector one = Number("1");
  const ByteVector signature = ReferenceSign(algorithm(), scalar, Number("ABCDEF0123456789"), one);
  EXPECT_TRUE(key->Verify(one, signature));
  EXPECT_TRUE(key->Verify(Number("0"), signature));
  EXPECT_TRUE(key->Verify(testing::Order(algorithm()), signature));
  EXPECT_TRUE(key->Verify(testing::Plus(testing::Order(algorithm()), 1), signature));
  EXPECT_FALSE(key->Verify(Number("2"), signature));
  EXPECT_TRUE(ReferenceVerify(algorithm(), key->public_key(), Number("0"),
                              *key->Sign(Number("0"), std::ref(random_))));
  EXPECT_TRUE(ReferenceVerify(algorithm(), key->public_key(), testing::Order(algorithm()),
                              *key->Sign(testing::Order(algorithm()), std::ref(random_))));
}

TEST_P(BothAlgorithms, SignatureNumbersOutsideTheirRangeAreRefused) {
  const ByteVector scalar = Number("C0FFEE");
  const GostKeyPtr key = PrivateKey(scalar);
  const ByteVector digest = Digest(0x11);
  const ByteVector good = ReferenceSign(algorithm(), scalar, Number("ABCDEF0123456789"), digest);
  ASSERT_TRUE(key->Verify(digest, good));
  const ByteVector kWrong[] = {Number("0"), testing::Order(algorithm()),
                               testing::Plus(testing::Order(algorithm()), 1), testing::Prime(algorithm()),
                               ByteVector(size(), 0xFF)};
  for (const ByteVector& wrong : kWrong) {
    ByteVector bad_r = good;
    std::ranges::copy(wrong, bad_r.begin());
    EXPECT_FALSE(key->Verify(digest, bad_r));
    ByteVector bad_s = good;
    std::ranges::copy(wrong, bad_s.begin() + static_cast<std::ptrdiff_t>(size()));
    EXPECT_FALSE(key->Verify(digest, bad_s));
    ByteVector both = wrong;
    both.insert(both.end(), wrong.begin(), wrong.end());
    EXPECT_FALSE(key->Verify(digest, both));
  }
}

TEST_P(BothAlgorithms, WrongLengthsAreRefused) {
  const GostKeyPtr key = *GostKey::Generate(algorithm(), std::ref(random_));
  const ByteVector digest = Digest(0x11);
  const ByteVector signature = *key->Sign(digest, std::ref(random_));
  ByteVector longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(key->Verify(digest, longer));
  EXPECT_FALSE(key->Verify(digest, Bytes(signature).first(signature.size() - 1)));
  EXPECT_FALSE(key->Verify(digest, {}));
  ByteVector long_digest = digest;
  long_digest.push_back(0);
  EXPECT_FALSE(key->Verify(long_digest, signature));
  EXPECT_FALSE(key->Verify(Bytes(digest).first(digest.size() - 1), signature));
  EXPECT_FALSE(key->Verify({}, signature));
  EXPECT_EQ(key->Sign({}, std::ref(random_)).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_P(BothAlgorithms, PointsOffTheCurveAreRefused) {
  const ByteVector good = ReferencePublicKey(algorithm(), Number("7"));
  ASSERT_NE(PublicKey(good), nullptr);
  for (size_t byte = 0; byte < good.size(); byte += 9) {
    ByteVector off = good;
    off[byte] ^= 0x01;
    EXPECT_TRUE(Refuses(off)) << "byte " << byte;
  }
  EXPECT_TRUE(Refuses(ByteVector(2 * size(), 0)));
  EXPECT_TRUE(Refuses(ByteVector(2 * size(), 0xFF)));
  ByteVector swapped = good;
  std::rotate(swapped.begin(), swapped.begin() + static_cast<std::ptrdiff_t>(size()), swapped.end());
  EXPECT_TRUE(Refuses(swapped));
  EXPECT_TRUE(Refuses(Bytes(good).first(good.size() - 1)));
  EXPECT_TRUE(Refuses({}));
}

// The base points have x = 3 and x = 1, so that x + p still fits the field size: the same point, spelled
// otherwise.
TEST_P(BothAlgorithms, CoordinatesNotBelowThePrimeAreRefused) {
  ByteVector base = ReferencePublicKey(algorithm(), Number("1"));
  ASSERT_NE(PublicKey(base), nullptr);
  const ByteVector above = testing::Plus(testing::Prime(algorithm()), base[0]);
  ASSERT_EQ(above.size(), size());
  std::ranges::copy(above, base.begin());
  EXPECT_TRUE(Refuses(base));
}

TEST_P(BothAlgorithms, ScalarsOutsideTheirRangeAreRefused) {
  const ByteVector order = testing::Order(algorithm());
  for (const ByteVector& scalar : {Number("0"), order, testing::Plus(order, 1), ByteVector(size(), 0xFF),
                                   ByteVector(size() - 1, 1), ByteVector(size() + 1, 0), ByteVector()}) {
    EXPECT_EQ(GostKey::FromScalar(algorithm(), scalar).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_NE(PrivateKey(Number("1")), nullptr);
  EXPECT_NE(PrivateKey(testing::Plus(order, -1)), nullptr);
}

TEST_P(BothAlgorithms, KeepsTheScalarItWasGiven) {
  const ByteVector scalar = Number("C0FFEE");
  EXPECT_TRUE(std::ranges::equal(PrivateKey(scalar)->scalar(), scalar));
  const GostKeyPtr public_only = PublicKey(ReferencePublicKey(algorithm(), scalar));
  EXPECT_FALSE(public_only->has_private());
  EXPECT_TRUE(public_only->scalar().empty());
  EXPECT_EQ(public_only->Sign(Digest(1), std::ref(random_)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_P(BothAlgorithms, WithoutRandomnessThereIsNoKeyAndNoSignature) {
  const RandomSource broken = [](std::span<uint8_t>) { return false; };
  EXPECT_EQ(GostKey::Generate(algorithm(), broken).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(PrivateKey(Number("7"))->Sign(Digest(1), broken).status().code(), absl::StatusCode::kInternal);
}

TEST_P(BothAlgorithms, KeysOfDifferentSourcesDiffer) {
  EXPECT_FALSE(std::ranges::equal((*GostKey::Generate(algorithm(), std::ref(random_)))->scalar(),
                                  (*GostKey::Generate(algorithm(), std::ref(random_)))->scalar()));
}

INSTANTIATE_TEST_SUITE_P(Gost, BothAlgorithms, ::testing::ValuesIn(kGostAlgorithms), [](const auto& test) {
  return std::string(test.param == &kGost2015Algorithm ? "Gost2015" : "Gost2004");
});

}  // namespace
}  // namespace oteu::verification::kzgost
