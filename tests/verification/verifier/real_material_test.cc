// Real Kazakh signatures, certificates and lists, each with the answer it must get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "clients/demo_pki/identity.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"
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

// ---- The time stamp of the production authority ----

// The signer's list is at hand, those of the authorities above are not.
class RealTimestamp : public RealMaterial {
 protected:
  static v1::Policy Policy() {
    v1::Policy policy = DefaultPolicy();
    policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
    policy.mutable_levels()->set_tsa_revocation(oteu::v1::CHECK_LEVEL_WARN);
    return policy;
  }
  static TrustMaterial Material() {
    TrustMaterial material = TestPki2022();
    material.crls = {Pki("crl/nca_gost2022_test_ncago.crl")};
    material.tsa_anchors = {Pki("ca-production/root_gost_2022.pem")};
    material.intermediates.push_back(Pki("ca-production/nca_gost_2022.pem"));
    return material;
  }
  static std::string Attached() { return Pki("cms/individual_attached.der"); }
  // DER lengths of a container whose end was changed by `delta` bytes: ContentInfo, [0], SignedData,
  // signerInfos, SignerInfo, in places that this file of 3,459 bytes has them.
  static std::string WithoutToken(std::string cms) {
    constexpr size_t kUnsignedAttributes = 1719;
    const size_t removed = cms.size() - kUnsignedAttributes;
    cms.resize(kUnsignedAttributes);
    for (const size_t length_at : {2U, 17U, 21U, 1233U, 1237U}) {
      const size_t length =
          static_cast<uint8_t>(cms[length_at]) * 256U + static_cast<uint8_t>(cms[length_at + 1]);
      cms[length_at] = static_cast<char>((length - removed) >> 8U);
      cms[length_at + 1] = static_cast<char>((length - removed) & 0xFFU);
    }
    return cms;
  }
};

constexpr char kValid[] = "2026-08-20T00:00:00Z";
constexpr char kAfterExpiry[] = "2027-09-01T00:00:00Z";  // The signer's ended on 2027-05-08.

TEST_F(RealTimestamp, SignatureOutlivesItsCertificate) {
  const std::string document = Pki("cms/individual_document.txt");
  for (const char* at : {kValid, kAfterExpiry, "2028-10-01T00:00:00Z"}) {
    const ValidationReport report = Verify(Material(), Policy(), Attached(), at);
    EXPECT_VERDICT(report, TOTAL_PASSED, UNSPECIFIED);
    EXPECT_VERDICT(Verify(Material(), Policy(), Pki("cms/individual_detached.der"), at, document),
                   TOTAL_PASSED, UNSPECIFIED);
    ASSERT_EQ(report.signers(0).timestamps_size(), 1);
    const auto& token = report.signers(0).timestamps(0);
    EXPECT_EQ(token.imprint_algorithm(), "STREEBOG-512");
    EXPECT_EQ(token.tsa_policy(), "1.2.398.3.3.2.6.4");
    EXPECT_EQ(token.chain_size(), 3);
    EXPECT_EQ(report.signers(0).best_signature_time().seconds(), token.generation_time().seconds());
    EXPECT_LT(
        report.signers(0).best_signature_time().seconds() - absl::ToUnixSeconds(At("2026-07-20T09:08:06Z")),
        5);
  }
}

TEST_F(RealTimestamp, AnchorMayBeTheIssuingAuthorityItself) {
  TrustMaterial material = Material();
  material.tsa_anchors = {Pki("ca-production/nca_gost_2022.pem")};
  EXPECT_VERDICT(Verify(material, Policy(), Attached(), kAfterExpiry), TOTAL_PASSED, UNSPECIFIED);
}

