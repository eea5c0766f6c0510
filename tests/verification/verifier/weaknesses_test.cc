// What servers for Kazakh signatures were found to get wrong, each as a test of its own: none of it may pass
// here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/timestamp.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/openssl/bytes.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

constexpr char kDocument[] = "document";
constexpr absl::Duration kDay = absl::Hours(24);

class Weakness : public ::testing::Test {
 protected:
  const DemoFamily& family_ = Family();
  const Identity& head_ = family_.Get(kSchoolHead);
  std::unique_ptr<Verifier> verifier_ = MakeVerifier(MaterialOf(family_));

  static std::string SubjectOf(const Identity& ca) {
    return std::string(openssl::AsStringView(x509::ReadOutline(openssl::AsBytes(ca.certificate))->subject));
  }

  oteu::v1::ValidationReport VerifyWith(const CmsDefects& defects) {
    return Verify(*verifier_,
                  Sign(kDocument, {head_.AsSigner()}, {.signing_time = Now(), .defects = defects}))
        .report;
  }

  // A new identity under this CA.
  static Identity Issue(const Identity& ca, CertificateSpec spec) {
    auto key = SigningKey::Generate(KeyKind::kEcP256);
    EXPECT_TRUE(key.ok());
    spec.key = &*key;
    spec.not_before = Now() - 10 * kDay;
    spec.not_after = Now() + 10 * kDay;
    auto certificate = IssueCertificate(spec, {SubjectOf(ca), &ca.key});
    EXPECT_TRUE(certificate.ok());
    return {"new", *certificate, *key};
  }

  static CertificateSpec HeadSpec() {
    CertificateSpec spec;
    spec.subject = {
        .common_name = "DEMO", .serial_number = "IIN000000000000", .organisational_unit = "BIN000000000000"};
    spec.key_usage = {kDigitalSignature, kNonRepudiation};
    spec.extended_key_usage = {"1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.1"};
    spec.policies = {"1.2.398.3.3.2"};
    return spec;
  }
};

TEST_F(Weakness, ZeroSignersAreNotValid) {
  const auto report = Verify(*verifier_, Sign(kDocument, std::vector<CmsSigner>{})).report;
  EXPECT_VERDICT(report, TOTAL_FAILED, FORMAT_FAILURE);
  EXPECT_THAT(Codes(report), ElementsAre("NO_SIGNERS"));
}

TEST_F(Weakness, SignerWithoutCertificateIsNotValid) {
  EXPECT_VERDICT(VerifyWith({.omit_certificates = true}), INDETERMINATE, NO_SIGNING_CERTIFICATE_FOUND);
}

TEST_F(Weakness, SecondSignerWithoutCertificateIsNotValid) {
  // Its certificate is exchanged for that of a stranger.
  CmsOptions options{.signing_time = Now(), .more_certificates = {head_.certificate}};
  options.defects.omit_certificates = true;
  const auto report =
      Verify(*verifier_, Sign(kDocument, {head_.AsSigner(), family_.Get(kPmpcHead).AsSigner()}, options))
          .report;
  EXPECT_VERDICT(report, INDETERMINATE, NO_SIGNING_CERTIFICATE_FOUND);
  EXPECT_EQ(report.signers_size(), 2);
}

TEST_F(Weakness, MissingListIsNotActive) {
  TrustMaterial material = MaterialOf(family_);
  material.crls = {family_.root_crl};
  EXPECT_VERDICT(Verify(*MakeVerifier(material), Sign(kDocument, head_)).report, INDETERMINATE, TRY_LATER);
}

TEST_F(Weakness, ListOfAnotherCaIsNoEvidence) {
  TrustMaterial material = MaterialOf(family_);
  material.crls = {family_.root_crl, Family(KeyKind::kGost2015).issuing_crl};
  EXPECT_THAT(Codes(Verify(*MakeVerifier(material), Sign(kDocument, head_)).report),
              ElementsAre("REVOCATION_DATA_MISSING"));
}

