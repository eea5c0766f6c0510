// Best signature time (ETSI EN 319 102-1 clauses 5.4, 5.5.4): what a time stamp proves, and what it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/demo_pki/oids.h"
#include "clients/demo_pki/timestamp.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/report/verdict.h"

namespace oteu::verification {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using oteu::v1::CHECK_LEVEL_WARN;
using oteu::v1::SignerReport;
using oteu::v1::ValidationReport;

constexpr absl::Duration kDay = absl::Hours(24);
constexpr char kDocument[] = "a document";

std::vector<std::string> CodesOf(const oteu::v1::TimestampReport& report) {
  std::vector<std::string> codes;
  for (const auto& finding : report.findings()) {
    static constexpr size_t kPrefix = sizeof("VERIFICATION_CODE_") - 1;
    if (finding.level() == oteu::v1::CHECK_LEVEL_FAIL)
      codes.push_back(oteu::v1::VerificationCode_Name(finding.code()).substr(kPrefix));
  }
  return codes;
}

class Timestamps : public ::testing::Test {
 protected:
  const DemoFamily& family_ = Family();
  const Identity& head_ = family_.Get(kSchoolHead);
  const Identity& tsa_ = family_.Get(kTsa);
  const absl::Time signed_at_ = Now();
  const absl::Time after_expiry_ = Now() + 400 * kDay;

  // Current lists of both CAs at this time beside the old ones; the issuing CA's names these.
  TrustMaterial MaterialAt(absl::Time at, const std::vector<RevokedEntry>& revoked = {}) const {
    TrustMaterial material = StampingMaterialOf(family_);
    const CrlSpec spec = {
        .this_update = at - absl::Hours(1), .next_update = at + kDay, .number = 2, .revoked = revoked};
    material.crls.push_back(CrlOf(family_.issuing_ca, spec));
    material.crls.push_back(
        CrlOf(family_.root, {.this_update = spec.this_update, .next_update = spec.next_update, .number = 2}));
    return material;
  }
  ValidationReport VerifyAt(const std::string& cms, absl::Time at,
                            const std::vector<RevokedEntry>& revoked = {}) const {
    return Verify(*MakeVerifier(MaterialAt(at, revoked)), cms, {.at = at}).report;
  }
  std::string Stamped(const TimestampSpec& spec) const { return StampedBy(tsa_, spec); }
  std::string StampedBy(const Identity& tsa, const TimestampSpec& spec) const {
    return Sign(kDocument, {head_.AsSigner()},
                {.signing_time = signed_at_, .timestamps = StampWith(tsa.AsSigner(), spec)});
  }
  std::string Stamped() const { return Stamped({.gen_time = signed_at_}); }
  RevokedEntry Revoke(const Identity& identity, RevocationReason reason, absl::Time at) const {
    return {SerialOf(identity.key), at, reason};
  }
  // An authority for time stamps with this change to its certificate.
  Identity Authority(const std::function<void(CertificateSpec&)>& change) const {
    CertificateSpec spec;
    spec.subject.common_name = "another DEMO TSA";
    spec.not_before = Now() - 10 * kDay;
    spec.not_after = Now() + 900 * kDay;
    spec.key_usage = {kDigitalSignature};
    spec.extended_key_usage = {kTimeStampingOid};
    spec.extended_key_usage_critical = true;
    change(spec);
    return IssueTo(family_.issuing_ca, spec);
  }
};

TEST_F(Timestamps, SignatureOutlivesItsCertificate) {
  const ValidationReport report = VerifyAt(Stamped(), after_expiry_);
  EXPECT_PASSED(report);
  ASSERT_EQ(report.signers_size(), 1);
  const SignerReport& signer = report.signers(0);
  EXPECT_EQ(signer.best_signature_time().seconds(), absl::ToUnixSeconds(signed_at_));
  ASSERT_EQ(signer.timestamps_size(), 1);
  const oteu::v1::TimestampReport& token = signer.timestamps(0);
  EXPECT_PASSED(token);
  EXPECT_EQ(token.kind(), oteu::v1::TIMESTAMP_KIND_SIGNATURE);
  EXPECT_TRUE(token.decides_best_signature_time());
  EXPECT_EQ(token.generation_time().seconds(), absl::ToUnixSeconds(signed_at_));
  EXPECT_EQ(token.tsa_policy(), kDemoTsaPolicyOid);
  EXPECT_EQ(token.imprint_algorithm(), "SHA-256");
  EXPECT_EQ(token.chain_size(), 3);
  EXPECT_TRUE(token.chain(2).trust_anchor());
}

TEST_F(Timestamps, WithoutATokenTheReferenceTimeIsNow) {
  const std::string cms = Sign(kDocument, {head_.AsSigner()}, {.signing_time = signed_at_});
  const ValidationReport report = VerifyAt(cms, after_expiry_);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), absl::ToUnixSeconds(after_expiry_));
  EXPECT_PASSED(VerifyAt(cms, signed_at_));
}

