// Signed XML through the Verifier: what passes, and what is handed on as content.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kDocument[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<certificate xmlns=\"urn:school\"><child grade='3'>Айша</child><!-- note --></certificate>\n";
constexpr char kCanonical[] =
    "<certificate xmlns=\"urn:school\"><child grade=\"3\">Айша</child></certificate>";

std::string SignOrDie(absl::StatusOr<std::string> signed_document) {
  EXPECT_TRUE(signed_document.ok()) << signed_document.status();
  return signed_document.ok() ? *std::move(signed_document) : "";
}

class XmlByKey : public ::testing::TestWithParam<KeyKind> {};

TEST_P(XmlByKey, EnvelopedSignaturePassesAndHandsOnTheCanonicalDocument) {
  const DemoFamily& family = Family(GetParam());
  const std::string document = SignOrDie(SignXml(kDocument, family.Get(kSchoolHead).AsSigner(), {}));
  const VerificationResult result = Verify(*MakeVerifier(MaterialOf(family)), document);
  EXPECT_PASSED(result.report);
  EXPECT_EQ(result.report.format(), "XMLDSIG");
  EXPECT_EQ(result.report.signed_element(), "/certificate");
  EXPECT_EQ(result.content, kCanonical);
  ASSERT_EQ(result.report.signers_size(), 1);
  EXPECT_EQ(result.report.signers(0).bin(), SchoolBin());
  EXPECT_EQ(result.report.signers(0).role(), oteu::v1::SIGNER_ROLE_FIRST_HEAD);
}

TEST_P(XmlByKey, WsSecurityPassesAndHandsOnTheBody) {
  const DemoFamily& family = Family(GetParam());
  for (const bool key_identifier : {false, true}) {
    const std::string document =
        SignOrDie(SignSoap("<q:ask xmlns:q=\"urn:q\">1</q:ask>", family.Get(kSchoolSystem).AsSigner(),
                           {.exclusive = true, .key_identifier = key_identifier}));
    const VerificationResult result = Verify(*MakeVerifier(MaterialOf(family)), document);
    EXPECT_PASSED(result.report);
    EXPECT_EQ(result.report.format(), "WS-SECURITY");
    EXPECT_EQ(result.report.signed_element(), "/Envelope/Body");
    EXPECT_THAT(result.content, HasSubstr("<q:ask xmlns:q=\"urn:q\">1</q:ask>"));
    EXPECT_THAT(result.content, ::testing::StartsWith("<soap:Body"));
  }
}

INSTANTIATE_TEST_SUITE_P(Xml, XmlByKey,
                         ::testing::Values(KeyKind::kRsa, KeyKind::kEcP256, KeyKind::kGost2015,
                                           KeyKind::kGost2004));

TEST(Xml, InclusiveWsSecurityPasses) {
  const DemoFamily& family = Family();
  const std::string document = SignOrDie(SignSoap("<ask/>", family.Get(kSchoolHead).AsSigner(), {}));
  EXPECT_PASSED(Verify(*MakeVerifier(MaterialOf(family)), document).report);
}

TEST(Xml, TwoSignersSignOneAfterTheOther) {
  const DemoFamily& family = Family();
  std::string document = SignOrDie(SignXml(kDocument, family.Get(kSchoolHead).AsSigner(), {}));
  document = SignOrDie(SignXml(document, family.Get(kPmpcHead).AsSigner(), {}));
  const VerificationResult result = Verify(*MakeVerifier(MaterialOf(family)), document);
  EXPECT_PASSED(result.report);
  EXPECT_EQ(result.report.signers_size(), 2);
  EXPECT_EQ(result.report.signers(0).bin(), SchoolBin());
  EXPECT_EQ(result.report.signers(1).bin(), PmpcBin());
  EXPECT_EQ(result.content, kCanonical);
}

TEST(Xml, XadesNamesTheCertificateAndTheClaimedTime) {
  const DemoFamily& family = Family();
  const std::string document = SignOrDie(SignXml(kDocument, family.Get(kSchoolHead).AsSigner(),
                                                 {.xades = true, .signing_time = Now() - absl::Hours(1)}));
  const VerificationResult result = Verify(*MakeVerifier(MaterialOf(family)), document);
  EXPECT_PASSED(result.report);
  EXPECT_EQ(result.report.signers(0).claimed_signing_time().seconds(), kNowUnix - 3600);
  EXPECT_THAT(Codes(result.report, oteu::v1::CHECK_LEVEL_INFORM),
              ::testing::Not(::testing::Contains("SIGNING_CERTIFICATE_ATTRIBUTE_MISSING")));
}

