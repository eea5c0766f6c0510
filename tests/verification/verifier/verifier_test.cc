// The Verifier over demonstration PKIs: who passes, who does not, and why.
#include "verification/verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "clients/demo_pki/der_writer.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

constexpr char kDocument[] = R"({"child_iin":"000000000000"})";
constexpr absl::Duration kDay = absl::Hours(24);

class EveryKeyKind : public ::testing::TestWithParam<KeyKind> {};

INSTANTIATE_TEST_SUITE_P(Kinds, EveryKeyKind,
                         ::testing::Values(KeyKind::kRsa, KeyKind::kRsaPss, KeyKind::kEcP256,
                                           KeyKind::kGost2015, KeyKind::kGost2004));

TEST_P(EveryKeyKind, AttachedSignaturePasses) {
  const DemoFamily& family = Family(GetParam());
  const auto verifier = MakeVerifier(MaterialOf(family));
  const Identity& head = family.Get(kSchoolHead);
  const VerificationResult result =
      Verify(*verifier, Sign(kDocument, head), {.document_type = "SCHOOL_CERTIFICATE"});
  EXPECT_PASSED(result.report);
  EXPECT_EQ(result.content, kDocument);
  const oteu::v1::SignerReport& signer = result.report.signers(0);
  EXPECT_EQ(signer.bin(), SchoolBin());
  EXPECT_EQ(signer.role(), oteu::v1::SIGNER_ROLE_FIRST_HEAD);
  ASSERT_EQ(signer.chain_size(), 3);
  EXPECT_EQ(signer.chain(0).revocation(), oteu::v1::REVOCATION_STATUS_GOOD);
  EXPECT_EQ(signer.chain(1).revocation(), oteu::v1::REVOCATION_STATUS_GOOD);
  EXPECT_EQ(signer.chain(0).ca_subject(), "") << "a person's name";
  EXPECT_THAT(signer.chain(1).ca_subject(), HasSubstr("ISSUING CA"));
  EXPECT_TRUE(signer.chain(2).trust_anchor());
  EXPECT_FALSE(signer.chain(1).trust_anchor());
  EXPECT_EQ(signer.claimed_signing_time().seconds(), kNowUnix);
  EXPECT_EQ(signer.best_signature_time().seconds(), kNowUnix);
  EXPECT_THAT(Codes(result.report, oteu::v1::CHECK_LEVEL_WARN), ElementsAre("DEMO_CERTIFICATE"));
}

TEST_P(EveryKeyKind, DetachedSignatureIsOverExactlyItsContent) {
  const DemoFamily& family = Family(GetParam());
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string cms =
      Sign(kDocument, {family.Get(kSchoolHead).AsSigner()}, {.detached = true, .signing_time = Now()});
  const VerificationResult result = Verify(*verifier, cms, {.content = kDocument});
  EXPECT_PASSED(result.report);
  EXPECT_TRUE(result.report.detached());
  EXPECT_VERDICT(Verify(*verifier, cms, {.content = "another"}).report, TOTAL_FAILED, HASH_FAILURE);
  EXPECT_VERDICT(Verify(*verifier, cms).report, INDETERMINATE, SIGNED_DATA_NOT_FOUND);
}

TEST_P(EveryKeyKind, SignatureWithoutAttributesPassesOverData) {
  const DemoFamily& family = Family(GetParam());
  const auto verifier = MakeVerifier(MaterialOf(family));
  CmsOptions options;
  options.defects.omit_signed_attributes = true;
  const std::string cms = Sign(kDocument, {family.Get(kSchoolHead).AsSigner()}, options);
  EXPECT_PASSED(Verify(*verifier, cms).report);
}

TEST_P(EveryKeyKind, ChangedSignatureValueFails) {
  const DemoFamily& family = Family(GetParam());
  CmsOptions options{.signing_time = Now()};
  options.defects.signature_value = true;
  const std::string cms = Sign(kDocument, {family.Get(kSchoolHead).AsSigner()}, options);
  EXPECT_VERDICT(Verify(*MakeVerifier(MaterialOf(family)), cms).report, TOTAL_FAILED, SIG_CRYPTO_FAILURE);
}