TEST_F(Timestamps, EveryKindOfKeyStamps) {
  for (const KeyKind kind : {KeyKind::kRsa, KeyKind::kEcP256, KeyKind::kGost2015, KeyKind::kGost2004}) {
    const DemoFamily& family = Family(kind);
    const auto verifier = MakeVerifier(StampingMaterialOf(family));
    const std::string cms =
        Sign(kDocument, {family.Get(kSchoolHeadExpired).AsSigner()},
             {.timestamps = StampWith(family.Get(kTsa).AsSigner(),
                                      {.gen_time = Now(), .imprint_digest_oid = kSha256Oid})});
    const ValidationReport report = Verify(*verifier, cms).report;
    EXPECT_PASSED(report.signers(0).timestamps(0));
    EXPECT_EQ(report.signers(0).best_signature_time().seconds(), kNowUnix);
  }
  const DemoFamily& rsa = Family(KeyKind::kRsa);
  const Identity pss = {"pss", rsa.Get(kTsa).certificate, rsa.Get(kTsa).key.AsPss()};
  const std::string cms = Sign(kDocument, {rsa.Get(kSchoolHead).AsSigner()},
                               {.timestamps = StampWith(pss.AsSigner(), {.gen_time = Now()})});
  EXPECT_PASSED(Verify(*MakeVerifier(StampingMaterialOf(rsa)), cms).report.signers(0).timestamps(0));
}

TEST_F(Timestamps, ImprintDigests) {
  const auto verifier = MakeVerifier(StampingMaterialOf(family_));
  for (const char* oid : {"2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3",
                          "1.2.398.3.10.1.3.2", "1.2.398.3.10.1.3.3"}) {
    const auto report = Verify(*verifier, Stamped({.gen_time = Now(), .imprint_digest_oid = oid})).report;
    EXPECT_PASSED(report.signers(0).timestamps(0)) << oid;
  }
  for (const char* oid : {"1.3.14.3.2.26", "2.16.840.1.101.3.4.2.4", "1.2.398.3.10.1.3.1"}) {
    const auto report = Verify(*verifier, Stamped({.gen_time = Now(), .imprint_digest_oid = oid})).report;
    EXPECT_THAT(CodesOf(report.signers(0).timestamps(0)), ElementsAre("ALGORITHM_NOT_ALLOWED")) << oid;
  }
}

TEST_F(Timestamps, SwappedTokenProvesNothing) {
  const std::string token = *MakeTimestamp("another signature", tsa_.AsSigner(), {.gen_time = signed_at_});
  const std::string cms =
      Sign(kDocument, {head_.AsSigner()},
           {.signing_time = signed_at_, .unsigned_attributes = {TimestampAttribute(token)}});
  const ValidationReport report = VerifyAt(cms, after_expiry_);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_VERDICT(report.signers(0).timestamps(0), TOTAL_FAILED, HASH_FAILURE);
  EXPECT_THAT(CodesOf(report.signers(0).timestamps(0)), ElementsAre("TIMESTAMP_IMPRINT_MISMATCH"));
  EXPECT_THAT(Codes(report, CHECK_LEVEL_WARN), Contains("TIMESTAMP_NOT_USED"));
}

