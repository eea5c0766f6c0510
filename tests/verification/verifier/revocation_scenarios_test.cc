// Revocation sources that fail, answer late, or lie; and clocks that are wrong: the answer of the whole
// verifier. docs/verification-policy.md ("When revocation data fails") says the same in words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/verification/revocation/ocsp_builder.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification {
namespace {

using ::testing::ElementsAre;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using revocation::OcspPlan;
using revocation::SinglePlan;

constexpr absl::Duration kHour = absl::Hours(1);
constexpr char kDocument[] = "document";

class RevocationScenario : public ::testing::Test {
 protected:
  const DemoFamily& family_ = Family();
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  x509::CertificatePtr ca_ = Parse(family_.issuing_ca.certificate);
  x509::CertificatePtr head_ = Parse(family_.Get(kSchoolHead).certificate);
  const std::string signed_ = Sign(kDocument, family_.Get(kSchoolHead));

  x509::CertificatePtr Parse(const std::string& der) {
    return *x509::ParseCertificate(*context_, openssl::AsBytes(der));
  }
  std::string Subject() const { return std::string(openssl::AsStringView(ca_->outline.subject)); }
  // The signer's CA answers by OCSP alone; the root has its list.
  TrustMaterial WithOcsp(const std::vector<std::string>& responses) const {
    TrustMaterial material = MaterialOf(family_);
    material.crls = {family_.root_crl};
    material.ocsp_responses = responses;
    return material;
  }
  // Made an hour before Now, without nextUpdate, as the Kazakh responders do.
  OcspPlan Plan(int status = 0) const {
    return {.certificate = head_.get(),
            .issuer = ca_.get(),
            .key = &family_.issuing_ca.key,
            .responder_name = Subject(),
            .produced_at = Now() - kHour,
            .singles = {
                SinglePlan{.status = status, .revoked_at = Now() - 9 * kHour, .this_update = Now() - kHour}}};
  }
  static std::string Ocsp(const OcspPlan& plan) { return revocation::MakeOcsp(plan); }
  std::string List(absl::Time this_update, absl::Duration lifetime = 24 * kHour) const {
    return *IssueCrl({this_update, this_update + lifetime}, {Subject(), &family_.issuing_ca.key});
  }
  oteu::v1::ValidationReport ReportAt(const TrustMaterial& material, absl::Time at = Now()) const {
    return Verify(*MakeVerifier(material), signed_, {.at = at}).report;
  }
};

TEST_F(RevocationScenario, OcspAloneIsEnough) {
  const std::string response = Ocsp(Plan());
  const auto report = ReportAt(WithOcsp({response}));
  EXPECT_PASSED(report);
  const oteu::v1::RevocationEvidence& evidence = report.signers(0).chain(0).revocation_evidence();
  EXPECT_EQ(evidence.source(), oteu::v1::REVOCATION_SOURCE_OCSP);
  EXPECT_EQ(evidence.sha256(), openssl::ToHex(openssl::Sha256(openssl::AsBytes(response))));
  EXPECT_EQ(report.signers(0).chain(1).revocation_evidence().source(), oteu::v1::REVOCATION_SOURCE_CRL);
}

TEST_F(RevocationScenario, OcspDownIsTryLater) {
  EXPECT_VERDICT(ReportAt(WithOcsp({})), INDETERMINATE, TRY_LATER);
  for (const int status : {1, 2, 3, 5, 6}) {
    const auto report = ReportAt(WithOcsp({revocation::OcspError(status)}));
    EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
    EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_MISSING"));
    EXPECT_EQ(report.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_UNAVAILABLE);
  }
}

TEST_F(RevocationScenario, OcspDownWithAListAtHandPasses) {
  TrustMaterial material = WithOcsp({revocation::OcspError(3)});
  material.crls.push_back(List(Now() - 5 * kHour));
  EXPECT_PASSED(ReportAt(material));
}

TEST_F(RevocationScenario, ListHostDownCountsUntilNextUpdateAndThenTriesLater) {
  TrustMaterial material = WithOcsp({});
  material.crls.push_back(List(Now() - 23 * kHour));  // the last that could be fetched
  EXPECT_PASSED(ReportAt(material));
  EXPECT_PASSED(ReportAt(material, Now() + kHour - absl::Seconds(1)));
  const auto late = ReportAt(material, Now() + kHour);
  EXPECT_VERDICT(late, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(late), ElementsAre("REVOCATION_DATA_STALE"));
}

TEST_F(RevocationScenario, UnknownIsNeitherMissingNorRevoked) {
  const auto report = ReportAt(WithOcsp({Ocsp(Plan(2))}));
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_STATUS_UNKNOWN"));
  EXPECT_EQ(report.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_UNKNOWN);
}

// Behind: what the authorities date by true time lies in our future. It is evidence all the same.
TEST_F(RevocationScenario, ClockAnHourBehind) {
  const absl::Time ours = Now() - kHour;
  OcspPlan fresh = Plan();
  fresh.produced_at = fresh.singles[0].this_update = Now();
  EXPECT_PASSED(ReportAt(WithOcsp({Ocsp(fresh)}), ours));
  TrustMaterial material = WithOcsp({});
  material.crls.push_back(List(Now()));
  EXPECT_PASSED(ReportAt(material, ours));
  OcspPlan revoked = fresh;
  revoked.singles[0].status = 1;
  revoked.singles[0].revoked_at = Now() - absl::Minutes(30);  // later than our clock
  EXPECT_VERDICT(ReportAt(WithOcsp({Ocsp(revoked)}), ours), INDETERMINATE, REVOKED_NO_POE);
}

// Ahead: lists and answers seem older than they are; at worst they are out of date an hour early.
TEST_F(RevocationScenario, ClockAnHourAhead) {
  OcspPlan fresh = Plan();
  fresh.produced_at = fresh.singles[0].this_update = Now();
  EXPECT_PASSED(ReportAt(WithOcsp({Ocsp(fresh)}), Now() + kHour));
  fresh.singles[0].next_update = Now() + absl::Minutes(30);
  const auto report = ReportAt(WithOcsp({Ocsp(fresh)}), Now() + kHour);
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_STALE"));
}

// ---- Responses obtained for one verification ----

TEST_F(RevocationScenario, WhatIsMissingIsNamedAndAResponseMendsIt) {
  const auto verifier = MakeVerifier(WithOcsp({}));
  const VerificationResult without = Verify(*verifier, signed_);
  EXPECT_VERDICT(without.report, INDETERMINATE, TRY_LATER);
  ASSERT_EQ(without.missing.size(), 1u);
  EXPECT_EQ(without.missing[0].certificate, family_.Get(kSchoolHead).certificate);
  EXPECT_EQ(without.missing[0].issuer, family_.issuing_ca.certificate);
  const auto with = [&](const std::string& response) {
    return *verifier->Verify({.container = signed_,
                              .content = std::nullopt,
                              .at = Now(),
                              .document_type = "",
                              .ocsp_responses = {response}});
  };
  const VerificationResult good = with(Ocsp(Plan()));
  EXPECT_PASSED(good.report);
  EXPECT_TRUE(good.missing.empty());
  EXPECT_EQ(good.report.signers(0).level(), oteu::v1::SIGNATURE_LEVEL_B_B) << "not in the container";
  EXPECT_VERDICT(with(Ocsp(Plan(1))).report, INDETERMINATE, REVOKED_NO_POE);
  OcspPlan forged = Plan();
  forged.key = &family_.Get(kPmpcHead).key;
  for (const std::string& useless : {Ocsp(forged), std::string("no response"), revocation::OcspError(3)}) {
    const VerificationResult result = with(useless);
    EXPECT_VERDICT(result.report, INDETERMINATE, TRY_LATER);
    EXPECT_EQ(result.missing.size(), 1u);
  }
  const VerificationResult unknown = with(Ocsp(Plan(2)));
  EXPECT_THAT(Codes(unknown.report), ElementsAre("REVOCATION_STATUS_UNKNOWN"));
  EXPECT_TRUE(unknown.missing.empty()) << "that was an answer";
  EXPECT_VERDICT(Verify(*verifier, signed_).report, INDETERMINATE, TRY_LATER) << "nothing is kept";
}

// What the policy does not want to know is not asked for.
TEST_F(RevocationScenario, MissingFollowsThePolicy) {
  TrustMaterial material = WithOcsp({});
  material.crls.clear();
  EXPECT_EQ(Verify(*MakeVerifier(material), signed_).missing.size(), 2u) << "signer and CA";
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  EXPECT_EQ(Verify(*MakeVerifier(material, policy), signed_).missing.size(), 1u);
}

// ---- What other servers get wrong ----

TEST_F(RevocationScenario, WeaknessOcspSignatureIsChecked) {
  OcspPlan forged = Plan();
  forged.key = &family_.Get(kPmpcHead).key;
  EXPECT_THAT(Codes(ReportAt(WithOcsp({Ocsp(forged)}))), ElementsAre("REVOCATION_DATA_INVALID"));
  forged.certificates = {family_.Get(kPmpcHead).certificate};  // of the same CA, but no responder
  forged.responder_name =
      std::string(openssl::AsStringView(Parse(family_.Get(kPmpcHead).certificate)->outline.subject));
  EXPECT_THAT(Codes(ReportAt(WithOcsp({Ocsp(forged)}))), ElementsAre("REVOCATION_DATA_INVALID"));
}

TEST_F(RevocationScenario, WeaknessOcspCertIdIsCheckedWhole) {
  for (auto part : {&SinglePlan::name_hash, &SinglePlan::key_hash}) {
    OcspPlan other_ca = Plan();
    other_ca.singles[0].*part = std::string(32, 'x');  // the same serial number of another CA
    EXPECT_THAT(Codes(ReportAt(WithOcsp({Ocsp(other_ca)}))), ElementsAre("REVOCATION_DATA_MISSING"));
  }
  OcspPlan other_serial = Plan();
  other_serial.singles[0].serial = "another";
  EXPECT_THAT(Codes(ReportAt(WithOcsp({Ocsp(other_serial)}))), ElementsAre("REVOCATION_DATA_MISSING"));
}

TEST_F(RevocationScenario, WeaknessOcspDatesAreChecked) {
  const std::string response = Ocsp(Plan());
  EXPECT_PASSED(ReportAt(WithOcsp({response}), Now() + 23 * kHour));
  EXPECT_THAT(Codes(ReportAt(WithOcsp({response}), Now() + 23 * kHour + absl::Seconds(1))),
              ElementsAre("REVOCATION_DATA_STALE"));
}

TEST_F(RevocationScenario, WeaknessUnsignedListIsNoEvidence) {
  TrustMaterial material = WithOcsp({});
  std::string unsigned_list = List(Now() - kHour);
  unsigned_list.back() = static_cast<char>(unsigned_list.back() ^ 1);
  material.crls.push_back(unsigned_list);
  EXPECT_THAT(Codes(ReportAt(material)), ElementsAre("REVOCATION_DATA_INVALID"));
}

// ---- Replay ----

TEST_F(RevocationScenario, SnapshotHoldsResponsesAndDeltas) {
  TrustMaterial material = WithOcsp({Ocsp(Plan())});
  material.crls.push_back(List(Now() - kHour));
  const auto verifier = MakeVerifier(material);
  const auto rebuilt = Verifier::FromSnapshot(verifier->trust_snapshot());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ((*rebuilt)->trust_snapshot_sha256(), verifier->trust_snapshot_sha256());
  EXPECT_EQ(Verify(**rebuilt, signed_).report.SerializeAsString(),
            Verify(*verifier, signed_).report.SerializeAsString());
  material.ocsp_responses.clear();
  EXPECT_NE(MakeVerifier(material)->trust_snapshot_sha256(), verifier->trust_snapshot_sha256());
}

// The cache of verdicts follows the dates of responses.
TEST_F(RevocationScenario, CachedVerdictsEndWithTheResponse) {
  const auto verifier = MakeVerifier(WithOcsp({Ocsp(Plan())}));
  for (int i = 0; i < 2; ++i) {
    EXPECT_PASSED(Verify(*verifier, signed_, {.at = Now() + 23 * kHour}).report);
    EXPECT_VERDICT(Verify(*verifier, signed_, {.at = Now() + 23 * kHour + absl::Seconds(1)}).report,
                   INDETERMINATE, TRY_LATER);
  }
}

TEST_F(RevocationScenario, AMalformedResponseIsNamed) {
  const auto verifier = Verifier::Create(WithOcsp({"\x30\x01"}), DefaultPolicy());
  EXPECT_TRUE(absl::IsInvalidArgument(verifier.status()));
  EXPECT_THAT(std::string(verifier.status().message()), ::testing::HasSubstr("ocsp_responses[0]"));
}

}  // namespace
}  // namespace oteu::verification