TEST_P(EveryKeyKind, RevokedSignerIsFound) {
  const DemoFamily& family = Family(GetParam());
  const auto result =
      Verify(*MakeVerifier(MaterialOf(family)), Sign(kDocument, family.Get(kSchoolHeadRevoked)));
  EXPECT_VERDICT(result.report, INDETERMINATE, REVOKED_NO_POE);
  EXPECT_EQ(result.report.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_REVOKED);
}

// ---- Signers ----

class Signers : public ::testing::Test {
 protected:
  const DemoFamily& family_ = Family();
  std::unique_ptr<Verifier> verifier_ = MakeVerifier(MaterialOf(family_));

  // The name of the root, as it stands in its certificate.
  std::string RootName() const {
    const auto outline = x509::ReadOutline(openssl::AsBytes(family_.root.certificate));
    return std::string(openssl::AsStringView(outline->subject));
  }

  oteu::v1::ValidationReport VerifyAs(const char* identity, const std::string& document_type = "") {
    return Verify(*verifier_, Sign(kDocument, family_.Get(identity)), {.document_type = document_type})
        .report;
  }
};

TEST_F(Signers, OnHoldIsTryLater) {
  EXPECT_VERDICT(VerifyAs(kSchoolHeadOnHold), INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(VerifyAs(kSchoolHeadOnHold)), ElementsAre("CERTIFICATE_ON_HOLD"));
}

