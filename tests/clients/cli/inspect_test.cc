// What `oteu inspect` shows of each kind of file; it judges nothing.
#include "clients/cli/inspect/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/timestamp.h"
#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/shared_material.h"
#include "verification/kzgost/kz_context.h"

namespace oteu::cli::inspect {
namespace {

using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using ::testing::HasSubstr;
using ::testing::Not;

const DemoFamily& Family() {
  static const auto* const family =
      new DemoFamily(*MakeDemoFamily(KeyKind::kGost2015, absl::FromUnixSeconds(1790000000)));
  return *family;
}

absl::StatusOr<Inspection> InspectFile(const std::string& file) {
  static const auto* const context = verification::kzgost::CreateKzContext()->release();
  return Inspect(*context, file);
}

std::string Show(const std::string& file) {
  const auto found = InspectFile(file);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? ToText(*found, false) : "";
}

std::string Pem(const std::string& label, const std::string& der) {
  return absl::StrCat("-----BEGIN ", label, "-----\n", absl::Base64Escape(der), "\n-----END ", label,
                      "-----\n");
}

TEST(Inspect, CertificateAsDerPemAndBase64) {
  const Identity& head = Family().Get(kSchoolHead);
  const std::string text = Show(head.certificate);
  EXPECT_THAT(text, HasSubstr("certificate\n  subject: "));
  EXPECT_THAT(text, HasSubstr("  valid from: 2026-08-22T"));
  EXPECT_THAT(text, HasSubstr("  key: GOST2015-512, 512 bits\n"));
  EXPECT_THAT(text, HasSubstr("  key usage: digitalSignature, nonRepudiation\n"));
  EXPECT_THAT(text, HasSubstr("1.2.398.3.3.4.1.2.1 (first head)"));
  EXPECT_THAT(text, HasSubstr(absl::StrCat("  BIN: ", SchoolBin())));
  EXPECT_EQ(Show(Pem("CERTIFICATE", head.certificate)), text);
  EXPECT_EQ(Show(absl::Base64Escape(head.certificate)), text);
}

TEST(Inspect, CmsWithSignerAttributesAndCertificates) {
  const Identity& head = Family().Get(kSchoolHead);
  const auto cms = SignCms("content", {head.AsSigner()}, {.signing_time = absl::FromUnixSeconds(1790000000)});
  ASSERT_TRUE(cms.ok());
  const std::string text = Show(*cms);
  EXPECT_THAT(text, HasSubstr("content: 7 bytes inside"));
  EXPECT_THAT(text, HasSubstr("signed attribute signingTime (claimed): 2026-09-21T14:13:20Z"));
  EXPECT_THAT(text, HasSubstr("digest: 1.2.398.3.10.1.3.3 (STREEBOG-512)"));
  EXPECT_THAT(text, HasSubstr("signed attribute: signingCertificateV2"));
  EXPECT_THAT(text, HasSubstr("certificate[0]\n  subject: "));
  EXPECT_EQ(Show(Pem("CMS", *cms)), text);
}

TEST(Inspect, TimestampsInASignatureAndAlone) {
  const CmsSigner tsa = Family().Get(kTsa).AsSigner();
  const TimestampSpec spec{.gen_time = absl::FromUnixSeconds(1790000100), .serial = 77};
  const auto token = MakeTimestamp("stamped", tsa, spec);
  ASSERT_TRUE(token.ok()) << token.status();
  const std::string alone = Show(*token);
  EXPECT_THAT(alone, HasSubstr("time stamp\n  time: 2026-09-21T14:15:00Z\n"));
  EXPECT_THAT(alone, HasSubstr("  serial number: 4d\n"));
  EXPECT_THAT(alone, HasSubstr("certificate in the time stamp\n"));
  EXPECT_EQ(Show(absl::Base64Escape(*token)), alone);
  CmsOptions options;
  options.unsigned_attributes = {TimestampAttribute(*token)};
  const auto cms = SignCms("content", {Family().Get(kSchoolHead).AsSigner()}, options);
  ASSERT_TRUE(cms.ok());
  EXPECT_THAT(Show(*cms),
              HasSubstr("time stamp of signer[0], 1.2.840.113549.1.9.16.2.14 (signature time stamp)\n"
                        "  time: 2026-09-21T14:15:00Z\n"));
}

TEST(Inspect, RevocationList) {
  const std::string text = Show(Family().issuing_crl);
  EXPECT_THAT(text, HasSubstr("revocation list\n  kind: complete\n"));
  EXPECT_THAT(text, HasSubstr("  entries: 2\n"));
  EXPECT_EQ(Show(Pem("X509 CRL", Family().issuing_crl)), text);
}

TEST(Inspect, SignedXml) {
  const auto document = SignXml("<a>1</a>", Family().Get(kSchoolHead).AsSigner(), {});
  ASSERT_TRUE(document.ok());
  const std::string text = Show(*document);
  EXPECT_THAT(text, HasSubstr("  form: XMLDSIG\n  element that is read: /a\n"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "  reference: the document without its signature, canonical form inclusive 1.0, STREEBOG-512 "));
  EXPECT_THAT(text, HasSubstr("certificate of signature[0]\n"));
}

TEST(Inspect, AForgedSignatureIsShownAndNotJudged) {
  CmsOptions options;
  options.defects.signature_value = true;
  const auto cms = SignCms("content", {Family().Get(kSchoolHead).AsSigner()}, options);
  EXPECT_THAT(Show(*cms), Not(HasSubstr("valid signature")));
}

TEST(Inspect, OtherFilesAreAnErrorThatSaysWhy) {
  EXPECT_TRUE(absl::IsInvalidArgument(InspectFile("hello").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(InspectFile("").status()));
  EXPECT_THAT(std::string(InspectFile("<!DOCTYPE a><a/>").status().message()), HasSubstr("DOCTYPE"));
}

// A name in a certificate is somebody else's text: it must not write lines of ours, or steer the terminal.
TEST(Inspect, ControlCharactersAreNotPrinted) {
  Inspection inspection;
  inspection.Add("title\x1B[2J").Add("subject", "a\n  role: FIRST_HEAD");
  EXPECT_EQ(ToText(inspection, false), "title?[2J\n  subject: a?  role: FIRST_HEAD\n");
}

TEST(Inspect, Json) {
  Inspection inspection{"CMS", {}};
  inspection.Add("signer[0]").Add("digest", "SHA-256");
  EXPECT_EQ(ToJson("a.cms", inspection),
            "{\"file\":\"a.cms\",\"kind\":\"CMS\",\"sections\":[{\"title\":\"signer[0]\",\"fields\":[{"
            "\"name\":\"digest\","
            "\"value\":\"SHA-256\"}]}]}\n");
}

// Every real file of the reference material is shown.
TEST(Inspect, RealMaterial) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  size_t files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(testing_material::SharedDir() / "kazakh-pki")) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file() || extension == ".p12" || extension == ".scalar" || extension == ".txt")
      continue;
    EXPECT_NE(Show(testing_material::ReadFile(entry.path())), "") << entry.path();
    ++files;
  }
  EXPECT_GT(files, 20U);
}

}  // namespace
}  // namespace oteu::cli::inspect