// The certificate inside the token is genuine, its CA is even trusted for signatures: it is no anchor for
// time.
TEST_F(Timestamps, OnlyAConfiguredAnchorForTimeStampsCounts) {
  TrustMaterial material = MaterialAt(after_expiry_);
  material.tsa_anchors.clear();
  const ValidationReport report = Verify(*MakeVerifier(material), Stamped(), {.at = after_expiry_}).report;
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_THAT(CodesOf(report.signers(0).timestamps(0)), ElementsAre("CHAIN_NOT_FOUND"));
  // And an anchor for time stamps is none for signatures.
  TrustMaterial only_time = MaterialAt(signed_at_);
  only_time.anchors = {Family(KeyKind::kRsa).root.certificate};
  EXPECT_VERDICT(Verify(*MakeVerifier(only_time), Stamped()).report, INDETERMINATE,
                 NO_CERTIFICATE_CHAIN_FOUND);
}

TEST_F(Timestamps, UnknownAuthorityProvesNothingWhateverItBrings) {
  const DemoFamily& other = Family(KeyKind::kRsa);
  const std::string cms = StampedBy(
      other.Get(kTsa),
      {.gen_time = signed_at_, .more_certificates = {other.issuing_ca.certificate, other.root.certificate}});
  const ValidationReport report = VerifyAt(cms, after_expiry_);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_VERDICT(report.signers(0).timestamps(0), INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
}

TEST_F(Timestamps, CertificateOfTheAuthorityMayComeFromElsewhere) {
  TrustMaterial material = StampingMaterialOf(family_);
  const std::string cms = Stamped({.gen_time = signed_at_, .certificate = false});
  EXPECT_THAT(CodesOf(Verify(*MakeVerifier(material), cms).report.signers(0).timestamps(0)),
              ElementsAre("SIGNER_CERTIFICATE_MISSING"));
  material.intermediates.push_back(tsa_.certificate);
  EXPECT_PASSED(Verify(*MakeVerifier(material), cms).report.signers(0).timestamps(0));
  // Or from the container around it.
  const std::string with_certificate =
      Sign(kDocument, {head_.AsSigner()},
           {.more_certificates = {tsa_.certificate},
            .timestamps = StampWith(tsa_.AsSigner(), {.gen_time = signed_at_, .certificate = false})});
  EXPECT_PASSED(
      Verify(*MakeVerifier(StampingMaterialOf(family_)), with_certificate).report.signers(0).timestamps(0));
}

TEST_F(Timestamps, AuthorityIsForTimeStampingAloneAndCritically) {
  const auto codes = [&](const std::function<void(CertificateSpec&)>& change) {
    const std::string cms = StampedBy(Authority(change), {.gen_time = signed_at_});
    return CodesOf(Verify(*MakeVerifier(StampingMaterialOf(family_)), cms).report.signers(0).timestamps(0));
  };
  EXPECT_THAT(codes([](CertificateSpec&) {}), IsEmpty());
  const auto refused = ElementsAre("TSA_CERTIFICATE_NOT_ACCEPTED");
  EXPECT_THAT(codes([](CertificateSpec& spec) { spec.extended_key_usage_critical = false; }), refused);
  EXPECT_THAT(codes([](CertificateSpec& spec) { spec.extended_key_usage.clear(); }), refused);
  EXPECT_THAT(codes([](CertificateSpec& spec) { spec.extended_key_usage.emplace_back(kEmailProtectionOid); }),
              refused);
  EXPECT_THAT(codes([](CertificateSpec& spec) { spec.extended_key_usage = {kEmailProtectionOid}; }), refused);
  EXPECT_THAT(codes([](CertificateSpec& spec) { spec.key_usage.push_back(kKeyEncipherment); }), refused);
}

TEST_F(Timestamps, DefectiveTokens) {
  const auto verifier = MakeVerifier(StampingMaterialOf(family_));
  const auto codes = [&](TimestampSpec spec) {
    spec.gen_time = signed_at_;
    return CodesOf(Verify(*verifier, Stamped(spec)).report.signers(0).timestamps(0));
  };
  EXPECT_THAT(codes({}), IsEmpty());
  EXPECT_THAT(codes({.tsa_name = true}), IsEmpty());
  const auto malformed = ElementsAre("TIMESTAMP_MALFORMED");
  EXPECT_THAT(codes({.defects = {.version_two = true}}), malformed);
  EXPECT_THAT(codes({.defects = {.critical_extension = true}}), malformed);
  EXPECT_THAT(codes({.defects = {.other_content_type = true}}), malformed);
  EXPECT_THAT(codes({.defects = {.two_signers = true}}), malformed);
  EXPECT_THAT(codes({.defects = {.trailing_field = true}}), malformed);
  EXPECT_THAT(codes({.signing_certificate_attribute = false}), malformed);
  EXPECT_THAT(codes({.defects = {.cms = {.omit_signed_attributes = true}}}), malformed);
  EXPECT_THAT(codes({.defects = {.foreign_tsa_name = true}}), ElementsAre("TSA_CERTIFICATE_NOT_ACCEPTED"));
  EXPECT_THAT(codes({.defects = {.cms = {.signing_certificate = true}}}),
              ElementsAre("SIGNING_CERTIFICATE_MISMATCH"));
  EXPECT_THAT(codes({.defects = {.cms = {.message_digest = true}}}), ElementsAre("MESSAGE_DIGEST_MISMATCH"));
  EXPECT_THAT(codes({.defects = {.cms = {.signature_value = true}}}), ElementsAre("SIGNATURE_VALUE_INVALID"));
}

TEST_F(Timestamps, BrokenTokenBesideAGoodSignatureIsForThePolicyToWeigh) {
  const std::string cms = Stamped({.gen_time = signed_at_, .defects = {.cms = {.signature_value = true}}});
  EXPECT_PASSED(Verify(*MakeVerifier(StampingMaterialOf(family_)), cms).report);
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_timestamp_not_used(oteu::v1::CHECK_LEVEL_FAIL);
  EXPECT_VERDICT(Verify(*MakeVerifier(StampingMaterialOf(family_), policy), cms).report, INDETERMINATE,
                 SIG_CONSTRAINTS_FAILURE);
}

TEST_F(Timestamps, ClockAnHourOff) {
  const auto codes = [&](absl::Duration offset) {
    const auto report =
        Verify(*MakeVerifier(StampingMaterialOf(family_)), Stamped({.gen_time = Now() + offset}));
    return CodesOf(report.report.signers(0).timestamps(0));
  };
  EXPECT_THAT(codes(absl::Hours(1)), ElementsAre("TIMESTAMP_TIME_IMPLAUSIBLE"));
  EXPECT_THAT(codes(absl::Minutes(5)), IsEmpty());
  EXPECT_THAT(codes(absl::Minutes(5) + absl::Milliseconds(1)), ElementsAre("TIMESTAMP_TIME_IMPLAUSIBLE"));
  EXPECT_THAT(codes(-absl::Hours(1)), IsEmpty());
  // Within the tolerance, no time is later than the one asked for.
  const auto report =
      Verify(*MakeVerifier(StampingMaterialOf(family_)), Stamped({.gen_time = Now() + absl::Minutes(4)}))
          .report;
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), kNowUnix);
}

