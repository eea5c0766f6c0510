// Every byte of a signed container, changed: it must fail, or say exactly the same about the same content and signer.
#include <gtest/gtest.h>

#include "tests/verification/shared_material.h"
#include "absl/strings/escaping.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

struct Tally {
  int failed = 0;
  int unchanged = 0;  // passed, with the same content and signer
};

// `flips`: the bits to change in each byte, one by one.
Tally MutateEveryByte(const Verifier& verifier, const std::string& container, absl::Time at,
                      const std::vector<uint8_t>& flips) {
  const VerificationResult original = Verify(verifier, container, {.at = at});
  EXPECT_PASSED(original.report);
  Tally tally;
  for (size_t i = 0; i < container.size(); ++i) {
    for (const uint8_t flip : flips) {
      std::string mutated = container;
      mutated[i] = static_cast<char>(static_cast<uint8_t>(mutated[i]) ^ flip);
      const VerificationResult result = Verify(verifier, mutated, {.at = at});
      if (result.report.indication() != oteu::v1::INDICATION_TOTAL_PASSED) {
        ++tally.failed;
        continue;
      }
      ++tally.unchanged;
      EXPECT_EQ(result.content, original.content) << "byte " << i << " ^ " << int{flip};
      EXPECT_EQ(result.report.signers_size(), original.report.signers_size());
      for (int s = 0; s < result.report.signers_size(); ++s) {
        EXPECT_EQ(result.report.signers(s).certificate_sha256(), original.report.signers(s).certificate_sha256())
            << "byte " << i << " ^ " << int{flip};
      }
    }
  }
  return tally;
}

TEST(Mutation, EcdsaContainer) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string cms = Sign("a short document", family.Get(kSchoolHead));
  const Tally tally = MutateEveryByte(*verifier, cms, Now(), {0x01, 0x20, 0x80, 0xFF});
  // What may change unnoticed: version, digestAlgorithms. Everything else is signed, or names what is.
  EXPECT_LE(tally.unchanged, 24) << tally.failed;
  EXPECT_GT(tally.failed, 4000);
}

TEST(Mutation, RsaContainerWithTwoSigners) {
  const DemoFamily& family = Family(KeyKind::kRsa);
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string cms =
      Sign("a short document", {family.Get(kSchoolHead).AsSigner(), family.Get(kPmpcHead).AsSigner()});
  EXPECT_LE(MutateEveryByte(*verifier, cms, Now(), {0x01, 0x80}).unchanged, 24);
}

TEST(Mutation, DetachedContainerWithoutAttributes) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const auto verifier = MakeVerifier(MaterialOf(family));
  CmsOptions options;
  options.defects.omit_signed_attributes = true;
  const std::string cms = Sign("a short document", {family.Get(kSchoolHead).AsSigner()}, options);
  EXPECT_LE(MutateEveryByte(*verifier, cms, Now(), {0x01, 0x80}).unchanged, 24);
}

TEST(Mutation, Base64Text) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string text = absl::Base64Escape(Sign("a short document", family.Get(kSchoolHead)));
  MutateEveryByte(*verifier, text, Now(), {0x01});
}

// Real: GOST 34.10-2015 with a time stamp (an unsigned attribute, which may change).
TEST(Mutation, RealGostContainer) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto pki = [](const char* path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  };
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  const auto verifier = MakeVerifier({.anchors = {pki("ca-test/nca_gost2022_test.cer")}, .intermediates = {}, .crls = {}}, policy);
  const std::string cms = pki("cms/individual_attached.der");
  const Tally tally = MutateEveryByte(*verifier, cms, absl::FromUnixSeconds(1787184000), {0x01});
  EXPECT_GE(tally.failed, 1700) << "bytes up to the unsigned attributes";
}

TEST(Mutation, EveryPrefixFails) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string cms = Sign("a short document", family.Get(kSchoolHead));
  for (size_t size = 0; size < cms.size(); ++size) {
    EXPECT_NE(Verify(*verifier, cms.substr(0, size)).report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << size;
  }
}

}  // namespace
}  // namespace oteu::verification
