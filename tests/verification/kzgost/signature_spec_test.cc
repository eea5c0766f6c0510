#include "verification/kzgost/signature_spec.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"

namespace oteu::verification::kzgost {
namespace {

using testing::ByteVector;
using testing::FromHex;

constexpr char kSha1[] = "1.3.14.3.2.26";
constexpr char kSha256[] = "2.16.840.1.101.3.4.2.1";
constexpr char kSha512[] = "2.16.840.1.101.3.4.2.3";
constexpr char kPss[] = "1.2.840.113549.1.1.10";

// RSASSA-PSS parameters from their four fields, each in hexadecimal with its own tag.
std::string PssHex(const std::string& fields) {
  return "30" + openssl::ToHex(ByteVector{static_cast<uint8_t>(fields.size() / 2)}) + fields;
}
constexpr char kHashSha256[] = "a00f300d06096086480165030402010500";
constexpr char kHashSha256NoNull[] = "a00d300b0609608648016503040201";
constexpr char kMaskSha256[] = "a11c301a06092a864886f70d010108300d06096086480165030402010500";
constexpr char kMaskSha1[] = "a116301406092a864886f70d010108300706052b0e03021a";
constexpr char kSalt32[] = "a203020120";

absl::StatusOr<SignatureSpec> Resolve(const std::string& oid, const ByteVector& parameters,
                                      std::string_view digest_oid = "") {
  return ResolveSignature({oid, parameters}, digest_oid);
}
absl::StatusOr<SignatureSpec> ResolvePss(const std::string& fields, std::string_view digest_oid = "") {
  return Resolve(kPss, FromHex(PssHex(fields)), digest_oid);
}
bool PssIsRefused(const std::string& fields) {
  return ResolvePss(fields).status().code() == absl::StatusCode::kInvalidArgument;
}

TEST(Algorithms, TableHasNoOidTwice) {
  std::set<std::string> oids;
  for (const SignatureAlgorithm& algorithm : KnownSignatures())
    EXPECT_TRUE(oids.insert(algorithm.oid).second);
  for (const DigestAlgorithm& digest : KnownDigests()) EXPECT_TRUE(oids.insert(digest.oid).second);
  for (const SignatureAlgorithm& algorithm : KnownSignatures()) {
    EXPECT_EQ(FindSignatureAlgorithm(algorithm.oid), &algorithm);
  }
  EXPECT_EQ(FindSignatureAlgorithm("1.2.840.113549.1.1.4") /* MD5 with RSA */, nullptr);
  EXPECT_EQ(FindDigestAlgorithm(""), nullptr);
}

TEST(Algorithms, ContextHoldsEveryDigestOfTheTable) {
  const auto context = CreateKzContext();
  ASSERT_TRUE(context.ok());
  for (const DigestAlgorithm& digest : KnownDigests()) {
    const EVP_MD* md = (*context)->FindDigest(digest.oid);
    ASSERT_NE(md, nullptr) << digest.name;
    EXPECT_EQ(EVP_MD_get_size(md), static_cast<int>(digest.size_bytes)) << digest.name;
  }
}

TEST(Algorithms, OnlyWhatHasBeenBrokenIsWeak) {
  for (const DigestAlgorithm& digest : KnownDigests()) {
    EXPECT_EQ(digest.strength == Strength::kWeak, std::string(digest.name) == "SHA-1") << digest.name;
    EXPECT_EQ(digest.strength == Strength::kLegacy, digest.oid == std::string(kGost34311Oid.text()))
        << digest.name;
  }
}

TEST(Algorithms, KeysFitTheirOwnScheme) {
  using enum SignatureScheme;
  EXPECT_TRUE(KeyFitsScheme(KeyType::kRsa, kRsaPkcs1));
  EXPECT_TRUE(KeyFitsScheme(KeyType::kRsa, kRsaPss));
  EXPECT_TRUE(KeyFitsScheme(KeyType::kRsaPss, kRsaPss));
  EXPECT_FALSE(KeyFitsScheme(KeyType::kRsaPss, kRsaPkcs1));
  EXPECT_FALSE(KeyFitsScheme(KeyType::kGost2004, SignatureScheme::kGost2015));
  EXPECT_FALSE(KeyFitsScheme(KeyType::kGost2015, SignatureScheme::kGost2004));
  for (const SignatureScheme scheme :
       {kRsaPkcs1, kRsaPss, kEcdsa, SignatureScheme::kGost2015, SignatureScheme::kGost2004}) {
    EXPECT_FALSE(KeyFitsScheme(KeyType::kOther, scheme));
  }
}

TEST(AlgorithmIdentifierTest, IsReadStrictly) {
  const ByteVector der = FromHex("300d06092a864886f70d01010b0500");
  const auto identifier = ParseAlgorithmIdentifier(der);
  ASSERT_TRUE(identifier.ok());
  EXPECT_EQ(identifier->oid, "1.2.840.113549.1.1.11");
  EXPECT_EQ(openssl::ToHex(identifier->parameters), "0500");
  const ByteVector bare = FromHex("300a06082a8648ce3d040302");
  ASSERT_TRUE(ParseAlgorithmIdentifier(bare).ok());
  EXPECT_TRUE(ParseAlgorithmIdentifier(bare)->parameters.empty());
  for (const char* hex :
       {"", "3000", "30020500", "300d06092a864886f70d01010b050000", "300f06092a864886f70d01010b05000500",
        "310d06092a864886f70d01010b0500", "300306012a80", "3003060180"}) {
    EXPECT_FALSE(ParseAlgorithmIdentifier(FromHex(hex)).ok()) << hex;
  }
}

TEST(ResolveSignature, TakesTheDigestFromTheAlgorithm) {
  const auto spec = Resolve("1.2.840.113549.1.1.11", FromHex("0500"));
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_STREQ(spec->digest->oid, kSha256);
  EXPECT_TRUE(Resolve("1.2.840.113549.1.1.11", FromHex("0500"), kSha256).ok());
}

TEST(ResolveSignature, RefusesADigestThatContradicts) {
  EXPECT_EQ(Resolve("1.2.840.113549.1.1.11", FromHex("0500"), kSha1).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Resolve(kGost2015Signature512Oid.text(), FromHex("0500"), kStreebog256Oid.text()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ResolveSignature, RsaEncryptionNeedsADigestBesideIt) {
  EXPECT_EQ(Resolve("1.2.840.113549.1.1.1", FromHex("0500")).status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto spec = Resolve("1.2.840.113549.1.1.1", FromHex("0500"), kSha512);
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_STREQ(spec->digest->oid, kSha512);
}

TEST(ResolveSignature, KazakhKeyOidStandsForTheSignature) {
  for (const char* oid : {kGost2015Key512Oid.text(), kGost2015Signature512Oid.text()}) {
    const auto spec = Resolve(oid, FromHex("0500"), kStreebog512Oid.text());
    ASSERT_TRUE(spec.ok()) << spec.status();
    EXPECT_EQ(spec->algorithm->scheme, SignatureScheme::kGost2015);
    EXPECT_EQ(spec->algorithm->is_key_oid, oid == std::string(kGost2015Key512Oid.text()));
  }
  const auto old = Resolve(kGost2004KeyOid.text(), {});
  ASSERT_TRUE(old.ok()) << old.status();
  EXPECT_STREQ(old->digest->oid, kGost34311Oid.text());
}

TEST(ResolveSignature, UnknownAlgorithmsAreUnimplemented) {
  EXPECT_EQ(Resolve("1.2.840.113549.1.1.4", FromHex("0500")).status().code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Resolve("", {}).status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Resolve("1.2.840.113549.1.1.11", FromHex("0500"), "1.2.3").status().code(),
            absl::StatusCode::kUnimplemented);
}

TEST(ResolveSignature, ParametersMustBeThoseOfTheScheme) {
  EXPECT_TRUE(Resolve("1.2.840.113549.1.1.11", {}).ok());
  EXPECT_TRUE(Resolve("1.2.840.10045.4.3.2", {}).ok());
  EXPECT_TRUE(Resolve(kGost2015Signature512Oid.text(), {}).ok());
  EXPECT_FALSE(Resolve("1.2.840.10045.4.3.2", FromHex("0500")).ok());
  for (const char* oid : {"1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2", kGost2015Signature512Oid.text()}) {
    for (const char* hex : {"050100", "3000", "0400", "0501"}) {
      EXPECT_EQ(Resolve(oid, FromHex(hex)).status().code(), absl::StatusCode::kInvalidArgument)
          << oid << " " << hex;
    }
  }
}

TEST(PssParameters, AreReadFieldByField) {
  const auto spec = ResolvePss(std::string(kHashSha256) + kMaskSha256 + kSalt32);
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_STREQ(spec->digest->oid, kSha256);
  EXPECT_EQ(spec->pss_salt_bytes, 32);
  EXPECT_TRUE(
      ResolvePss(std::string(kHashSha256NoNull) + kMaskSha256 + kSalt32 + "a303020101", kSha256).ok());
}

TEST(PssParameters, DefaultsAreSha1AndTwentyBytes) {
  const auto spec = ResolvePss("");
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_STREQ(spec->digest->oid, kSha1);
  EXPECT_EQ(spec->pss_salt_bytes, 20);
  EXPECT_TRUE(ResolvePss(std::string("a009300706052b0e03021a") + kMaskSha1 + "a203020114").ok());
}

TEST(PssParameters, EverythingElseIsRefused) {
  const std::string hash = kHashSha256;
  const std::string mask = kMaskSha256;
  EXPECT_EQ(Resolve(kPss, {}).status().code(), absl::StatusCode::kInvalidArgument) << "absent";
  EXPECT_EQ(Resolve(kPss, FromHex("0500")).status().code(), absl::StatusCode::kInvalidArgument) << "NULL";
  EXPECT_FALSE(Resolve(kPss, FromHex("300000")).ok()) << "bytes after";
  EXPECT_TRUE(PssIsRefused(hash)) << "mask hash left at SHA-1";
  EXPECT_TRUE(PssIsRefused(mask)) << "hash left at SHA-1";
  EXPECT_TRUE(PssIsRefused(mask + hash)) << "out of order";
  EXPECT_TRUE(PssIsRefused(hash + mask + kSalt32 + "a303020102")) << "another trailer";
  EXPECT_TRUE(PssIsRefused(hash + mask + "a203020141")) << "salt of 65 bytes";
  EXPECT_TRUE(PssIsRefused(hash + mask + "a2030201ff")) << "negative salt";
  EXPECT_TRUE(PssIsRefused(hash + mask + "a20402020020")) << "salt not in the shortest form";
  EXPECT_TRUE(PssIsRefused(hash + mask + "a2050201200500")) << "bytes after the salt";
  EXPECT_TRUE(PssIsRefused(hash + mask + kSalt32 + kSalt32)) << "salt twice";
  EXPECT_TRUE(PssIsRefused(hash + mask + kSalt32 + "a403020101")) << "unknown field";
  EXPECT_TRUE(PssIsRefused(hash + "a11c301a06092a864886f70d010109300d06096086480165030402010500"))
      << "not MGF1";
  EXPECT_TRUE(PssIsRefused("a00e300c06082a864886f70d02050500" + mask)) << "MD5";
  EXPECT_TRUE(
      PssIsRefused("a010300e06096086480165030402010401"
                   "00" +
                   mask))
      << "hash with parameters";
  EXPECT_EQ(ResolvePss(hash + mask + kSalt32, kSha512).status().code(), absl::StatusCode::kInvalidArgument)
      << "another digest beside it";
}

}  // namespace
}  // namespace oteu::verification::kzgost