TEST_F(Timestamps, TimeBeforeTheCertificatesIsNoProofOfASignature) {
  // Stamped before the signer's certificate began (30 days ago), while the authority's was valid.
  const Identity early = Authority([](CertificateSpec& spec) { spec.not_before = Now() - 100 * kDay; });
  const ValidationReport report =
      Verify(*MakeVerifier(StampingMaterialOf(family_)), StampedBy(early, {.gen_time = Now() - 40 * kDay}))
          .report;
  EXPECT_VERDICT(report, TOTAL_FAILED, NOT_YET_VALID);
  // Stamped before the authority's own certificate began.
  const ValidationReport too_early =
      Verify(*MakeVerifier(StampingMaterialOf(family_)), Stamped({.gen_time = Now() - 40 * kDay})).report;
  EXPECT_THAT(CodesOf(too_early.signers(0).timestamps(0)), ElementsAre("CERTIFICATE_NOT_YET_VALID"));
}

TEST_F(Timestamps, EarliestTrustedTokenDecides) {
  const DemoFamily& other = Family(KeyKind::kRsa);
  const CmsSigner tsa = tsa_.AsSigner();
  const CmsSigner unknown = other.Get(kTsa).AsSigner();
  CmsOptions options{.signing_time = signed_at_};
  options.timestamps = [&](std::string_view signature) -> absl::StatusOr<std::vector<std::string>> {
    return std::vector<std::string>{
        TimestampAttribute(*MakeTimestamp(signature, tsa, {.gen_time = signed_at_ + 2 * kDay})),
        TimestampAttribute(*MakeTimestamp(signature, tsa, {.gen_time = signed_at_ + kDay})),
        TimestampAttribute(*MakeTimestamp(signature, unknown, {.gen_time = signed_at_ - kDay})),
    };
  };
  const ValidationReport report = VerifyAt(Sign(kDocument, {head_.AsSigner()}, options), after_expiry_);
  EXPECT_PASSED(report);
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), absl::ToUnixSeconds(signed_at_ + kDay));
  int deciding = 0;
  for (const auto& token : report.signers(0).timestamps()) {
    if (!token.decides_best_signature_time()) continue;
    ++deciding;
    EXPECT_EQ(token.generation_time().seconds(), absl::ToUnixSeconds(signed_at_ + kDay));
  }
  EXPECT_EQ(deciding, 1);
  EXPECT_EQ(report.signers(0).timestamps_size(), 3);
}

