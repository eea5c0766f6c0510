// XAdES-T: time stamps over the value of an XML signature prove its time by the same rules as those of CMS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using oteu::v1::ValidationReport;
using ::testing::Contains;

constexpr absl::Duration kDay = absl::Hours(24);
constexpr char kDocument[] = "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\" b:c=\"1\"> text </a>";

class XmlTimestamps : public ::testing::TestWithParam<KeyKind> {
 protected:
  const DemoFamily& family_ = Family(GetParam());
  const Identity& head_ = family_.Get(kSchoolHead);
  const Identity& tsa_ = family_.Get(kTsa);
  const absl::Time after_expiry_ = Now() + 400 * kDay;

  std::string Signed(bool soap = false) const {
    const XmlOptions options = {.exclusive = soap, .xades = true, .signing_time = Now()};
    return soap ? *SignSoap("<b/>", head_.AsSigner(), options)
                : *SignXml(kDocument, head_.AsSigner(), options);
  }
  std::string Stamped(const TimestampSpec& spec = {.gen_time = Now()}, bool exclusive = false) const {
    return *AddXmlTimestamp(Signed(), tsa_.AsSigner(), spec, exclusive);
  }
  // Current lists of both CAs beside the old ones.
  ValidationReport VerifyAt(const std::string& document, absl::Time at, bool stamping = true) const {
    TrustMaterial material = stamping ? StampingMaterialOf(family_) : MaterialOf(family_);
    const CrlSpec spec = {.this_update = at - absl::Hours(1), .next_update = at + kDay, .number = 2};
    material.crls.push_back(CrlOf(family_.issuing_ca, spec));
    material.crls.push_back(CrlOf(family_.root, spec));
    return Verify(*MakeVerifier(material), document, {.at = at}).report;
  }
  // The stamp proves nothing: with the certificate expired the signature fails, and the report says why.
  void ExpectUseless(const std::string& document, oteu::v1::SubIndication why) const {
    const ValidationReport report = VerifyAt(document, after_expiry_);
    EXPECT_NE(report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << report.DebugString();
    ASSERT_EQ(report.signers(0).timestamps_size(), 1);
    EXPECT_EQ(report.signers(0).timestamps(0).sub_indication(), why) << report.DebugString();
    EXPECT_THAT(Codes(report, oteu::v1::CHECK_LEVEL_WARN), Contains("TIMESTAMP_NOT_USED"));
    EXPECT_EQ(report.signers(0).best_signature_time().seconds(), absl::ToUnixSeconds(after_expiry_));
  }
};

INSTANTIATE_TEST_SUITE_P(Keys, XmlTimestamps, ::testing::Values(KeyKind::kEcP256, KeyKind::kGost2015));

TEST_P(XmlTimestamps, SignatureOutlivesItsCertificate) {
  EXPECT_VERDICT(VerifyAt(Signed(), after_expiry_), INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  for (const bool exclusive : {false, true}) {
    const ValidationReport report = VerifyAt(Stamped({.gen_time = Now()}, exclusive), after_expiry_);
    EXPECT_PASSED(report);
    EXPECT_EQ(report.signers(0).best_signature_time().seconds(), kNowUnix);
    ASSERT_EQ(report.signers(0).timestamps_size(), 1);
    EXPECT_EQ(report.signers(0).timestamps(0).kind(), oteu::v1::TIMESTAMP_KIND_SIGNATURE);
    EXPECT_TRUE(report.signers(0).timestamps(0).decides_best_signature_time());
  }
}

TEST_P(XmlTimestamps, InASoapMessageToo) {
  const std::string message = *AddXmlTimestamp(Signed(/*soap=*/true), tsa_.AsSigner(), {.gen_time = Now()});
  EXPECT_PASSED(VerifyAt(message, after_expiry_));
}

TEST_P(XmlTimestamps, OfAnotherSignatureProvesNothing) {
  const std::string other = Stamped();
  const size_t begin = other.find("<xades:UnsignedProperties>");
  const std::string end = "</xades:UnsignedProperties>";
  const std::string stamp = other.substr(begin, other.find(end) + end.size() - begin);
  // Signed anew: ECDSA and GOST make another value each time.
  const std::string document = absl::StrReplaceAll(
      Signed(), {{"</xades:QualifyingProperties>", absl::StrCat(stamp, "</xades:QualifyingProperties>")}});
  ExpectUseless(document, oteu::v1::SUB_INDICATION_HASH_FAILURE);
}

// The input is the canonical element, white space and all, not the value inside.
TEST_P(XmlTimestamps, WhiteSpaceInTheValueIsStampedToo) {
  const std::string spaced =
      absl::StrReplaceAll(Stamped(), {{"<ds:SignatureValue>", "<ds:SignatureValue>\n"}});
  EXPECT_PASSED(VerifyAt(spaced, Now() + kDay)) << "the signature itself does not mind";
  ExpectUseless(spaced, oteu::v1::SUB_INDICATION_HASH_FAILURE);
}

TEST_P(XmlTimestamps, OfAnAuthorityThatIsNotTrustedProvesNothing) {
  const ValidationReport report = VerifyAt(Stamped(), after_expiry_, /*stamping=*/false);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
}

TEST_P(XmlTimestamps, LaterThanTheCertificateProvesTooLittle) {
  const ValidationReport report = VerifyAt(Stamped({.gen_time = Now() + 390 * kDay}), after_expiry_);
  EXPECT_VERDICT(report, INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
  EXPECT_EQ(report.signers(0).timestamps(0).indication(), oteu::v1::INDICATION_TOTAL_PASSED);
}

TEST_P(XmlTimestamps, TheEarliestOfSeveralCounts) {
  const std::string early = Stamped({.gen_time = Now()});
  const std::string stamp_end = "</xades:SignatureTimeStamp>";
  const std::string open = "<xades:SignatureTimeStamp>";
  const std::string late = *AddXmlTimestamp(early, tsa_.AsSigner(), {.gen_time = Now() + 10 * kDay});
  const size_t begin = late.find(open);
  const std::string second = late.substr(begin, late.find(stamp_end) + stamp_end.size() - begin);
  const std::string both = absl::StrReplaceAll(early, {{open, absl::StrCat(second, open)}});
  const ValidationReport report = VerifyAt(both, after_expiry_);
  EXPECT_PASSED(report);
  ASSERT_EQ(report.signers(0).timestamps_size(), 2);
  EXPECT_EQ(report.signers(0).best_signature_time().seconds(), kNowUnix);
  EXPECT_FALSE(report.signers(0).timestamps(0).decides_best_signature_time());
  EXPECT_TRUE(report.signers(0).timestamps(1).decides_best_signature_time());
}

TEST_P(XmlTimestamps, WhatCannotBeReadProvesNothing) {
  const std::string open = "<xades:EncapsulatedTimeStamp>";
  ExpectUseless(absl::StrReplaceAll(Stamped(), {{open, absl::StrCat(open, "*")}}),
                oteu::v1::SUB_INDICATION_FORMAT_FAILURE);
  const std::string method = "<ds:CanonicalizationMethod Algorithm=\"urn:unknown\"/>";
  ExpectUseless(absl::StrReplaceAll(Stamped(), {{open, absl::StrCat(method, open)}}),
                oteu::v1::SUB_INDICATION_FORMAT_FAILURE);
  std::string many = open + "MAA=</xades:EncapsulatedTimeStamp>";
  std::string all;
  for (int i = 0; i < 9; ++i) all += many;
  const ValidationReport report =
      VerifyAt(absl::StrReplaceAll(Stamped(), {{open, absl::StrCat(all, open)}}), Now() + kDay);
  EXPECT_THAT(Codes(report), Contains("LIMIT_EXCEEDED"));
}

}  // namespace
}  // namespace oteu::verification
