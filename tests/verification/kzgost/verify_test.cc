#include "verification/kzgost/verify.h"

#include <gtest/gtest.h>
#include <openssl/dsa.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/signing.h"
#include "verification/openssl/digest.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::AsBytes;
using openssl::Bytes;
using openssl::EvpPkeyPtr;
using testing::ByteVector;
using testing::FromHex;

constexpr char kSha256[] = "2.16.840.1.101.3.4.2.1";
constexpr char kRsaSha256[] = "1.2.840.113549.1.1.11";
constexpr char kPss[] = "1.2.840.113549.1.1.10";
constexpr char kEcdsaSha256[] = "1.2.840.10045.4.3.2";
constexpr char kPssSha256[] =
    "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a20302"
    "0120";
const Bytes kMessage = AsBytes("home education, Almaty");

class VerifySignatureTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    context_ = CreateKzContext()->release();
    for (const KeyType type : {KeyType::kRsa, KeyType::kEc, KeyType::kGost2015, KeyType::kGost2004}) {
      auto key = GenerateKey(*context_, type);
      ASSERT_TRUE(key.ok()) << key.status();
      keys_[static_cast<size_t>(type)] = key->release();
    }
  }
  static void TearDownTestSuite() {
    for (EVP_PKEY*& key : keys_) {
      EVP_PKEY_free(key);
      key = nullptr;
    }
    delete context_;
  }
  void TearDown() override {
    EXPECT_TRUE(openssl::DrainErrors().text.empty()) << "errors left for the next caller";
  }

  static EVP_PKEY* Key(KeyType type) { return keys_[static_cast<size_t>(type)]; }
  static VerificationKey Shared(EVP_PKEY* key) {
    return key == nullptr ? VerificationKey() : VerificationKey(openssl::Share(key));
  }

  // The same RSA key by its numbers.
  static VerificationKey Bare(EVP_PKEY* key) {
    const auto number = [&](const char* name) {
      BIGNUM* raw = nullptr;
      EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &raw), 1);
      const openssl::BignumPtr value(raw);
      ByteVector bytes(static_cast<size_t>(BN_num_bytes(raw)));
      BN_bn2bin(raw, bytes.data());
      return bytes;
    };
    return VerificationKey(*openssl::RsaKey::Create(number("n"), number("e")));
  }

  static ByteVector SignWith(KeyType type, const char* digest_oid) {
    auto signature = Sign(*context_, Key(type), digest_oid, kMessage);
    EXPECT_TRUE(signature.ok()) << signature.status();
    return signature.ok() ? *signature : ByteVector();
  }

  static ByteVector SignPss(int salt_bytes) {
    const EVP_MD* sha256 = context_->sha256();
    const openssl::EvpPkeyCtxPtr signer(
        EVP_PKEY_CTX_new_from_pkey(context_->lib_ctx(), Key(KeyType::kRsa), nullptr));
    const auto digest = openssl::Sha256(kMessage);
    ByteVector signature(256);
    size_t size = signature.size();
    EXPECT_EQ(EVP_PKEY_sign_init(signer.get()), 1);
    EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(signer.get(), RSA_PKCS1_PSS_PADDING), 1);
    EXPECT_EQ(EVP_PKEY_CTX_set_signature_md(signer.get(), sha256), 1);
    EXPECT_EQ(EVP_PKEY_CTX_set_rsa_pss_saltlen(signer.get(), salt_bytes), 1);
    EXPECT_EQ(EVP_PKEY_sign(signer.get(), signature.data(), &size, digest.data(), digest.size()), 1);
    return signature;
  }

  static absl::StatusOr<bool> Check(EVP_PKEY* key, const std::string& oid, const ByteVector& parameters,
                                    const ByteVector& signature, Bytes message = kMessage) {
    return VerifySignature(*context_, Shared(key), AlgorithmIdentifier{oid, parameters}, "", message,
                           signature);
  }

  // Right, then with each of several bits flipped, another message, and of other lengths.
  static void ExpectOnlyThisVerifies(EVP_PKEY* key, const std::string& oid, const ByteVector& parameters,
                                     const ByteVector& signature) {
    const absl::StatusOr<bool> good = Check(key, oid, parameters, signature);
    ASSERT_TRUE(good.ok()) << good.status();
    EXPECT_TRUE(*good);
    EXPECT_FALSE(Check(key, oid, parameters, signature, AsBytes("home education, Astana")).value());
    for (size_t bit = 0; bit < signature.size() * 8; bit += 61) {
      ByteVector wrong = signature;
      wrong[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
      const absl::StatusOr<bool> bad = Check(key, oid, parameters, wrong);
      ASSERT_TRUE(bad.ok()) << bad.status();
      EXPECT_FALSE(*bad) << "bit " << bit;
    }
    ByteVector longer = signature;
    longer.push_back(0);
    EXPECT_FALSE(Check(key, oid, parameters, longer).value());
    ByteVector shorter = signature;
    shorter.pop_back();
    EXPECT_FALSE(Check(key, oid, parameters, shorter).value());
    EXPECT_FALSE(Check(key, oid, parameters, {}).value());
  }

  static inline openssl::Context* context_ = nullptr;
  static inline EVP_PKEY* keys_[6] = {};
};

