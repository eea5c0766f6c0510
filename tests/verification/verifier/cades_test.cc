// CAdES T, LT and LTA: evidence inside the container, archive time stamps, level and end of the evidence.
#include "clients/demo_pki/cades.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/verification/revocation/ocsp_builder.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/report/verdict.h"

namespace oteu::verification {
namespace {

using ::testing::Contains;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using oteu::v1::ValidationReport;

constexpr absl::Duration kDay = absl::Hours(24);
constexpr char kDocument[] = "a document";

class Cades : public ::testing::TestWithParam<KeyKind> {
 protected:
  const DemoFamily& family_ = Family(GetParam());
  const Identity& head_ = family_.Get(kSchoolHead);
  const Identity& tsa_ = family_.Get(kTsa);
  const absl::Time archived_at_ = Now() + 100 * kDay;
  const absl::Time after_expiry_ = Now() + 400 * kDay;
  const absl::Time after_tsa_ = Now() + 1200 * kDay;  // The first authority's certificate has ended.

  // Anchors alone: everything else must come with the signature.
  TrustMaterial AnchorsAlone() const {
    return {.anchors = {family_.root.certificate}, .tsa_anchors = {family_.root.certificate}};
  }
  std::string Stamped(bool detached = false) const {
    return Sign(kDocument, {head_.AsSigner()},
                {.detached = detached,
                 .signing_time = Now(),
                 .timestamps = StampWith(tsa_.AsSigner(), {.gen_time = Now()})});
  }
  CadesValues Values() const {
    return {.certificates = {family_.issuing_ca.certificate, tsa_.certificate},
            .crls = {family_.issuing_crl, family_.root_crl}};
  }
  std::string WithValues() const { return *AddValues(Stamped(), Values()); }
  std::string Archived(const ArchiveDefects& defects = {}) const {
    return *AddArchiveTimestamp(WithValues(), kDocument, tsa_.AsSigner(), {.gen_time = archived_at_},
                                defects);
  }
  // An authority whose certificate outlives the first one.
  Identity LateAuthority() const {
    CertificateSpec spec;
    spec.subject.common_name = "the next DEMO TSA";
    spec.not_before = Now() + 500 * kDay;
    spec.not_after = Now() + 2000 * kDay;
    spec.key_usage = {kDigitalSignature};
    spec.extended_key_usage = {"1.3.6.1.5.5.7.3.8"};
    spec.extended_key_usage_critical = true;
    return IssueTo(family_.issuing_ca, spec);
  }
  // Current lists at this time.
  TrustMaterial WithListsAt(TrustMaterial material, absl::Time at) const {
    const CrlSpec spec = {.this_update = at - absl::Hours(1), .next_update = at + kDay, .number = 2};
    material.intermediates.push_back(family_.issuing_ca.certificate);
    material.crls.push_back(CrlOf(family_.issuing_ca, spec));
    material.crls.push_back(CrlOf(family_.root, spec));
    return material;
  }
  static ValidationReport VerifyAt(const TrustMaterial& material, const std::string& cms, absl::Time at) {
    return Verify(*MakeVerifier(material), cms, {.at = at}).report;
  }
};

TEST_P(Cades, LevelOfEachForm) {
  const TrustMaterial material = StampingMaterialOf(family_);
  const auto level = [&](const std::string& cms) {
    const ValidationReport report = VerifyAt(material, cms, Now() + kDay);
    EXPECT_PASSED(report);
    return report.signers(0).level();
  };
  EXPECT_EQ(level(Sign(kDocument, {head_.AsSigner()})), oteu::v1::SIGNATURE_LEVEL_B_B);
  EXPECT_EQ(level(Sign(kDocument, {head_.AsSigner()}, {.signing_certificate_attribute = false})),
            oteu::v1::SIGNATURE_LEVEL_UNSPECIFIED)
      << "CAdES wants the certificate named";
  EXPECT_EQ(level(Stamped()), oteu::v1::SIGNATURE_LEVEL_B_T);
  EXPECT_EQ(level(*AddValues(Stamped(), {.certificates = {family_.issuing_ca.certificate}})),
            oteu::v1::SIGNATURE_LEVEL_B_T)
      << "without revocation data";
  EXPECT_EQ(level(*AddValues(Stamped(), {.crls = {family_.issuing_crl, family_.root_crl}})),
            oteu::v1::SIGNATURE_LEVEL_B_T)
      << "without the CA's certificate";
  EXPECT_EQ(level(WithValues()), oteu::v1::SIGNATURE_LEVEL_B_LT);
  EXPECT_EQ(level(*AddValueAttributes(Stamped(), Values())), oteu::v1::SIGNATURE_LEVEL_B_LT);
  const std::string archived =
      *AddArchiveTimestamp(WithValues(), kDocument, tsa_.AsSigner(), {.gen_time = Now() + kDay});
  EXPECT_EQ(level(archived), oteu::v1::SIGNATURE_LEVEL_B_LTA);
}

TEST_P(Cades, EvidenceInsideIsEnoughBesideTheAnchors) {
  for (const std::string& cms : {WithValues(), *AddValueAttributes(Stamped(), Values())}) {
    EXPECT_PASSED(VerifyAt(AnchorsAlone(), cms, Now() + kDay));
  }
  EXPECT_VERDICT(VerifyAt(AnchorsAlone(), Stamped(), Now() + kDay), INDETERMINATE,
                 NO_CERTIFICATE_CHAIN_FOUND);
}

// OCSP inside: revocation-values (BasicOCSPResponse), and the field of SignedData (RFC 5940, OCSPResponse).
class EmbeddedOcsp : public Cades {
 protected:
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  x509::CertificatePtr Parse(const std::string& der) const {
    return *x509::ParseCertificate(*context_, openssl::AsBytes(der));
  }
  // `key`: who signs it.
  CadesValues About(const std::string& certificate, int status, const SigningKey& key, bool basic) const {
    const x509::CertificatePtr about = Parse(certificate);
    const x509::CertificatePtr ca = Parse(family_.issuing_ca.certificate);
    revocation::OcspPlan plan = {.certificate = about.get(),
                                 .issuer = ca.get(),
                                 .key = &key,
                                 .responder_name = SubjectOf(family_.issuing_ca.certificate),
                                 .produced_at = Now() + absl::Hours(1)};
    plan.singles = {{.status = status, .revoked_at = Now() - kDay, .this_update = Now() + absl::Hours(1)}};
    return {.certificates = {family_.issuing_ca.certificate},
            .ocsp_responses = {basic ? revocation::MakeBasic(plan) : revocation::MakeOcsp(plan)}};
  }
  // Nothing is configured about signers.
  TrustMaterial WithoutSignersList() const {
    return {.anchors = {family_.root.certificate}, .intermediates = {}, .crls = {family_.root_crl}};
  }
  ValidationReport ReportWith(int status, const SigningKey& key, bool basic) const {
    const std::string cms = Sign(kDocument, head_);
    const CadesValues values = About(head_.certificate, status, key, basic);
    return VerifyAt(WithoutSignersList(), basic ? *AddValueAttributes(cms, values) : *AddValues(cms, values),
                    Now() + absl::Hours(2));
  }
};

INSTANTIATE_TEST_SUITE_P(Kinds, EmbeddedOcsp, ::testing::Values(KeyKind::kEcP256, KeyKind::kGost2015));

TEST_P(EmbeddedOcsp, CountsWhenItIsAuthentic) {
  for (const bool basic : {true, false}) {
    const ValidationReport good = ReportWith(0, family_.issuing_ca.key, basic);
    EXPECT_PASSED(good);
    EXPECT_EQ(good.signers(0).chain(0).revocation_evidence().source(), oteu::v1::REVOCATION_SOURCE_OCSP);
    EXPECT_VERDICT(ReportWith(1, family_.issuing_ca.key, basic), INDETERMINATE, REVOKED_NO_POE);
  }
}

TEST_P(EmbeddedOcsp, IsIgnoredWhenItIsForged) {
  for (const bool basic : {true, false}) {
    for (const int status : {0, 1}) {  // neither "good" nor "revoked" is believed
      const ValidationReport report = ReportWith(status, head_.key, basic);
      EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
      EXPECT_EQ(Codes(report), std::vector<std::string>{"REVOCATION_DATA_INVALID"});
    }
    // Beside a list that decides it changes nothing.
    const CadesValues forged = About(head_.certificate, 1, head_.key, basic);
    const std::string cms = Sign(kDocument, head_);
    EXPECT_PASSED(VerifyAt(MaterialOf(family_),
                           basic ? *AddValueAttributes(cms, forged) : *AddValues(cms, forged),
                           Now() + absl::Hours(2)));
  }
}

TEST_P(Cades, EvidenceInsideMustProveItself) {
  std::string forged = family_.issuing_crl;
  forged.back() = static_cast<char>(forged.back() ^ 1);
  const std::string cms = *AddValues(
      Stamped(), {.certificates = {family_.issuing_ca.certificate}, .crls = {forged, family_.root_crl}});
  EXPECT_EQ(VerifyAt(AnchorsAlone(), cms, Now() + kDay).indication(), oteu::v1::INDICATION_INDETERMINATE);
  // Rubbish is no evidence, and no harm.
  EXPECT_PASSED(VerifyAt(StampingMaterialOf(family_),
                         *AddValues(Stamped(), {.ocsp_responses = {std::string("\x30\x03\x0a\x01\x06", 5)}}),
                         Now()));
}

// What the container says of a revocation counts, whatever is configured.
TEST_P(Cades, RevocationInsideIsHeeded) {
  const std::string list =
      CrlOf(family_.issuing_ca,
            {.this_update = Now(),
             .next_update = Now() + kDay,
             .number = 3,
             .revoked = {{SerialOf(head_.key), Now() - kDay, RevocationReason::kKeyCompromise}}});
  EXPECT_VERDICT(
      VerifyAt(StampingMaterialOf(family_), *AddValues(Stamped(), {.crls = {list}}), Now() + absl::Hours(1)),
      INDETERMINATE, REVOKED_NO_POE);
}

TEST_P(Cades, EvidenceHoldsUntil) {
  const auto until = [&](const std::string& cms) {
    const ValidationReport report =
        VerifyAt(WithListsAt(StampingMaterialOf(family_), archived_at_), cms, archived_at_);
    EXPECT_PASSED(report);
    return report.signers(0).evidence_until().seconds();
  };
  constexpr int64_t kDaySeconds = 24 * 3600;
  EXPECT_EQ(until(Sign(kDocument, {head_.AsSigner()})), kNowUnix + 335 * kDaySeconds)
      << "end of the signer's";
  EXPECT_EQ(until(Stamped()), kNowUnix + (3 * 365 - 30) * kDaySeconds) << "end of the authority's";
  const std::string prolonged =
      *AddArchiveTimestamp(WithValues(), kDocument, tsa_.AsSigner(), {.gen_time = archived_at_});
  EXPECT_EQ(until(prolonged), kNowUnix + (3 * 365 - 30) * kDaySeconds);
}

// The time stamp's authority has expired; an archive time stamp by the next one covers it.
TEST_P(Cades, ArchiveTimestampProlongsTheEvidence) {
  const Identity late = LateAuthority();
  const absl::Time renewed_at = Now() + 900 * kDay;
  const std::string list =
      CrlOf(family_.issuing_ca,
            {.this_update = renewed_at - absl::Hours(1), .next_update = renewed_at + kDay, .number = 2});
  const std::string root_list =
      CrlOf(family_.root,
            {.this_update = renewed_at - absl::Hours(1), .next_update = renewed_at + kDay, .number = 2});
  const std::string refreshed = *AddValues(WithValues(), {.crls = {list, root_list}});
  const std::string cms =
      *AddArchiveTimestamp(refreshed, kDocument, late.AsSigner(), {.gen_time = renewed_at});
  const TrustMaterial material = WithListsAt(AnchorsAlone(), after_tsa_);
  EXPECT_VERDICT(VerifyAt(material, WithValues(), after_tsa_), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  const ValidationReport report = VerifyAt(material, cms, after_tsa_);
  EXPECT_PASSED(report);
  const auto& signer = report.signers(0);
  EXPECT_EQ(signer.best_signature_time().seconds(), kNowUnix) << "the first time stamp counts again";
  ASSERT_EQ(signer.timestamps_size(), 2);
  EXPECT_EQ(signer.timestamps(0).kind(), oteu::v1::TIMESTAMP_KIND_SIGNATURE);
  EXPECT_EQ(signer.timestamps(0).judged_at().seconds(), absl::ToUnixSeconds(renewed_at));
  EXPECT_EQ(signer.timestamps(1).kind(), oteu::v1::TIMESTAMP_KIND_ARCHIVE);
  EXPECT_EQ(signer.timestamps(1).judged_at().seconds(), absl::ToUnixSeconds(after_tsa_));
  EXPECT_EQ(signer.evidence_until().seconds(), absl::ToUnixSeconds(Now() + 2000 * kDay));
}

TEST_P(Cades, ArchiveTimestampIsOverTheSignatureItself) {
  // Without any time stamp over the signature value: its own time is proof enough.
  const std::string cms = *AddArchiveTimestamp(Sign(kDocument, {head_.AsSigner()}), kDocument,
                                               tsa_.AsSigner(), {.gen_time = archived_at_});
  const ValidationReport report =
      VerifyAt(WithListsAt(StampingMaterialOf(family_), after_expiry_), cms, after_expiry_);
  EXPECT_PASSED(report);
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), absl::ToUnixSeconds(archived_at_));
}

TEST_P(Cades, DefectiveArchiveTimestampsProveNothing) {
  const TrustMaterial material = WithListsAt(AnchorsAlone(), archived_at_);
  const auto codes = [&](const std::string& cms) {
    std::vector<std::string> found;
    const ValidationReport report = VerifyAt(material, cms, archived_at_);
    EXPECT_PASSED(report) << "the rest is good";
    for (const auto& finding : report.signers(0).timestamps(1).findings()) {
      if (finding.level() == oteu::v1::CHECK_LEVEL_FAIL)
        found.push_back(oteu::v1::VerificationCode_Name(finding.code()).substr(18));
    }
    EXPECT_LT(report.signers(0).level(), oteu::v1::SIGNATURE_LEVEL_B_LTA);
    return found;
  };
  EXPECT_PASSED(VerifyAt(material, Archived(), archived_at_).signers(0).timestamps(1));
  EXPECT_THAT(codes(Archived({.foreign_hash = true})), Contains("ARCHIVE_INDEX_MISMATCH"));
  EXPECT_THAT(codes(Archived({.omit_index = true})), Contains("TIMESTAMP_MALFORMED"));
  EXPECT_THAT(codes(Archived({.other_content = true})), Contains("TIMESTAMP_IMPRINT_MISMATCH"));
}

TEST_P(Cades, WhatIsTakenAwayAfterArchivingIsMissed) {
  // The archive time stamp of a richer container, put beside a poorer one's signature.
  const std::string poorer =
      *AddArchiveTimestamp(WithValues(), kDocument, tsa_.AsSigner(), {.gen_time = archived_at_});
  // What is added later is only not covered.
  const std::string extended = *AddValues(poorer, {.certificates = {family_.Get(kPmpcHead).certificate}});
  const TrustMaterial material = WithListsAt(AnchorsAlone(), archived_at_);
  const ValidationReport report = VerifyAt(material, extended, archived_at_);
  EXPECT_PASSED(report.signers(0).timestamps(1));
  EXPECT_EQ(report.signers(0).level(), oteu::v1::SIGNATURE_LEVEL_B_LT);
}

TEST_P(Cades, OrderOfTimestamps) {
  // The archive time stamp states a time before the time stamp that it covers.
  const std::string cms =
      *AddArchiveTimestamp(WithValues(), kDocument, tsa_.AsSigner(), {.gen_time = Now() - kDay});
  const ValidationReport report = VerifyAt(StampingMaterialOf(family_), cms, Now() + kDay);
  EXPECT_VERDICT(report, INDETERMINATE, TIMESTAMP_ORDER_FAILURE);
  EXPECT_THAT(Codes(report), Contains("TIMESTAMP_ORDER_WRONG"));
}

TEST_P(Cades, DetachedContentIsArchivedToo) {
  const std::string cms = *AddArchiveTimestamp(*AddValues(Stamped(/*detached=*/true), Values()), kDocument,
                                               tsa_.AsSigner(), {.gen_time = Now()});
  const auto verifier = MakeVerifier(StampingMaterialOf(family_));
  const ValidationReport report = Verify(*verifier, cms, {.content = kDocument}).report;
  EXPECT_PASSED(report);
  EXPECT_EQ(report.signers(0).level(), oteu::v1::SIGNATURE_LEVEL_B_LTA);
  EXPECT_VERDICT(Verify(*verifier, cms, {.content = "another"}).report, TOTAL_FAILED, HASH_FAILURE);
}

INSTANTIATE_TEST_SUITE_P(Keys, Cades, ::testing::Values(KeyKind::kEcP256, KeyKind::kGost2015),
                         [](const auto& kind) {
                           return kind.param == KeyKind::kEcP256 ? "Ecdsa" : "Gost2015";
                         });

// ---- The detailed report ----

TEST(DetailedReport, ListsEveryCheckWithItsClause) {
  const DemoFamily& family = Family();
  const auto verifier = MakeVerifier(StampingMaterialOf(family));
  const std::string cms = Sign(
      kDocument, {family.Get(kSchoolHead).AsSigner()},
      {.signing_time = Now(), .timestamps = StampWith(family.Get(kTsa).AsSigner(), {.gen_time = Now()})});
  VerificationRequest request{.container = cms, .content = std::nullopt, .at = Now(), .document_type = ""};
  EXPECT_EQ(verifier->Verify(request)->report.checks_size(), 0);
  request.detailed = true;
  const ValidationReport report = verifier->Verify(request)->report;
  std::set<std::string> names;
  for (const auto& check : report.checks()) {
    EXPECT_NE(check.clause(), "");
    EXPECT_NE(check.outcome(), oteu::v1::CHECK_OUTCOME_FAILED) << check.check();
    names.insert(check.check() + " " + check.object());
  }
  for (const char* expected :
       {"FORMAT container", "SIGNATURE_VALUE signers[0]", "REVOCATION signers[0]",
        "TIMESTAMP_IMPRINT signers[0].timestamps[0]", "PATH signers[0].timestamps[0]"}) {
    EXPECT_THAT(names, Contains(expected));
  }
  request.at = Now() + 400 * kDay;
  const ValidationReport later = verifier->Verify(request)->report;
  int failed = 0;
  for (const auto& check : later.checks())
    failed += check.outcome() == oteu::v1::CHECK_OUTCOME_FAILED ? 1 : 0;
  EXPECT_GT(failed, 0);
}

TEST(DocumentType, UnknownIsRefused) {
  const auto verifier = MakeVerifier(StampingMaterialOf(Family()));
  const std::string cms = Sign(kDocument, Family().Get(kSchoolHead));
  VerificationRequest request{
      .container = cms, .content = std::nullopt, .at = Now(), .document_type = "SCHOOL_CERTIFICAT"};
  EXPECT_TRUE(absl::IsInvalidArgument(verifier->Verify(request).status()));
}

}  // namespace
}  // namespace oteu::verification