TEST(Xml, XadesThatNamesAnotherCertificateFails) {
  const DemoFamily& family = Family();
  const Identity& head = family.Get(kSchoolHead);
  // The same key with another certificate: as if one had been renewed.
  std::string document = SignOrDie(SignXml(kDocument, {family.Get(kPmpcHead).certificate, &head.key},
                                           {.xades = true, .signing_time = Now()}));
  document = absl::StrReplaceAll(document, {{absl::Base64Escape(family.Get(kPmpcHead).certificate),
                                             absl::Base64Escape(head.certificate)}});
  const VerificationResult result = Verify(*MakeVerifier(MaterialOf(family)), document);
  EXPECT_VERDICT(result.report, INDETERMINATE, NO_SIGNING_CERTIFICATE_FOUND);
  EXPECT_THAT(Codes(result.report), ElementsAre("SIGNING_CERTIFICATE_MISMATCH"));
}

TEST(Xml, ByteOrderMarkAndWhiteSpaceBeforeTheDocumentAreNothing) {
  const DemoFamily& family = Family();
  const std::string document = SignOrDie(SignXml(kDocument, family.Get(kSchoolHead).AsSigner(), {}));
  EXPECT_PASSED(Verify(*MakeVerifier(MaterialOf(family)), "\xEF\xBB\xBF\n  " + document).report);
}

TEST(Xml, CertificateIsJudgedAsForCms) {
  const DemoFamily& family = Family();
  const auto verifier = MakeVerifier(MaterialOf(family));
  const auto verdict = [&](const char* name, const Extra& extra = {}) {
    return Verify(*verifier, SignOrDie(SignXml(kDocument, family.Get(name).AsSigner(), {})), extra).report;
  };
  EXPECT_VERDICT(verdict(kSchoolHeadRevoked), INDETERMINATE, REVOKED_NO_POE);
  EXPECT_VERDICT(verdict(kSchoolHeadExpired), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_VERDICT(verdict(kSchoolHeadAuth), INDETERMINATE, SIG_CONSTRAINTS_FAILURE);
  EXPECT_THAT(Codes(verdict(kPerson, {.document_type = "SCHOOL_CERTIFICATE"})),
              ElementsAre("BIN_MISMATCH", "ROLE_NOT_ACCEPTED"));
}

TEST(Xml, UnknownAuthorityIsNoChain) {
  const DemoFamily& family = Family();
  const std::string document = SignOrDie(SignXml(kDocument, family.Get(kSchoolHead).AsSigner(), {}));
  EXPECT_VERDICT(Verify(*MakeVerifier(MaterialOf(Family(KeyKind::kRsa))), document).report, INDETERMINATE,
                 NO_CERTIFICATE_CHAIN_FOUND);
}

TEST(Xml, SuppliedContentMustBeWhatIsSigned) {
  const DemoFamily& family = Family();
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string document = SignOrDie(SignXml(kDocument, family.Get(kSchoolHead).AsSigner(), {}));
  EXPECT_PASSED(Verify(*verifier, document, {.content = kCanonical}).report);
  EXPECT_THAT(Codes(Verify(*verifier, document, {.content = "{}"}).report), ElementsAre("CONTENT_CONFLICT"));
}

TEST(Xml, UnsignedDocumentHasNoSigner) {
  EXPECT_VERDICT(Verify(*MakeVerifier(MaterialOf(Family())), kDocument).report, TOTAL_FAILED, FORMAT_FAILURE);
}

// ---- Real material ----

std::string Pki(const std::string& path) {
  return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
}

absl::Time At(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

TEST(XmlRealMaterial, SampleOf2021) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_WARN);
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  const auto verifier =
      MakeVerifier({.anchors = {Pki("ca-test/nca_rsa_test.crt")}, .intermediates = {}, .crls = {}}, policy);
  const std::string document = Pki("xml/XmlServiceTest_XML_SIGNED_VALID_STRING.xml");
  const VerificationResult then = Verify(*verifier, document, {.at = At("2021-06-01T00:00:00Z")});
  EXPECT_PASSED(then.report);
  EXPECT_EQ(then.content, "<a><b>test</b></a>");
  EXPECT_EQ(then.report.signed_element(), "/a");
  EXPECT_THAT(Codes(then.report, oteu::v1::CHECK_LEVEL_WARN), ElementsAre("REVOCATION_DATA_MISSING"));
  // The certificate ended on 2022-01-18, and nothing proves that the signature is older.
  const VerificationResult now = Verify(*verifier, document, {.at = At("2026-11-22T00:00:00Z")});
  EXPECT_VERDICT(now.report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_THAT(Codes(now.report), ::testing::Each("CERTIFICATE_EXPIRED"));
}

}  // namespace
}  // namespace oteu::verification
