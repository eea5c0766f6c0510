#include "verification/kzgost/public_key.h"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <string>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/signing.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using openssl::EvpPkeyPtr;
using testing::ByteVector;
using testing::FromHex;

// A SubjectPublicKeyInfo with a known point of P-256 (the base point, SEC 2 section 2.4.2).
constexpr char kEcHeader[] = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
constexpr char kBaseX[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
constexpr char kBaseY[] = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

class PublicKey : public ::testing::Test {
 protected:
  void SetUp() override {
    auto context = CreateKzContext();
    ASSERT_TRUE(context.ok()) << context.status();
    context_ = *std::move(context);
  }
  void TearDown() override { EXPECT_EQ(ERR_peek_error(), 0U) << "errors left for the next caller"; }

  static ByteVector Encode(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const openssl::BytesPtr owner(der);
    EXPECT_GT(size, 0);
    return {der, der + size};
  }

  absl::StatusCode Code(const ByteVector& spki) const {
    return LoadPublicKey(*context_, spki).status().code();
  }

  std::unique_ptr<openssl::Context> context_;
};

TEST_F(PublicKey, OfEveryKindIsTheOneThatWasWritten) {
  for (const KeyType type : {KeyType::kRsa, KeyType::kEc, KeyType::kGost2015, KeyType::kGost2004}) {
    const auto key = GenerateKey(*context_, type);
    ASSERT_TRUE(key.ok()) << key.status();
    const ByteVector spki = Encode(key->get());
    const auto loaded = LoadPublicKey(*context_, spki);
    ASSERT_TRUE(loaded.ok()) << KeyTypeName(type) << ": " << loaded.status();
    EXPECT_EQ(KeyTypeOf(loaded->get()), type);
    EXPECT_EQ(EVP_PKEY_eq(loaded->get(), key->get()), 1);
    EXPECT_EQ(Encode(loaded->get()), spki);
  }
}

TEST_F(PublicKey, OfOtherNamedCurvesToo) {
  for (const char* curve : {"P-384", "P-521", "secp256k1"}) {
    const EvpPkeyPtr key(EVP_PKEY_Q_keygen(context_->lib_ctx(), nullptr, "EC", curve));
    const auto loaded = LoadPublicKey(*context_, Encode(key.get()));
    ASSERT_TRUE(loaded.ok()) << curve << ": " << loaded.status();
    EXPECT_EQ(EVP_PKEY_eq(loaded->get(), key.get()), 1);
  }
}

TEST_F(PublicKey, OfRsaPssKeepsItsKind) {
  const openssl::EvpPkeyCtxPtr generator(EVP_PKEY_CTX_new_from_name(context_->lib_ctx(), "RSA-PSS", nullptr));
  EVP_PKEY* raw = nullptr;
  ASSERT_EQ(EVP_PKEY_keygen_init(generator.get()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_keygen_bits(generator.get(), 2048), 1);
  ASSERT_EQ(EVP_PKEY_generate(generator.get(), &raw), 1);
  const EvpPkeyPtr key(raw);
  const auto loaded = LoadPublicKey(*context_, Encode(key.get()));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(KeyTypeOf(loaded->get()), KeyType::kRsaPss);
}

TEST_F(PublicKey, BytesAfterItsEndAreRefused) {
  for (const KeyType type : {KeyType::kRsa, KeyType::kEc, KeyType::kGost2015, KeyType::kGost2004}) {
    const auto key = GenerateKey(*context_, type);
    ByteVector spki = Encode(key->get());
    spki.push_back(0);
    EXPECT_EQ(Code(spki), absl::StatusCode::kInvalidArgument) << KeyTypeName(type);
    spki.resize(spki.size() - 2);
    EXPECT_EQ(Code(spki), absl::StatusCode::kInvalidArgument) << KeyTypeName(type);
  }
  EXPECT_EQ(Code({}), absl::StatusCode::kInvalidArgument);
}

TEST_F(PublicKey, EcPointsOffTheCurveAreRefused) {
  EXPECT_EQ(Code(FromHex(std::string(kEcHeader) + "04" + kBaseX + kBaseY)), absl::StatusCode::kOk);
  ByteVector off = FromHex(std::string(kEcHeader) + "04" + kBaseX + kBaseY);
  off.back() ^= 1;
  EXPECT_EQ(Code(off), absl::StatusCode::kInvalidArgument);
}

TEST_F(PublicKey, MalformedRsaKeysAreRefused) {
  const std::string head = "300d06092a864886f70d0101010500";
  const auto build = [&head](const std::string& key) {
    const auto byte = [](size_t n) { return openssl::ToHex(ByteVector{static_cast<uint8_t>(n)}); };
    const std::string bits = "03" + byte(key.size() / 2 + 1) + "00" + key;
    return FromHex("30" + byte((head.size() + bits.size()) / 2) + head + bits);
  };
  EXPECT_EQ(Code(build("300902047fffffff020103")), absl::StatusCode::kOk);
  const char* kMalformed[] = {
      "",                                        // nothing
      "0500",                                    // not a sequence
      "300602047fffffff",                        // no exponent
      "300b02047fffffff0201030500",              // bytes after the exponent
      "300902047fffffff02010300",                // bytes after the sequence
      "300902048fffffff020103",                  // negative modulus
      "300a0205007fffffff020103",                // modulus not in its shortest form
      "3006020100020103",                        // modulus 0
      "301102047fffffff020901ffffffffffffffff",  // exponent above 64 bits
  };
  for (const char* key : kMalformed) EXPECT_EQ(Code(build(key)), absl::StatusCode::kInvalidArgument) << key;
}

TEST_F(PublicKey, RsaParametersMustBeNull) {
  const auto key = GenerateKey(*context_, KeyType::kRsa);
  ASSERT_TRUE(key.ok());
  ByteVector spki = Encode(key->get());
  const ByteVector null = {0x01, 0x05, 0x00, 0x03};  // End of the OID, NULL, start of the BIT STRING.
  const auto found = std::search(spki.begin(), spki.end(), null.begin(), null.end());
  ASSERT_NE(found, spki.end());
  *(found + 1) = 0x04;  // An empty OCTET STRING instead.
  EXPECT_EQ(Code(spki), absl::StatusCode::kInvalidArgument);
}

TEST_F(PublicKey, OfAnUnknownKindIsUnimplemented) {
  const EvpPkeyPtr key(EVP_PKEY_Q_keygen(context_->lib_ctx(), nullptr, "ED25519"));
  EXPECT_EQ(Code(Encode(key.get())), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace oteu::verification::kzgost
