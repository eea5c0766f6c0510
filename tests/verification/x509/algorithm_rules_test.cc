// Which algorithms the default policy accepts, and until when.
#include "verification/x509/algorithm_rules.h"

#include <gtest/gtest.h>

#include "verification/policy/policy.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::KeyType;

const absl::Time k2026 = absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone());

kzgost::SignatureSpec Spec(const char* signature_oid, const char* digest_oid) {
  return {kzgost::FindSignatureAlgorithm(signature_oid), kzgost::FindDigestAlgorithm(digest_oid), 32};
}
bool Accepted(const kzgost::SignatureSpec& spec, const KeyFacts& key, absl::Time at = k2026) {
  return !JudgeAlgorithm(DefaultPolicy(), spec, key, at).has_value();
}

constexpr char kSha1[] = "1.3.14.3.2.26";
constexpr char kSha224[] = "2.16.840.1.101.3.4.2.4";
constexpr char kSha256[] = "2.16.840.1.101.3.4.2.1";
constexpr char kRsa[] = "1.2.840.113549.1.1.1";
constexpr char kPss[] = "1.2.840.113549.1.1.10";
constexpr char kEcdsa[] = "1.2.840.10045.4.3.2";
constexpr char kGost2015[] = "1.2.398.3.10.1.1.2.3.2";
constexpr char kGost2004[] = "1.2.398.3.10.1.1.1.2";

TEST(AlgorithmRules, RsaFrom2048Bits) {
  EXPECT_TRUE(Accepted(Spec(kRsa, kSha256), {KeyType::kRsa, 2048, ""}));
  EXPECT_FALSE(Accepted(Spec(kRsa, kSha256), {KeyType::kRsa, 2047, ""}));
  EXPECT_TRUE(Accepted(Spec(kPss, kSha256), {KeyType::kRsa, 2048, ""}));
  EXPECT_TRUE(Accepted(Spec(kPss, kSha256), {KeyType::kRsaPss, 4096, ""}));
}

TEST(AlgorithmRules, Sha1AndSha224AreRefused) {
  EXPECT_FALSE(Accepted(Spec(kRsa, kSha1), {KeyType::kRsa, 4096, ""}));
  EXPECT_FALSE(Accepted(Spec(kRsa, kSha224), {KeyType::kRsa, 4096, ""}));
  // Even by a policy that names it and that nobody linted.
  v1::Policy policy = DefaultPolicy();
  for (auto& rule : *policy.mutable_signature_algorithms()) rule.add_digests(v1::DIGEST_ALGORITHM_SHA1);
  EXPECT_TRUE(JudgeAlgorithm(policy, Spec(kRsa, kSha1), {KeyType::kRsa, 4096, ""}, k2026).has_value());
}

TEST(AlgorithmRules, NamedCurvesAlone) {
  EXPECT_TRUE(Accepted(Spec(kEcdsa, kSha256), {KeyType::kEc, 256, "P-256"}));
  EXPECT_TRUE(Accepted(Spec(kEcdsa, kSha256), {KeyType::kEc, 521, "P-521"}));
  EXPECT_FALSE(Accepted(Spec(kEcdsa, kSha256), {KeyType::kEc, 256, ""}))
      << "another curve, or explicit parameters";
  EXPECT_FALSE(Accepted(Spec(kEcdsa, kSha256), {KeyType::kEc, 224, "P-224"}));
}

TEST(AlgorithmRules, Gost) {
  EXPECT_TRUE(Accepted(Spec(kGost2015, "1.2.398.3.10.1.3.3"), {KeyType::kGost2015, 512, ""}));
  EXPECT_TRUE(Accepted(Spec(kGost2004, "1.2.398.3.10.1.3.1"), {KeyType::kGost2004, 256, ""}));
}

TEST(AlgorithmRules, KeyMustBeOfTheScheme) {
  EXPECT_FALSE(Accepted(Spec(kEcdsa, kSha256), {KeyType::kRsa, 4096, ""}));
  EXPECT_FALSE(Accepted(Spec(kRsa, kSha256), {KeyType::kRsaPss, 4096, ""}));
  EXPECT_FALSE(Accepted(Spec(kGost2004, "1.2.398.3.10.1.3.1"), {KeyType::kGost2015, 512, ""}));
}

TEST(AlgorithmRules, EndDates) {
  const absl::Time last = absl::FromCivil(absl::CivilSecond(2030, 12, 31, 23, 59, 59), absl::UTCTimeZone());
  const KeyFacts key{KeyType::kRsa, 2048, ""};
  EXPECT_TRUE(Accepted(Spec(kRsa, kSha256), key, last));
  const auto after = JudgeAlgorithm(DefaultPolicy(), Spec(kRsa, kSha256), key, last + absl::Seconds(1));
  ASSERT_TRUE(after.has_value());
  // A time stamp from before would help.
  EXPECT_EQ(after->sub_indication, oteu::v1::SUB_INDICATION_CRYPTO_CONSTRAINTS_FAILURE_NO_POE);
  EXPECT_EQ(JudgeAlgorithm(DefaultPolicy(), Spec(kRsa, kSha1), key, last)->sub_indication,
            oteu::v1::SUB_INDICATION_UNSPECIFIED);
  EXPECT_TRUE(Accepted(Spec(kRsa, kSha256), {KeyType::kRsa, 3072, ""}, last + absl::Hours(24 * 3650)));
}

TEST(AlgorithmRules, CertificatesNeedAKnownSignatureAlgorithm) {
  const auto judge = [](const std::string& identifier, const KeyFacts& key) {
    return JudgeSignatureAlgorithm(DefaultPolicy(), openssl::AsBytes(identifier), key, k2026);
  };
  const std::string sha256_with_rsa =
      std::string("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00", 15);
  const std::string rsa_key = std::string("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 15);
  const std::string dsa = std::string("\x30\x09\x06\x07\x2a\x86\x48\xce\x38\x04\x03", 11);
  const KeyFacts key{KeyType::kRsa, 2048, ""};
  EXPECT_FALSE(judge(sha256_with_rsa, key).has_value());
  for (const std::string& unknown : {rsa_key, dsa, std::string("x")}) {
    ASSERT_TRUE(judge(unknown, key).has_value());
    EXPECT_EQ(judge(unknown, key)->code, oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN);
  }
}

}  // namespace
}  // namespace oteu::verification::x509