TEST_F(Timestamps, EverySignerHasHisOwn) {
  int count = 0;
  CmsOptions options{.signing_time = signed_at_};
  options.timestamps = [&](std::string_view signature) -> absl::StatusOr<std::vector<std::string>> {
    if (++count == 2) return std::vector<std::string>();  // The second signer gets none.
    return StampWith(tsa_.AsSigner(), {.gen_time = signed_at_})(signature);
  };
  const std::string cms = Sign(kDocument, {head_.AsSigner(), family_.Get(kPmpcHead).AsSigner()}, options);
  const ValidationReport report = VerifyAt(cms, after_expiry_);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  int passed = 0;
  for (const SignerReport& signer : report.signers()) {
    passed += signer.indication() == oteu::v1::INDICATION_TOTAL_PASSED ? 1 : 0;
    EXPECT_EQ(signer.indication() == oteu::v1::INDICATION_TOTAL_PASSED, signer.timestamps_size() == 1);
  }
  EXPECT_EQ(passed, 1);
  // A token of one signer does not help another.
  std::string first;
  options.timestamps = [&](std::string_view signature) -> absl::StatusOr<std::vector<std::string>> {
    if (first.empty())
      first = TimestampAttribute(*MakeTimestamp(signature, tsa_.AsSigner(), {.gen_time = signed_at_}));
    return std::vector<std::string>{first};
  };
  const std::string shared = Sign(kDocument, {head_.AsSigner(), family_.Get(kPmpcHead).AsSigner()}, options);
  EXPECT_VERDICT(VerifyAt(shared, after_expiry_), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
}

TEST_F(Timestamps, TooManyTokensAreRefused) {
  CmsOptions options{.signing_time = signed_at_};
  const std::string token = *MakeTimestamp("x", tsa_.AsSigner(), {.gen_time = signed_at_});
  options.unsigned_attributes.assign(9, TimestampAttribute(token));
  const ValidationReport report =
      Verify(*MakeVerifier(StampingMaterialOf(family_)), Sign(kDocument, {head_.AsSigner()}, options)).report;
  EXPECT_THAT(Codes(report), ElementsAre("LIMIT_EXCEEDED"));
}

// ---- Revocation after the proved time: the reason decides ----

struct ReasonCase {
  RevocationReason reason;
  bool passes;
};

TEST_F(Timestamps, SignerRevokedLater) {
  const absl::Time now = signed_at_ + 20 * kDay;
  const std::string cms = Stamped();
  for (const auto& [reason, passes] : std::initializer_list<ReasonCase>{
           {RevocationReason::kSuperseded, true},
           {RevocationReason::kCessationOfOperation, true},
           {RevocationReason::kAffiliationChanged, true},
           {RevocationReason::kPrivilegeWithdrawn, true},
           {RevocationReason::kUnspecified, false},
           {RevocationReason::kKeyCompromise, false},
           {RevocationReason::kCaCompromise, false},
           {RevocationReason::kAaCompromise, false},
       }) {
    const ValidationReport after = VerifyAt(cms, now, {Revoke(head_, reason, signed_at_ + kDay)});
    const int number = static_cast<int>(reason);
    if (passes) {
      EXPECT_PASSED(after) << number;
    } else {
      EXPECT_VERDICT(after, INDETERMINATE, REVOKED_NO_POE) << number;
    }
    // Revoked before the time stamp: never.
    EXPECT_VERDICT(VerifyAt(cms, now, {Revoke(head_, reason, signed_at_ - kDay)}), INDETERMINATE,
                   REVOKED_NO_POE)
        << number;
  }
  EXPECT_VERDICT(VerifyAt(cms, now, {Revoke(head_, RevocationReason::kCertificateHold, signed_at_ + kDay)}),
                 INDETERMINATE, TRY_LATER);
  // Without a time stamp even the mildest reason counts.
  const std::string bare = Sign(kDocument, {head_.AsSigner()}, {.signing_time = signed_at_});
  EXPECT_VERDICT(VerifyAt(bare, now, {Revoke(head_, RevocationReason::kSuperseded, signed_at_ + kDay)}),
                 INDETERMINATE, REVOKED_NO_POE);
}

TEST_F(Timestamps, AuthorityRevokedLater) {
  const std::string cms = Stamped();
  const auto standing = [&](RevocationReason reason, absl::Time revoked_at) {
    return VerifyAt(cms, after_expiry_, {Revoke(tsa_, reason, revoked_at)});
  };
  EXPECT_PASSED(standing(RevocationReason::kSuperseded, signed_at_ + kDay));
  EXPECT_PASSED(standing(RevocationReason::kCessationOfOperation, signed_at_ + kDay));
  for (const RevocationReason reason :
       {RevocationReason::kKeyCompromise, RevocationReason::kUnspecified, RevocationReason::kCaCompromise}) {
    EXPECT_VERDICT(standing(reason, signed_at_ + kDay), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  }
  EXPECT_VERDICT(standing(RevocationReason::kSuperseded, signed_at_ - kDay), INDETERMINATE,
                 OUT_OF_BOUNDS_NO_POE);
}

TEST_F(Timestamps, CaRevokedLater) {
  const auto verify = [&](RevocationReason reason) {
    TrustMaterial material = MaterialAt(after_expiry_);
    material.crls.back() =
        CrlOf(family_.root, {.this_update = after_expiry_ - absl::Hours(1),
                             .next_update = after_expiry_ + kDay,
                             .number = 2,
                             .revoked = {Revoke(family_.issuing_ca, reason, signed_at_ + kDay)}});
    return Verify(*MakeVerifier(material), Stamped(), {.at = after_expiry_}).report;
  };
  EXPECT_PASSED(verify(RevocationReason::kSuperseded));
  const ValidationReport report = verify(RevocationReason::kCaCompromise);
  EXPECT_EQ(report.indication(), oteu::v1::INDICATION_INDETERMINATE);
  EXPECT_THAT(CodesOf(report.signers(0).timestamps(0)), Contains("CA_REVOKED"));
}

// ---- Evidence about the authority ----

TEST_F(Timestamps, MissingEvidenceAboutTheAuthorityIsWaitedFor) {
  TrustMaterial material = StampingMaterialOf(family_);  // The lists are stale by then.
  const ValidationReport report = Verify(*MakeVerifier(material), Stamped(), {.at = after_expiry_}).report;
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("TIMESTAMP_PENDING"));
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), absl::ToUnixSeconds(after_expiry_))
      << "nothing is proved yet";
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_tsa_revocation(CHECK_LEVEL_WARN);
  policy.mutable_levels()->set_ca_revocation(CHECK_LEVEL_WARN);
  const ValidationReport warned =
      Verify(*MakeVerifier(material, policy), Stamped(), {.at = after_expiry_}).report;
  EXPECT_PASSED(warned);
  // Stale data for the authority and for its CA; and the demonstration's marker.
  EXPECT_EQ(warned.signers(0).timestamps(0).findings_size(), 3);
  // It is not waited for where it would not help: made after the certificate had expired.
  EXPECT_VERDICT(
      Verify(*MakeVerifier(material), Stamped({.gen_time = after_expiry_ - kDay}), {.at = after_expiry_})
          .report,
      INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
}