TEST_F(VerifySignatureTest, RsaPkcs1WithEveryDigest) {
  const struct {
    const char* oid;
    const char* digest_oid;
  } kCases[] = {{"1.2.840.113549.1.1.5", "1.3.14.3.2.26"},
                {"1.2.840.113549.1.1.14", "2.16.840.1.101.3.4.2.4"},
                {kRsaSha256, kSha256},
                {"1.2.840.113549.1.1.12", "2.16.840.1.101.3.4.2.2"},
                {"1.2.840.113549.1.1.13", "2.16.840.1.101.3.4.2.3"}};
  for (const auto& test : kCases) {
    const ByteVector signature = SignWith(KeyType::kRsa, test.digest_oid);
    ExpectOnlyThisVerifies(Key(KeyType::kRsa), test.oid, FromHex("0500"), signature);
    const auto in_cms = VerifySignature(*context_, Shared(Key(KeyType::kRsa)),
                                        AlgorithmIdentifier{"1.2.840.113549.1.1.1", FromHex("0500")},
                                        test.digest_oid, kMessage, signature);
    ASSERT_TRUE(in_cms.ok()) << in_cms.status();
    EXPECT_TRUE(*in_cms);
  }
}

// The key of a certificate is no EVP key (x509/public_key.h): both say the same, of every padding and digest.
TEST_F(VerifySignatureTest, RsaKeyWithoutEvpAgrees) {
  const VerificationKey bare = Bare(Key(KeyType::kRsa));
  ASSERT_EQ(bare.type(), KeyType::kRsa);
  EXPECT_EQ(bare.bits(), 2048);
  const auto check = [&](const char* oid, const ByteVector& parameters, const ByteVector& signature) {
    const AlgorithmIdentifier identifier{oid, parameters};
    const auto with_evp =
        VerifySignature(*context_, Shared(Key(KeyType::kRsa)), identifier, "", kMessage, signature);
    const auto without = VerifySignature(*context_, bare, identifier, "", kMessage, signature);
    EXPECT_EQ(with_evp.status(), without.status());
    EXPECT_TRUE(with_evp.ok() && without.ok() && *with_evp == *without) << oid;
    return without.ok() && *without;
  };
  const ByteVector pkcs1 = SignWith(KeyType::kRsa, kSha256);
  EXPECT_TRUE(check(kRsaSha256, FromHex("0500"), pkcs1));
  EXPECT_TRUE(check(kPss, FromHex(kPssSha256), SignPss(32)));
  EXPECT_FALSE(check(kRsaSha256, {}, SignPss(32)));
  EXPECT_FALSE(check(kPss, FromHex(kPssSha256), pkcs1));
  EXPECT_FALSE(check("1.2.840.113549.1.1.13", {}, pkcs1)) << "another digest";
  EXPECT_FALSE(check(kEcdsaSha256, {}, pkcs1));
  for (size_t bit = 0; bit < pkcs1.size() * 8; bit += 97) {
    ByteVector wrong = pkcs1;
    wrong[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(check(kRsaSha256, {}, wrong)) << "bit " << bit;
  }
  EXPECT_FALSE(check(kRsaSha256, {}, ByteVector(pkcs1.begin(), pkcs1.end() - 1)));
  EXPECT_FALSE(check(kRsaSha256, {}, ByteVector(256, 0xFF))) << "larger than the modulus";
  EXPECT_FALSE(check(kRsaSha256, {}, {}));
}

// In CMS rsaEncryption leaves the digest open (RFC 3370 section 3.2), and so do the parameters of RSASSA-PSS:
// one that RSA does not sign is no match, and no failure of ours.
TEST_F(VerifySignatureTest, RsaWithAGostDigestIsNoMatch) {
  const AlgorithmIdentifier rsa{"1.2.840.113549.1.1.1", {}};
  const absl::StatusOr<bool> checked =
      VerifySignature(*context_, Bare(Key(KeyType::kRsa)), rsa, kStreebog512Oid.text(), kMessage,
                      SignWith(KeyType::kRsa, kSha256));
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_FALSE(*checked);
  // STREEBOG-512 for message and mask, a salt of 64.
  const ByteVector pss = FromHex(
      "302ea00c300a06082a830e030a010303a119301706092a864886f70d010108300a06082a830e030a010303a203020140");
  const absl::StatusOr<bool> masked = Check(Key(KeyType::kRsa), kPss, pss, SignPss(32));
  ASSERT_TRUE(masked.ok()) << masked.status();
  EXPECT_FALSE(*masked);
}

TEST_F(VerifySignatureTest, EcdsaWithEveryDigest) {
  const struct {
    const char* oid;
    const char* digest_oid;
  } kCases[] = {{"1.2.840.10045.4.1", "1.3.14.3.2.26"},
                {"1.2.840.10045.4.3.1", "2.16.840.1.101.3.4.2.4"},
                {kEcdsaSha256, kSha256},
                {"1.2.840.10045.4.3.3", "2.16.840.1.101.3.4.2.2"},
                {"1.2.840.10045.4.3.4", "2.16.840.1.101.3.4.2.3"}};
  for (const auto& test : kCases) {
    ExpectOnlyThisVerifies(Key(KeyType::kEc), test.oid, {}, SignWith(KeyType::kEc, test.digest_oid));
  }
}

TEST_F(VerifySignatureTest, RsaPssWithItsParameters) {
  ExpectOnlyThisVerifies(Key(KeyType::kRsa), kPss, FromHex(kPssSha256), SignPss(32));
}

TEST_F(VerifySignatureTest, RsaPssSaltMustBeAsLongAsTheParametersSay) {
  EXPECT_FALSE(Check(Key(KeyType::kRsa), kPss, FromHex(kPssSha256), SignPss(20)).value());
}

// RFC 4055 section 3.3: a key of its own OID may be bound to one hash and a least salt.
TEST_F(VerifySignatureTest, RestrictedPssKeyVerifiesOnlyWhatItAllows) {
  const openssl::EvpPkeyCtxPtr generator(EVP_PKEY_CTX_new_from_name(context_->lib_ctx(), "RSA-PSS", nullptr));
  EVP_PKEY* raw = nullptr;
  ASSERT_EQ(EVP_PKEY_keygen_init(generator.get()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_keygen_bits(generator.get(), 2048), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_pss_keygen_md(generator.get(), context_->sha256()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(generator.get(), context_->sha256()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(generator.get(), 32), 1);
  ASSERT_EQ(EVP_PKEY_generate(generator.get(), &raw), 1);
  const EvpPkeyPtr key(raw);
  const auto signature = Sign(*context_, key.get(), kSha256, kMessage);
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_TRUE(Check(key.get(), kPss, FromHex(kPssSha256), *signature).value());
  EXPECT_FALSE(Check(key.get(), kPss, FromHex("3000"), *signature).value()) << "SHA-1, salt of 20";
  EXPECT_FALSE(Check(key.get(), kRsaSha256, {}, *signature).value()) << "not a key for PKCS #1 v1.5";
}

TEST_F(VerifySignatureTest, PssAndPkcs1AreNotMistakenForEachOther) {
  EXPECT_FALSE(Check(Key(KeyType::kRsa), kRsaSha256, {}, SignPss(32)).value());
  EXPECT_FALSE(
      Check(Key(KeyType::kRsa), kPss, FromHex(kPssSha256), SignWith(KeyType::kRsa, kSha256)).value());
}

TEST_F(VerifySignatureTest, RsaDigestIsPartOfTheSignature) {
  const ByteVector signature = SignWith(KeyType::kRsa, "2.16.840.1.101.3.4.2.3");
  EXPECT_FALSE(Check(Key(KeyType::kRsa), kRsaSha256, {}, signature).value());
}

TEST_F(VerifySignatureTest, BothGostAlgorithms) {
  ExpectOnlyThisVerifies(Key(KeyType::kGost2015), kGost2015Signature512Oid.text(), FromHex("0500"),
                         SignWith(KeyType::kGost2015, ""));
  ExpectOnlyThisVerifies(Key(KeyType::kGost2004), kGost2004SignatureOid.text(), FromHex("0500"),
                         SignWith(KeyType::kGost2004, ""));
}

TEST_F(VerifySignatureTest, GostUnderTheKeyOid) {
  EXPECT_TRUE(
      Check(Key(KeyType::kGost2004), kGost2004KeyOid.text(), {}, SignWith(KeyType::kGost2004, "")).value());
  EXPECT_TRUE(Check(Key(KeyType::kGost2015), kGost2015Key512Oid.text(), {}, SignWith(KeyType::kGost2015, ""))
                  .value());
}

TEST_F(VerifySignatureTest, KeyOfAnotherKindIsNoMatch) {
  const ByteVector rsa = SignWith(KeyType::kRsa, kSha256);
  const ByteVector ec = SignWith(KeyType::kEc, kSha256);
  const ByteVector gost = SignWith(KeyType::kGost2015, "");
  EXPECT_FALSE(Check(Key(KeyType::kEc), kRsaSha256, {}, rsa).value());
  EXPECT_FALSE(Check(Key(KeyType::kGost2015), kRsaSha256, {}, rsa).value());
  EXPECT_FALSE(Check(Key(KeyType::kRsa), kEcdsaSha256, {}, ec).value());
  EXPECT_FALSE(Check(Key(KeyType::kRsa), kGost2015Signature512Oid.text(), {}, gost).value());
  EXPECT_FALSE(Check(Key(KeyType::kGost2004), kGost2015Signature512Oid.text(), {}, gost).value());
}

// OpenSSL would gladly check a DSA signature, which looks like one of ECDSA: no algorithm of the table is
// DSA.
TEST_F(VerifySignatureTest, DsaIsNotTakenForEcdsa) {
  const openssl::EvpPkeyCtxPtr generator(EVP_PKEY_CTX_new_from_name(context_->lib_ctx(), "DSA", nullptr));
  EVP_PKEY* raw = nullptr;
  ASSERT_EQ(EVP_PKEY_paramgen_init(generator.get()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_dsa_paramgen_bits(generator.get(), 1024), 1);
  ASSERT_EQ(EVP_PKEY_paramgen(generator.get(), &raw), 1);
  const EvpPkeyPtr parameters(raw);
  raw = nullptr;
  const openssl::EvpPkeyCtxPtr maker(
      EVP_PKEY_CTX_new_from_pkey(context_->lib_ctx(), parameters.get(), nullptr));
  ASSERT_EQ(EVP_PKEY_keygen_init(maker.get()), 1);
  ASSERT_EQ(EVP_PKEY_keygen(maker.get(), &raw), 1);
  const EvpPkeyPtr key(raw);
  const auto signature = Sign(*context_, key.get(), kSha256, kMessage);
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_EQ(Check(key.get(), kEcdsaSha256, {}, *signature).status().code(),
            absl::StatusCode::kInvalidArgument)
      << "such a key is none at all";
}

TEST_F(VerifySignatureTest, AnotherKeyOfTheSameKindIsNoMatch) {
  const auto other = GenerateKey(*context_, KeyType::kGost2015);
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(
      Check(other->get(), kGost2015Signature512Oid.text(), {}, SignWith(KeyType::kGost2015, "")).value());
}

TEST_F(VerifySignatureTest, UnknownAndMalformedIsAnError) {
  const ByteVector signature = SignWith(KeyType::kRsa, kSha256);
  EXPECT_EQ(Check(Key(KeyType::kRsa), "1.2.840.113549.1.1.4", {}, signature).status().code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Check(Key(KeyType::kRsa), kRsaSha256, FromHex("3000"), signature).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Check(nullptr, kRsaSha256, {}, signature).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(VerifySignatureTest, DigestOfAnotherSizeIsAnError) {
  const auto spec = ResolveSignature({kRsaSha256, {}}, "");
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(VerifyDigest(*context_, Shared(Key(KeyType::kRsa)), *spec, ByteVector(20), ByteVector(256))
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(VerifySignatureTest, DigestMadeBeforeServesAsWell) {
  const auto spec = ResolveSignature({kGost2015Signature512Oid.text(), {}}, kStreebog512Oid.text());
  ASSERT_TRUE(spec.ok());
  const auto digest = openssl::Digest(*context_, spec->digest->oid, kMessage);
  ASSERT_TRUE(digest.ok());
  const ByteVector signature = SignWith(KeyType::kGost2015, "");
  EXPECT_TRUE(
      VerifyDigest(*context_, Shared(Key(KeyType::kGost2015)), *spec, digest->bytes(), signature).value());
}

TEST_F(VerifySignatureTest, HugeRsaKeysAreRefusedBeforeTheyCostTime) {
  // A made-up modulus of 8200 bits: its value does not matter, for nothing is computed with it.
  ByteVector modulus(1025, 0xFF);
  const openssl::BignumPtr n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
  const openssl::BignumPtr e(BN_new());
  BN_set_word(e.get(), 65537);
  ByteVector n_native(1025);
  ByteVector e_native(3);
  BN_bn2nativepad(n.get(), n_native.data(), static_cast<int>(n_native.size()));
  BN_bn2nativepad(e.get(), e_native.data(), static_cast<int>(e_native.size()));
  OSSL_PARAM params[] = {OSSL_PARAM_construct_BN("n", n_native.data(), n_native.size()),
                         OSSL_PARAM_construct_BN("e", e_native.data(), e_native.size()),
                         OSSL_PARAM_construct_end()};
  const openssl::EvpPkeyCtxPtr loader(EVP_PKEY_CTX_new_from_name(context_->lib_ctx(), "RSA", nullptr));
  EVP_PKEY* raw = nullptr;
  ASSERT_EQ(EVP_PKEY_fromdata_init(loader.get()), 1);
  ASSERT_EQ(EVP_PKEY_fromdata(loader.get(), &raw, EVP_PKEY_PUBLIC_KEY, params), 1);
  const EvpPkeyPtr key(raw);
  EXPECT_EQ(Check(key.get(), kRsaSha256, {}, ByteVector(1025, 1)).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace oteu::verification::kzgost
