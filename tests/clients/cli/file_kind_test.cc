#include "clients/cli/file_kind.h"

#include "absl/strings/escaping.h"
#include "clients/demo_pki/cms_sign.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"
#include "gtest/gtest.h"

namespace oteu::cli {
namespace {

namespace der = demo_pki::der;

TEST(FileKind, TellsTheFormatsApart) {
  const auto family = demo_pki::MakeDemoFamily(demo_pki::KeyKind::kEcP256, absl::FromUnixSeconds(1795348800));
  ASSERT_TRUE(family.ok()) << family.status();
  const auto cms = demo_pki::SignCms("x", {family->Get(demo_pki::kPerson).AsSigner()}, {});
  EXPECT_EQ(KindOf(*cms), FileKind::kCmsOrUnknown);
  EXPECT_EQ(KindOf(absl::Base64Escape(*cms)), FileKind::kCmsOrUnknown);
  EXPECT_EQ(KindOf(family->root.certificate), FileKind::kCertificate);
  EXPECT_EQ(KindOf(absl::Base64Escape(family->root.certificate)), FileKind::kCertificate);
  EXPECT_EQ(KindOf(family->root_crl), FileKind::kCrl);
  EXPECT_EQ(KindOf(family->issuing_crl), FileKind::kCrl);
}

TEST(FileKind, KnowsWhatItCannotVerifyYet) {
  const std::string tst_info = der::Sequence({der::Oid("1.2.840.113549.1.9.16.1.4")});
  const std::string token =
      der::Sequence({der::Oid(demo_pki::kSignedDataOid),
                     der::Explicit(0, der::Sequence({der::SmallInteger(3), der::SetOf({}), tst_info}))});
  EXPECT_EQ(KindOf(token), FileKind::kTimeStamp);
  const std::string response = der::Sequence({der::Sequence({der::SmallInteger(0)}), token});
  EXPECT_EQ(KindOf(response), FileKind::kTimeStamp);
  EXPECT_EQ(KindOf(der::Sequence({der::Element(0x0A, std::string(1, '\0'))})), FileKind::kOcspResponse);
  EXPECT_EQ(KindOf("\xEF\xBB\xBF <?xml version=\"1.0\"?><a/>"), FileKind::kXml);
}

TEST(FileKind, AnythingElseIsLeftToTheVerifier) {
  for (const char* text : {"", "plain text", "0", "{\"a\":1}", "\x30", "\x30\x80"}) {
    EXPECT_EQ(KindOf(text), FileKind::kCmsOrUnknown) << text;
  }
}

}  // namespace
}  // namespace oteu::cli
