// Real Kazakh signatures, certificates and lists, each with the answer it must get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/verification/shared_material.h"
#include "verification/policy/policy.h"
#include "verification/report/verdict.h"
#include "verification/verifier.h"

namespace oteu::verification {
namespace {

using oteu::v1::ValidationReport;
using testing_material::ReadFile;
using testing_material::SharedDir;

std::string Pki(const std::string& path) { return ReadFile(SharedDir() / "kazakh-pki" / path); }

// Only the revocation data that is at hand is asked for.
v1::Policy LenientPolicy() {
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_WARN);
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  return policy;
}

TrustMaterial TestPki2022() {
  return {.anchors = {Pki("ca-test/root_test_gost_2022.cer")},
          .intermediates = {Pki("ca-test/nca_gost2022_test.cer")},
          .crls = {}};
}

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

ValidationReport Verify(const TrustMaterial& material, const v1::Policy& policy, const std::string& container,
                        const std::string& at, std::optional<absl::string_view> content = std::nullopt) {
  auto verifier = Verifier::Create(material, policy);
  EXPECT_TRUE(verifier.ok()) << verifier.status();
  if (!verifier.ok()) return {};
  auto result =
      (*verifier)->Verify({.container = container, .content = content, .at = At(at), .document_type = ""});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? result->report : ValidationReport();
}

#define EXPECT_VERDICT(report, main, sub)                                                  \
  EXPECT_EQ((report).indication(), oteu::v1::INDICATION_##main) << (report).DebugString(); \
  EXPECT_EQ((report).sub_indication(), oteu::v1::SUB_INDICATION_##sub) << (report).DebugString()

class RealMaterial : public ::testing::Test {
 protected:
  void SetUp() override { OTEU_SKIP_WITHOUT("kazakh-pki"); }
};

constexpr char kDay[] = "2026-08-20T00:00:00Z";

TEST_F(RealMaterial, AttachedSignatureOfAnIndividual) {
  const std::string cms = Pki("cms/individual_attached.der");
  const ValidationReport report = Verify(TestPki2022(), LenientPolicy(), cms, kDay);
  EXPECT_VERDICT(report, TOTAL_PASSED, UNSPECIFIED);
  ASSERT_EQ(report.signers_size(), 1);
  EXPECT_EQ(report.signers(0).iin(), "123456789011");
  EXPECT_EQ(report.signers(0).bin(), "");
  EXPECT_EQ(report.signers(0).role(), oteu::v1::SIGNER_ROLE_INDIVIDUAL);
  EXPECT_EQ(report.signers(0).chain_size(), 3);
  EXPECT_EQ(report.content_size_bytes(), 86);
  EXPECT_VERDICT(Verify(TestPki2022(), DefaultPolicy(), cms, kDay), INDETERMINATE, TRY_LATER);
}

TEST_F(RealMaterial, DetachedSignatureOfAnIndividual) {
  const std::string cms = Pki("cms/individual_detached.der");
  const std::string document = Pki("cms/individual_document.txt");
  EXPECT_VERDICT(Verify(TestPki2022(), LenientPolicy(), cms, kDay, document), TOTAL_PASSED, UNSPECIFIED);
  EXPECT_VERDICT(Verify(TestPki2022(), LenientPolicy(), cms, kDay, document + " "), TOTAL_FAILED,
                 HASH_FAILURE);
  EXPECT_VERDICT(Verify(TestPki2022(), LenientPolicy(), cms, kDay), INDETERMINATE, SIGNED_DATA_NOT_FOUND);
}

TEST_F(RealMaterial, RsaSampleOf2022) {
  const TrustMaterial material = {
      .anchors = {Pki("ca-test/nca_rsa_test.crt")}, .intermediates = {}, .crls = {}};
  const std::string cms = Pki("cms/ncanode_CmsIntegrationTest_SIGNED_CMS.der");
  EXPECT_VERDICT(Verify(material, LenientPolicy(), cms, "2021-06-01T00:00:00Z"), TOTAL_PASSED, UNSPECIFIED);
  // Its certificate had ended when it says it was made.
  EXPECT_VERDICT(Verify(material, LenientPolicy(), cms, "2022-10-01T18:52:19Z"), INDETERMINATE,
                 OUT_OF_BOUNDS_NO_POE);
}

}  // namespace
}  // namespace oteu::verification
