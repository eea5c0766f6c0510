// Against an implementation that is not ours: what we sign, xmlsec1 verifies, and the other way round.
// Skipped where xmlsec1 (Debian package of that name) is absent.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

constexpr char kDocument[] =
    "<?xml version=\"1.0\"?><a xmlns=\"urn:x\" xmlns:z=\"urn:z\" xml:lang=\"kk\" Id=\"root\" b='2' "
    "a=\"1\"><z:b z:q=\"1\">"
    "тест &amp; &#13; x<![CDATA[ <cd> ]]></z:b><!-- c --><?pi data?><q xmlns=\"\"/></a>";

class XmlInterop : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("xmlsec1 --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "xmlsec1 is not installed";
    std::string name = (std::filesystem::temp_directory_path() / "oteu-xml-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    Write("key.pem", *head_.key.ToFile());
    Write("certificate.pem",
          absl::StrCat("-----BEGIN CERTIFICATE-----\n", absl::Base64Escape(head_.certificate),
                       "\n-----END CERTIFICATE-----\n"));
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  void Write(const char* name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  bool XmlSec(const std::string& arguments) {
    const std::string command =
        absl::StrCat("cd '", folder_.string(), "' && xmlsec1 ", arguments, " >/dev/null 2>&1");
    return std::system(command.c_str()) == 0;
  }

  const DemoFamily& family_ = Family(KeyKind::kRsa);
  const Identity& head_ = family_.Get(kSchoolHead);
  std::filesystem::path folder_;
};

TEST_F(XmlInterop, XmlSecVerifiesWhatWeSign) {
  for (const bool exclusive : {false, true}) {
    for (const bool xades : {false, true}) {
      const auto document = SignXml(kDocument, head_.AsSigner(), {.exclusive = exclusive, .xades = xades});
      ASSERT_TRUE(document.ok()) << document.status();
      Write("signed.xml", *document);
      EXPECT_TRUE(
          XmlSec("--verify --insecure --enabled-key-data x509 --id-attr:Id "
                 "http://uri.etsi.org/01903/v1.3.2#:SignedProperties signed.xml"));
      Write("signed.xml", absl::StrReplaceAll(*document, {{"z:q=\"1\"", "z:q=\"2\""}}));
      EXPECT_FALSE(XmlSec("--verify --insecure --enabled-key-data x509 signed.xml"));
    }
  }
}

TEST_F(XmlInterop, WeVerifyWhatXmlSecSigns) {
  const std::string inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
  const std::string inclusive11 = "http://www.w3.org/2006/12/xml-c14n11";
  const std::string exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const auto transform = [](const std::string& uri, const std::string& parameters = "") {
    return absl::StrCat("<ds:Transform Algorithm=\"", uri, "\">", parameters, "</ds:Transform>");
  };
  const std::string prefixes =
      absl::StrCat("<ec:InclusiveNamespaces xmlns:ec=\"", exclusive, "\" PrefixList=\"z #default\"/>");
  const auto verifier = MakeVerifier(MaterialOf(family_));
  for (const std::string& method : {inclusive, inclusive + "#WithComments", inclusive11, exclusive}) {
    for (const std::string& last :
         {std::string(), transform(inclusive), transform(inclusive + "#WithComments"), transform(inclusive11),
          transform(exclusive), transform(exclusive, prefixes)}) {
      for (const char* uri : {"", "#root"}) {
        const std::string signature = absl::StrCat(
            "<ds:Signature "
            "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod "
            "Algorithm=\"",
            method,
            "\"/><ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>"
            "<ds:Reference URI=\"",
            uri, "\"><ds:Transforms>", transform("http://www.w3.org/2000/09/xmldsig#enveloped-signature"),
            last,
            "</ds:Transforms><ds:DigestMethod "
            "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue/>"
            "</ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate/"
            ">"
            "</ds:X509Data></ds:KeyInfo></ds:Signature> </a>");
        Write("template.xml", absl::StrReplaceAll(kDocument, {{"</a>", signature}}));
        ASSERT_TRUE(
            XmlSec("--sign --privkey-pem key.pem,certificate.pem --id-attr:Id urn:x:a --output out.xml "
                   "template.xml"));
        EXPECT_PASSED(Verify(*verifier, testing_material::ReadFile(folder_ / "out.xml")).report);
      }
    }
  }
}

}  // namespace
}  // namespace oteu::verification