TEST_F(Weakness, ForgedListIsNoEvidence) {
  // The CA's name on it, somebody else's signature.
  const auto key = SigningKey::Generate(KeyKind::kEcP256);
  CrlSpec spec{.this_update = Now() - absl::Hours(1), .next_update = Now() + kDay};
  auto forged = IssueCrl(spec, {SubjectOf(family_.issuing_ca), &*key});
  ASSERT_TRUE(forged.ok());
  TrustMaterial material = MaterialOf(family_);
  material.crls = {family_.root_crl, *forged};
  EXPECT_VERDICT(Verify(*MakeVerifier(material), Sign(kDocument, head_)).report, INDETERMINATE, TRY_LATER);
  // One bit of the signature of the true list.
  material.crls = {family_.root_crl, family_.issuing_crl};
  material.crls[1].back() = static_cast<char>(material.crls[1].back() ^ 1);
  EXPECT_THAT(Codes(Verify(*MakeVerifier(material), Sign(kDocument, head_)).report),
              ElementsAre("REVOCATION_DATA_INVALID"));
}

// An unsigned attribute (RFC 5652 5.3): whoever passes the container on can put anything there.
std::string UnsignedAttribute(const char* oid, const std::string& value) {
  return der::Sequence({der::Oid(oid), der::SetOf({value})});
}

TEST_F(Weakness, RevocationDataInsideTheContainerIsNotBelievedUnauthenticated) {
  TrustMaterial material = MaterialOf(family_);
  material.crls.clear();
  const auto verify = [&](const std::string& issuing_crl) {
    // As id-aa-ets-revocationValues (CAdES).
    const std::string values =
        der::Sequence({der::Explicit(0, der::Sequence({issuing_crl, family_.root_crl}))});
    const std::string cms =
        Sign(kDocument, {head_.AsSigner()},
             {.signing_time = Now(),
              .unsigned_attributes = {UnsignedAttribute("1.2.840.113549.1.9.16.2.24", values)}});
    return Verify(*MakeVerifier(material), cms).report;
  };
  EXPECT_PASSED(verify(family_.issuing_crl));
  // Unsigned, as it were: a list that nobody's key signed.
  std::string unsigned_list = family_.issuing_crl;
  unsigned_list.back() = static_cast<char>(unsigned_list.back() ^ 1);
  EXPECT_VERDICT(verify(unsigned_list), INDETERMINATE, TRY_LATER);
  // Signed, but by a stranger in the CA's name.
  const auto stranger = SigningKey::Generate(KeyKind::kEcP256);
  const Identity impostor{"impostor", family_.issuing_ca.certificate, *stranger};
  const std::string list =
      CrlOf(impostor, {.this_update = Now() - absl::Hours(1), .next_update = Now() + 10 * kDay});
  EXPECT_VERDICT(verify(list), INDETERMINATE, TRY_LATER);
}

TEST_F(Weakness, TimeStampChainIsNotOneCertificateLong) {
  // A token that verifies with the certificate inside it, whose CA came inside too: nobody configured it.
  const auto key = SigningKey::Generate(KeyKind::kEcP256);
  const Identity rogue_ca{"rogue", family_.issuing_ca.certificate, *key};
  CertificateSpec spec;
  spec.subject.common_name = "rogue TSA";
  spec.not_before = Now() - 10 * kDay;
  spec.not_after = Now() + 10 * kDay;
  spec.key_usage = {kDigitalSignature};
  spec.extended_key_usage = {"1.3.6.1.5.5.7.3.8"};
  spec.extended_key_usage_critical = true;
  const Identity tsa = IssueTo(rogue_ca, spec);
  const std::string cms = Sign(
      kDocument, {family_.Get(kSchoolHeadExpired).AsSigner()},
      {.timestamps = StampWith(tsa.AsSigner(), {.gen_time = Now() - 60 * kDay,
                                                .more_certificates = {family_.issuing_ca.certificate}})});
  const auto report = Verify(*MakeVerifier(StampingMaterialOf(family_)), cms).report;
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_NE(report.signers(0).timestamps(0).indication(), oteu::v1::INDICATION_TOTAL_PASSED);
}

TEST_F(Weakness, TimeStampIsNotTrustedByTheCertificateInsideIt) {
  // A token made by the demonstration's own TSA would not help the expired signer either.
  const std::string token = Sign("time", family_.Get(kTsa));
  const std::string cms =
      Sign(kDocument, {family_.Get(kSchoolHeadExpired).AsSigner()},
           {.signing_time = Now() - 100 * kDay,
            .unsigned_attributes = {UnsignedAttribute("1.2.840.113549.1.9.16.2.14", token)}});
  const auto report = Verify(*verifier_, cms).report;
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), kNowUnix) << "the claimed time proves nothing";
}