TEST_F(Signers, ExpiredIsOutOfBounds) {
  // The list was made after the certificate ended: it may have been dropped from it.
  EXPECT_VERDICT(VerifyAs(kSchoolHeadExpired), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_THAT(Codes(VerifyAs(kSchoolHeadExpired)),
              ElementsAre("CERTIFICATE_EXPIRED", "REVOCATION_DATA_STALE"));
}

TEST_F(Signers, AuthenticationCertificateDoesNotSign) {
  EXPECT_VERDICT(VerifyAs(kSchoolHeadAuth, "SCHOOL_CERTIFICATE"), INDETERMINATE, SIG_CONSTRAINTS_FAILURE);
  EXPECT_THAT(Codes(VerifyAs(kSchoolHeadAuth)), Contains("PURPOSE_NOT_SIGNATURE"));
}

TEST_F(Signers, TimeStampingAuthorityDoesNotSignDocuments) {
  EXPECT_THAT(Codes(VerifyAs(kTsa)), ElementsAre("EXTENDED_KEY_USAGE_NOT_ACCEPTED"));
}

TEST_F(Signers, RolesByTypeOfDocument) {
  EXPECT_PASSED(VerifyAs(kSchoolSigner, "SCHOOL_CERTIFICATE"));
  EXPECT_PASSED(VerifyAs(kSchoolSystem, "SCHOOL_CERTIFICATE"));
  EXPECT_THAT(Codes(VerifyAs(kSchoolSystem, "PMPC_CONCLUSION")), ElementsAre("ROLE_NOT_ACCEPTED"));
  EXPECT_THAT(Codes(VerifyAs(kPerson, "SCHOOL_CERTIFICATE")),
              ElementsAre("BIN_MISMATCH", "ROLE_NOT_ACCEPTED"));
  EXPECT_PASSED(VerifyAs(kPerson, "APPLICATION"));
  EXPECT_THAT(Codes(VerifyAs(kSchoolHead, "APPLICATION")), ElementsAre("ROLE_NOT_ACCEPTED"));
  EXPECT_PASSED(VerifyAs(kPerson, "RESIDENCE"));
}

TEST_F(Signers, EmployeeIsMarkedAsNeedingADelegation) {
  const auto report = VerifyAs(kSchoolEmployee, "SCHOOL_CERTIFICATE");
  EXPECT_PASSED(report);
  EXPECT_THAT(Codes(report, oteu::v1::CHECK_LEVEL_WARN), Contains("DELEGATION_REQUIRED"));
}

TEST_F(Signers, SystemHasNoPerson) {
  const auto report = VerifyAs(kSchoolSystem);
  EXPECT_EQ(report.signers(0).iin(), "");
  EXPECT_EQ(report.signers(0).bin(), SchoolBin());
  EXPECT_EQ(report.signers(0).role(), oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM);
}

TEST_F(Signers, SeveralSignersEachGetAReportAndTheWorstDecides) {
  const std::string cms =
      Sign(kDocument, {family_.Get(kSchoolHead).AsSigner(), family_.Get(kPmpcHead).AsSigner()});
  EXPECT_PASSED(Verify(*verifier_, cms).report);
  const std::string mixed =
      Sign(kDocument, {family_.Get(kSchoolHead).AsSigner(), family_.Get(kSchoolHeadRevoked).AsSigner()});
  const auto report = Verify(*verifier_, mixed).report;
  ASSERT_EQ(report.signers_size(), 2);
  EXPECT_VERDICT(report, INDETERMINATE, REVOKED_NO_POE);
  EXPECT_NE(report.signers(0).indication(), report.signers(1).indication());
}

TEST_F(Signers, CertificateMayComeFromTheConfiguration) {
  CmsOptions options{.signing_time = Now()};
  options.defects.omit_certificates = true;
  const std::string cms = Sign(kDocument, {family_.Get(kSchoolHead).AsSigner()}, options);
  EXPECT_VERDICT(Verify(*verifier_, cms).report, INDETERMINATE, NO_SIGNING_CERTIFICATE_FOUND);
  TrustMaterial material = MaterialOf(family_);
  material.intermediates.push_back(family_.Get(kSchoolHead).certificate);
  EXPECT_PASSED(Verify(*MakeVerifier(material), cms).report);
}

TEST_F(Signers, IntermediateMayComeFromTheContainer) {
  TrustMaterial material = MaterialOf(family_);
  material.intermediates.clear();
  const auto verifier = MakeVerifier(material);
  const CmsSigner signer = family_.Get(kSchoolHead).AsSigner();
  EXPECT_VERDICT(Verify(*verifier, Sign(kDocument, {signer})).report, INDETERMINATE,
                 NO_CERTIFICATE_CHAIN_FOUND);
  const std::string with_chain = Sign(
      kDocument, {signer}, {.signing_time = Now(), .more_certificates = {family_.issuing_ca.certificate}});
  EXPECT_PASSED(Verify(*verifier, with_chain).report);
  // What one container brought does not help another.
  EXPECT_VERDICT(Verify(*verifier, Sign(kDocument, {signer})).report, INDETERMINATE,
                 NO_CERTIFICATE_CHAIN_FOUND);
}

TEST_F(Signers, AnchorNeedNotBeSelfSigned) {
  const TrustMaterial material = {
      .anchors = {family_.issuing_ca.certificate}, .intermediates = {}, .crls = {family_.issuing_crl}};
  const auto report = Verify(*MakeVerifier(material), Sign(kDocument, family_.Get(kSchoolHead))).report;
  EXPECT_PASSED(report);
  EXPECT_EQ(report.signers(0).chain_size(), 2);
}

// ---- Revocation data ----

TEST_F(Signers, WithoutRevocationDataTryLater) {
  TrustMaterial material = MaterialOf(family_);
  material.crls.clear();
  const auto report = Verify(*MakeVerifier(material), Sign(kDocument, family_.Get(kSchoolHead))).report;
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_MISSING", "REVOCATION_DATA_MISSING"));
}

TEST_F(Signers, SignerAndCaRevocationHaveLevelsOfTheirOwn) {
  TrustMaterial material = MaterialOf(family_);
  material.crls = {family_.issuing_crl};
  v1::Policy policy = DefaultPolicy();
  const std::string cms = Sign(kDocument, family_.Get(kSchoolHead));
  EXPECT_VERDICT(Verify(*MakeVerifier(material, policy), cms).report, INDETERMINATE, TRY_LATER);
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  EXPECT_PASSED(Verify(*MakeVerifier(material, policy), cms).report);
  material.crls = {family_.root_crl};
  EXPECT_VERDICT(Verify(*MakeVerifier(material, policy), cms).report, INDETERMINATE, TRY_LATER);
}

TEST_F(Signers, WarnDoesNotExcuseARevokedSigner) {
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_WARN);
  const std::string cms = Sign(kDocument, family_.Get(kSchoolHeadRevoked));
  EXPECT_VERDICT(Verify(*MakeVerifier(MaterialOf(family_), policy), cms).report, INDETERMINATE,
                 REVOKED_NO_POE);
  policy.mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  const auto ignored = Verify(*MakeVerifier(MaterialOf(family_), policy), cms).report;
  EXPECT_PASSED(ignored);
  EXPECT_EQ(ignored.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_UNSPECIFIED);
}