TEST_F(RealTimestamp, WithoutTheTokenItDiesWithTheCertificate) {
  const std::string cms = WithoutToken(Attached());
  EXPECT_VERDICT(Verify(Material(), Policy(), cms, kValid), TOTAL_PASSED, UNSPECIFIED);
  EXPECT_VERDICT(Verify(Material(), Policy(), cms, kAfterExpiry), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
}

TEST_F(RealTimestamp, TokenOfAnotherSignatureProvesNothing) {
  // A new signature by the same person, with the genuine token of the old one beside it.
  const auto identity = demo_pki::LoadIdentity(
      (SharedDir() / "kazakh-pki/keys/individual_valid_individual_valid.cer").string());
  ASSERT_TRUE(identity.ok()) << identity.status();
  constexpr size_t kAttribute = 1723;  // to the end: the one Attribute in unsignedAttrs
  const std::string cms = testing::Sign(
      "another document", {identity->AsSigner()},
      {.signing_time = At("2026-07-20T09:08:06Z"), .unsigned_attributes = {Attached().substr(kAttribute)}});
  EXPECT_VERDICT(Verify(Material(), Policy(), cms, kValid), TOTAL_PASSED, UNSPECIFIED);
  const ValidationReport report = Verify(Material(), Policy(), cms, kAfterExpiry);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  ASSERT_EQ(report.signers(0).timestamps_size(), 1);
  EXPECT_VERDICT(report.signers(0).timestamps(0), TOTAL_FAILED, HASH_FAILURE);
}

TEST_F(RealTimestamp, UnknownAuthorityProvesNothing) {
  for (const std::vector<std::string>& anchors : {std::vector<std::string>{},
                                                  {Pki("ca-production/root_rsa_2020.cer")},
                                                  {Pki("ca-test/root_test_gost_2022.cer")}}) {
    TrustMaterial material = Material();
    material.tsa_anchors = anchors;
    material.anchors.push_back(
        Pki("ca-production/root_gost_2022.pem"));  // For signatures: says nothing of time.
    const ValidationReport report = Verify(material, Policy(), Attached(), kAfterExpiry);
    EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
    EXPECT_VERDICT(report.signers(0).timestamps(0), INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
  }
}

TEST_F(RealTimestamp, StrictPolicyWaitsForTheListsOfTheAuthorities) {
  v1::Policy policy = Policy();
  policy.mutable_levels()->set_tsa_revocation(oteu::v1::CHECK_LEVEL_FAIL);
  EXPECT_VERDICT(Verify(Material(), policy, Attached(), kAfterExpiry), INDETERMINATE, TRY_LATER);
}

// ---- Signatures made with the public test identities ----

class TestIdentities : public RealMaterial {
 protected:
  // The CA's list is at hand, the root's is not.
  static v1::Policy Policy() {
    v1::Policy policy = DefaultPolicy();
    policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
    return policy;
  }
  static std::string SignAs(const std::string& name) {
    const auto identity =
        demo_pki::MakeIdentity(name, Pki("keys/" + name + ".cer"), Pki("keys/" + name + ".scalar"));
    EXPECT_TRUE(identity.ok()) << identity.status();
    return testing::Sign("{}", *identity);
  }
  static ValidationReport VerifyAs(const std::string& name, const std::string& at,
                                   const std::string& type = "") {
    TrustMaterial material = TestPki2022();
    material.crls = {Pki("crl/nca_gost2022_test_ncago.crl")};
    auto verifier = Verifier::Create(material, Policy());
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    return testing::Verify(**verifier, SignAs(name), {.document_type = type, .at = At(at)}).report;
  }
};

TEST_F(TestIdentities, HeadSignsForTheOrganisation) {
  const ValidationReport report = VerifyAs("legal_valid_head", kDay, "SCHOOL_CERTIFICATE");
  EXPECT_VERDICT(report, TOTAL_PASSED, UNSPECIFIED);
  EXPECT_EQ(report.signers(0).bin(), "123456789021");
  EXPECT_EQ(report.signers(0).role(), oteu::v1::SIGNER_ROLE_FIRST_HEAD);
  EXPECT_EQ(report.signers(0).key_bits(), 512);
}

TEST_F(TestIdentities, PersonWithTheRightToSign) {
  EXPECT_VERDICT(VerifyAs("legal_valid_employee_signright", kDay, "SCHOOL_CERTIFICATE"), TOTAL_PASSED,
                 UNSPECIFIED);
}

TEST_F(TestIdentities, IndividualSignsAnApplicationAndNoCertificate) {
  EXPECT_VERDICT(VerifyAs("individual_valid_individual_valid", kDay, "APPLICATION"), TOTAL_PASSED,
                 UNSPECIFIED);
  EXPECT_VERDICT(VerifyAs("individual_valid_individual_valid", kDay, "SCHOOL_CERTIFICATE"), INDETERMINATE,
                 SIG_CONSTRAINTS_FAILURE);
}

// Its certificate was superseded on 2 June 2026: signatures count for a time before, and not after.
TEST_F(TestIdentities, EmployeeNeedsADelegationAndAValidCertificate) {
  const ValidationReport may = VerifyAs("legal_valid_employee", "2026-05-20T00:00:00Z", "SCHOOL_CERTIFICATE");
  EXPECT_VERDICT(may, TOTAL_PASSED, UNSPECIFIED);
  EXPECT_THAT(testing::Codes(may, oteu::v1::CHECK_LEVEL_WARN), ::testing::Contains("DELEGATION_REQUIRED"));
  EXPECT_VERDICT(VerifyAs("legal_valid_employee", kDay), INDETERMINATE, REVOKED_NO_POE);
}

// The treasury system's certificate states no role of an information system, only the legal entity.
TEST_F(TestIdentities, TreasurySystemIsALegalEntityWithoutARole) {
  const ValidationReport report = VerifyAs("legal_valid_infosystem", "2026-05-20T00:00:00Z");
  EXPECT_VERDICT(report, TOTAL_PASSED, UNSPECIFIED);
  EXPECT_EQ(report.signers(0).role(), oteu::v1::SIGNER_ROLE_LEGAL_ENTITY);
}

// On the list it is on hold, since 8 May 2026.
TEST_F(TestIdentities, HeadOnHoldIsNotAccepted) {
  EXPECT_VERDICT(VerifyAs("legal_revoked_head", kDay), INDETERMINATE, TRY_LATER);
  EXPECT_THAT(testing::Codes(VerifyAs("legal_revoked_head", kDay)),
              ::testing::Contains("CERTIFICATE_ON_HOLD"));
}

TEST_F(TestIdentities, WithoutTheRootsListAStrictPolicyWaits) {
  TrustMaterial material = TestPki2022();
  material.crls = {Pki("crl/nca_gost2022_test_ncago.crl")};
  const ValidationReport report = Verify(material, DefaultPolicy(), SignAs("legal_valid_head"), kDay);
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_EQ(report.signers(0).findings(0).object(), "signers[0].chain[1]");
  // With the CA itself as anchor nothing is missing.
  material.anchors = material.intermediates;
  EXPECT_VERDICT(Verify(material, DefaultPolicy(), SignAs("legal_valid_head"), kDay), TOTAL_PASSED,
                 UNSPECIFIED);
}

// ---- Production authorities ----

TEST_F(RealMaterial, ProductionAuthoritiesLoadAndChain) {
  TrustMaterial material;
  for (const char* root : {"root_gost", "root_gost_2022", "root_rsa"}) {
    material.anchors.push_back(Pki(std::string("ca-production/") + root + ".pem"));
  }
  for (const char* root : {"root_gost_2020", "root_rsa_2020"}) {
    material.anchors.push_back(Pki(std::string("ca-production/") + root + ".cer"));
  }
  for (const char* ca : {"nca_gost.pem", "nca_gost_2022.pem", "nca_rsa.pem", "nca_rsa_2022.cer",
                         "btsd_gost.cer", "ucgo_gost.cer"}) {
    material.intermediates.push_back(Pki(std::string("ca-production/") + ca));
  }
  auto verifier = Verifier::Create(material, DefaultPolicy());
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  // A signature under the test authority has no chain to these.
  const auto result = testing::Verify(**verifier, Pki("cms/individual_attached.der"), {.at = At(kDay)});
  EXPECT_VERDICT(result.report, INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
}

}  // namespace
}  // namespace oteu::verification