TEST_F(Weakness, ChainIsWalkedToTheAnchor) {
  // A CA of the same name under nobody; its certificate comes with the signature.
  CertificateSpec ca;
  ca.is_ca = true;
  ca.key_usage = {kKeyCertSign, kCrlSign};
  const auto rogue_key = SigningKey::Generate(KeyKind::kEcP256);
  const Identity rogue_root{"rogue", family_.root.certificate, *rogue_key};
  const Identity rogue_ca = Issue(rogue_root, ca);
  const Identity signer = Issue(rogue_ca, HeadSpec());
  const std::string cms = Sign(kDocument, {signer.AsSigner()},
                               {.signing_time = Now(), .more_certificates = {rogue_ca.certificate}});
  EXPECT_VERDICT(Verify(*verifier_, cms).report, INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
}

TEST_F(Weakness, EverySignatureOfTheChainIsChecked) {
  TrustMaterial material = MaterialOf(family_);
  material.intermediates.clear();
  std::string changed_ca = family_.issuing_ca.certificate;
  changed_ca.back() = static_cast<char>(changed_ca.back() ^ 1);
  const std::string cms =
      Sign(kDocument, {head_.AsSigner()}, {.signing_time = Now(), .more_certificates = {changed_ca}});
  const auto report = Verify(*MakeVerifier(material), cms).report;
  EXPECT_VERDICT(report, INDETERMINATE, CERTIFICATE_CHAIN_GENERAL_FAILURE);
  EXPECT_THAT(Codes(report), Contains("CHAIN_SIGNATURE_INVALID"));
  // And that of the signer's own certificate.
  Identity changed_head = head_;
  changed_head.certificate.back() = static_cast<char>(changed_head.certificate.back() ^ 1);
  EXPECT_THAT(Codes(Verify(*verifier_, Sign(kDocument, changed_head)).report),
              Contains("CHAIN_SIGNATURE_INVALID"));
}

TEST_F(Weakness, SelfMadeSignerIsNotTrusted) {
  auto key = SigningKey::Generate(KeyKind::kEcP256);
  CertificateSpec spec = HeadSpec();
  spec.key = &*key;
  spec.not_before = Now() - kDay;
  spec.not_after = Now() + kDay;
  auto certificate = IssueCertificate(spec, {spec.subject.ToDer(), &*key});
  ASSERT_TRUE(certificate.ok());
  const Identity self{"self", *certificate, *key};
  EXPECT_VERDICT(Verify(*verifier_, Sign(kDocument, self)).report, INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
}

TEST_F(Weakness, EndEntityIsNoCa) {
  const Identity issued_by_head = Issue(head_, HeadSpec());
  const std::string cms = Sign(kDocument, {issued_by_head.AsSigner()},
                               {.signing_time = Now(), .more_certificates = {head_.certificate}});
  const auto report = Verify(*verifier_, cms).report;
  EXPECT_VERDICT(report, INDETERMINATE, CERTIFICATE_CHAIN_GENERAL_FAILURE);
}

TEST_F(Weakness, KeyUsageIsJudgedNotOnlyReported) {
  for (const std::vector<int>& usage : {std::vector<int>{kDigitalSignature},
                                        {kDigitalSignature, kKeyEncipherment},
                                        {kDigitalSignature, kNonRepudiation, kKeyEncipherment},
                                        {kNonRepudiation}}) {
    CertificateSpec spec = HeadSpec();
    spec.key_usage = usage;
    const Identity identity = Issue(family_.issuing_ca, spec);
    const auto report = Verify(*verifier_, Sign(kDocument, identity)).report;
    EXPECT_VERDICT(report, INDETERMINATE, SIG_CONSTRAINTS_FAILURE);
    EXPECT_THAT(Codes(report), ElementsAre("PURPOSE_NOT_SIGNATURE"));
  }
  EXPECT_PASSED(Verify(*verifier_, Sign(kDocument, Issue(family_.issuing_ca, HeadSpec()))).report);
}

TEST_F(Weakness, CaCertificateSignsNoDocuments) {
  CertificateSpec spec = HeadSpec();
  spec.is_ca = true;
  spec.key_usage = {kDigitalSignature, kNonRepudiation, kKeyCertSign};
  EXPECT_THAT(Codes(Verify(*verifier_, Sign(kDocument, Issue(family_.issuing_ca, spec))).report),
              Contains("PURPOSE_NOT_SIGNATURE"));
}

TEST_F(Weakness, OldAuthenticationPoliciesAreRefused) {
  for (const char* policy : {"1.2.398.3.3.2.2", "1.2.398.3.3.2.4"}) {
    CertificateSpec spec = HeadSpec();
    spec.policies = {policy};
    EXPECT_THAT(Codes(Verify(*verifier_, Sign(kDocument, Issue(family_.issuing_ca, spec))).report),
                ElementsAre("POLICY_IS_AUTHENTICATION"));
  }
  for (const char* policy : {"1.2.398.3.3.2.1", "1.2.398.3.3.2.3"}) {
    CertificateSpec spec = HeadSpec();
    spec.policies = {policy};
    EXPECT_PASSED(Verify(*verifier_, Sign(kDocument, Issue(family_.issuing_ca, spec))).report);
  }
}

TEST_F(Weakness, OrganisationalUnitWithoutPrefixIsNoBin) {
  CertificateSpec spec = HeadSpec();
  spec.subject.organisational_unit = "000000000000";
  const auto report = Verify(*verifier_, Sign(kDocument, Issue(family_.issuing_ca, spec)),
                             {.document_type = "SCHOOL_CERTIFICATE"})
                          .report;
  EXPECT_EQ(report.signers(0).bin(), "");
  EXPECT_THAT(Codes(report), ElementsAre("BIN_MISMATCH"));
}

// ---- The attributes of RFC 5652 and RFC 5035 ----

TEST_F(Weakness, MessageDigestIsRequiredOnce) {
  EXPECT_THAT(Codes(VerifyWith({.omit_message_digest = true})), ElementsAre("SIGNED_ATTRIBUTES_INVALID"));
  EXPECT_THAT(Codes(VerifyWith({.doubled_message_digest = true})), ElementsAre("SIGNED_ATTRIBUTES_INVALID"));
}

TEST_F(Weakness, ContentTypeIsRequiredAndCompared) {
  EXPECT_THAT(Codes(VerifyWith({.omit_content_type = true})), ElementsAre("SIGNED_ATTRIBUTES_INVALID"));
  EXPECT_THAT(Codes(VerifyWith({.content_type_attribute = true})), ElementsAre("SIGNED_ATTRIBUTES_INVALID"));
}

TEST_F(Weakness, MessageDigestIsCompared) {
  EXPECT_VERDICT(VerifyWith({.message_digest = true}), TOTAL_FAILED, HASH_FAILURE);
}

TEST_F(Weakness, SigningCertificateAttributeIsCompared) {
  EXPECT_THAT(Codes(VerifyWith({.signing_certificate = true})), ElementsAre("SIGNING_CERTIFICATE_MISMATCH"));
}

TEST_F(Weakness, VersionAndIdentifierBelongTogether) {
  EXPECT_VERDICT(VerifyWith({.version_three = true}), TOTAL_FAILED, FORMAT_FAILURE);
}

TEST_F(Weakness, NothingStandsBehindTheContainer) {
  EXPECT_VERDICT(VerifyWith({.trailing_bytes = std::string(1, '\0')}), TOTAL_FAILED, FORMAT_FAILURE);
}

TEST_F(Weakness, SignedAttributesAreNoContent) {
  // The bytes that were signed over the attributes, offered as a document without attributes: the value
  // verifies.
  const std::string digest = *head_.key.Digest(kDocument);
  const std::string attributes = der::SetOf({
      der::Sequence({der::Oid("1.2.840.113549.1.9.3"), der::SetOf({der::Oid("1.2.840.113549.1.7.1")})}),
      der::Sequence({der::Oid("1.2.840.113549.1.9.4"), der::SetOf({der::OctetString(digest)})}),
  });
  CmsOptions options;
  options.defects.omit_signed_attributes = true;
  const auto report = Verify(*verifier_, Sign(attributes, {head_.AsSigner()}, options)).report;
  EXPECT_THAT(Codes(report), ElementsAre("SIGNED_ATTRIBUTES_INVALID"));
}

}  // namespace
}  // namespace oteu::verification