TEST_F(Signers, RevokedIntermediateIsFound) {
  const Issuer root = {RootName(), &family_.root.key};
  const auto crl = IssueCrl(
      {.this_update = Now() - absl::Hours(1),
       .next_update = Now() + kDay,
       .revoked = {{SerialOf(family_.issuing_ca.key), Now() - kDay, RevocationReason::kKeyCompromise}}},
      root);
  ASSERT_TRUE(crl.ok());
  TrustMaterial material = MaterialOf(family_);
  material.crls = {*crl, family_.issuing_crl};
  const auto report = Verify(*MakeVerifier(material), Sign(kDocument, family_.Get(kSchoolHead))).report;
  EXPECT_VERDICT(report, INDETERMINATE, REVOKED_CA_NO_POE);
  EXPECT_EQ(report.signers(0).findings(0).object(), "signers[0].chain[1]");
}

TEST_F(Signers, StaleListsAreNoEvidence) {
  const auto report =
      Verify(*verifier_, Sign(kDocument, family_.Get(kSchoolHead)), {.at = Now() + 200 * kDay}).report;
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_STALE", "REVOCATION_DATA_STALE"));
  v1::Policy policy = DefaultPolicy();
  policy.mutable_freshness()->set_grace_hours(24 * 30);
  EXPECT_PASSED(Verify(*MakeVerifier(MaterialOf(family_), policy), Sign(kDocument, family_.Get(kSchoolHead)),
                       {.at = Now() + 200 * kDay})
                    .report);
  policy.mutable_freshness()->set_signer_max_age_hours(24);
  EXPECT_THAT(Codes(Verify(*MakeVerifier(MaterialOf(family_), policy),
                           Sign(kDocument, family_.Get(kSchoolHead)), {.at = Now() + 2 * kDay})
                        .report),
              ElementsAre("REVOCATION_DATA_STALE"));
}

TEST_F(Signers, AtAPastTimeALaterListIsEvidence) {
  // The lists are an hour old at Now(); the held and the revoked certificate came on them 3 and 7 days
  // before.
  const Extra before = {.at = Now() - 5 * kDay};
  EXPECT_PASSED(Verify(*verifier_, Sign(kDocument, family_.Get(kSchoolHead)), before).report);
  EXPECT_VERDICT(Verify(*verifier_, Sign(kDocument, family_.Get(kSchoolHeadRevoked)), before).report,
                 INDETERMINATE, REVOKED_NO_POE);
  // Revoked later for a change of affiliation: the key was sound then.
  EXPECT_PASSED(
      Verify(*verifier_, Sign(kDocument, family_.Get(kSchoolHeadRevoked)), {.at = Now() - 8 * kDay}).report);
  // On hold later: nobody knows.
  EXPECT_VERDICT(Verify(*verifier_, Sign(kDocument, family_.Get(kSchoolHeadOnHold)), before).report,
                 INDETERMINATE, TRY_LATER);
}