TEST_F(Timestamps, ExpiredAuthorityProvesNothingByItself) {
  const absl::Time much_later = signed_at_ + 1200 * kDay;
  const ValidationReport report = VerifyAt(Stamped(), much_later);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_THAT(CodesOf(report.signers(0).timestamps(0)), Contains("CERTIFICATE_EXPIRED"));
}

// ---- Algorithms at the best signature time ----

TEST_F(Timestamps, AlgorithmsAreJudgedAtTheProvedTime) {
  v1::Policy policy = DefaultPolicy();
  for (auto& rule : *policy.mutable_signature_algorithms()) {
    if (rule.scheme() != v1::SIGNATURE_SCHEME_RSA_PKCS1) continue;
    rule.mutable_accepted_through()->set_year(2026);
    rule.mutable_accepted_through()->set_month(10);
    rule.mutable_accepted_through()->set_day(31);
  }
  const DemoFamily& rsa = Family(KeyKind::kRsa);
  TrustMaterial material = MaterialOf(rsa);
  material.tsa_anchors = {family_.root.certificate};  // An authority with ECDSA.
  material.intermediates.push_back(family_.issuing_ca.certificate);
  material.crls.push_back(family_.issuing_crl);
  material.crls.push_back(family_.root_crl);
  const auto verifier = MakeVerifier(material, policy);
  const absl::Time at = Now() + 60 * kDay;
  const Identity& head = rsa.Get(kSchoolHead);
  const std::string bare = Sign(kDocument, {head.AsSigner()});
  EXPECT_VERDICT(Verify(*verifier, bare, {.at = at}).report, INDETERMINATE,
                 CRYPTO_CONSTRAINTS_FAILURE_NO_POE);
  const std::string stamped =
      Sign(kDocument, {head.AsSigner()}, {.timestamps = StampWith(tsa_.AsSigner(), {.gen_time = Now()})});
  EXPECT_PASSED(Verify(*verifier, stamped, {.at = at}).report);
}

// ---- Replay ----

TEST_F(Timestamps, SnapshotReplaysTheSameBytes) {
  const auto verifier = MakeVerifier(MaterialAt(after_expiry_));
  auto rebuilt = Verifier::FromSnapshot(verifier->trust_snapshot());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ((*rebuilt)->trust_snapshot(), verifier->trust_snapshot());
  const std::string cms = Stamped();
  const ValidationReport report = Verify(*verifier, cms, {.at = after_expiry_}).report;
  EXPECT_PASSED(report);
  EXPECT_EQ(SerializeReport(Verify(**rebuilt, cms, {.at = after_expiry_}).report), SerializeReport(report));
  // The second time from the cache, and the same.
  EXPECT_EQ(SerializeReport(Verify(*verifier, cms, {.at = after_expiry_}).report), SerializeReport(report));
  TrustMaterial other = MaterialAt(after_expiry_);
  other.tsa_anchors.clear();
  EXPECT_NE(MakeVerifier(other)->trust_snapshot_sha256(), verifier->trust_snapshot_sha256());
}

}  // namespace
}  // namespace oteu::verification