TEST_F(Signers, NotYetValid) {
  EXPECT_VERDICT(
      Verify(*verifier_, Sign(kDocument, family_.Get(kSchoolHead)), {.at = Now() - 31 * kDay}).report,
      INDETERMINATE, OUT_OF_BOUNDS_NOT_REVOKED);
}

// ---- Containers ----

TEST_F(Signers, TextFormsGiveTheSameAnswer) {
  const std::string der = Sign(kDocument, family_.Get(kSchoolHead));
  const std::string base64 = absl::Base64Escape(der);
  std::string wrapped;
  for (size_t i = 0; i < base64.size(); i += 64) wrapped += base64.substr(i, 64) + "\r\n";
  for (const std::string& text :
       {base64, wrapped, "  \n" + base64 + "\n", "-----BEGIN CMS-----\n" + wrapped + "-----END CMS-----\n",
        "-----BEGIN PKCS7-----\n" + wrapped + "-----END PKCS7-----"}) {
    const VerificationResult result = Verify(*verifier_, text);
    EXPECT_PASSED(result.report);
    EXPECT_EQ(result.content, kDocument);
  }
}

TEST_F(Signers, SuppliedContentMustBeTheContentInside) {
  const std::string cms = Sign(kDocument, family_.Get(kSchoolHead));
  EXPECT_PASSED(Verify(*verifier_, cms, {.content = kDocument}).report);
  EXPECT_PASSED(Verify(*verifier_, cms, {.content = ""}).report);
  const VerificationResult result = Verify(*verifier_, cms, {.content = "another"});
  EXPECT_VERDICT(result.report, TOTAL_FAILED, HASH_FAILURE);
  EXPECT_THAT(Codes(result.report), ElementsAre("CONTENT_CONFLICT"));
}

TEST_F(Signers, UnsignedAttributesAreShownAndNotUsed) {
  const auto attribute = [](const char* oid) {
    return der::Sequence({der::Oid(oid), der::SetOf({der::OctetString("anything")})});
  };
  const std::string cms = Sign(
      kDocument, {family_.Get(kSchoolHead).AsSigner()},
      {.signing_time = Now(),
       .unsigned_attributes = {attribute("1.2.840.113549.1.9.16.2.14"), attribute("1.2.840.113549.1.9.6")}});
  const auto report = Verify(*verifier_, cms).report;
  EXPECT_PASSED(report);
  EXPECT_THAT(Codes(report, oteu::v1::CHECK_LEVEL_INFORM), ElementsAre("UNSIGNED_ATTRIBUTE_IGNORED"));
  EXPECT_THAT(Codes(report, oteu::v1::CHECK_LEVEL_WARN), Contains("TIMESTAMP_NOT_USED"));
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_timestamp_not_used(oteu::v1::CHECK_LEVEL_IGNORE);
  policy.mutable_levels()->set_unsigned_attribute(oteu::v1::CHECK_LEVEL_IGNORE);
  EXPECT_THAT(
      Codes(Verify(*MakeVerifier(MaterialOf(family_), policy), cms).report, oteu::v1::CHECK_LEVEL_INFORM),
      IsEmpty());
}

TEST_F(Signers, ReportNamesPolicyAndTrust) {
  const auto report = VerifyAs(kSchoolHead);
  EXPECT_EQ(report.policy_version(), DefaultPolicy().version());
  EXPECT_EQ(report.trust_snapshot_sha256(), verifier_->trust_snapshot_sha256());
  EXPECT_EQ(report.container_sha256().size(), 64u);
  EXPECT_EQ(report.format(), "CMS");
  EXPECT_EQ(report.content_size_bytes(), static_cast<int64_t>(sizeof(kDocument) - 1));
}

}  // namespace
}  // namespace oteu::verification
