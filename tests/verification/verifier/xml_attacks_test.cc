// Signature wrapping and its relatives: a signature that is genuine, over something that is not what a reader
// reads. None of these documents may pass. Names after Somorovsky et al., "On Breaking SAML" (2012), and the
// W3C note "XML Signature Best Practices".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using ::testing::Contains;

constexpr char kEnveloped[] =
    "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
constexpr char kCanonical[] = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";

class XmlAttack : public ::testing::Test {
 protected:
  const DemoFamily& family_ = Family();
  const Identity& head_ = family_.Get(kSchoolHead);
  std::unique_ptr<Verifier> verifier_ = MakeVerifier(MaterialOf(family_));

  std::string Fill(const std::string& draft) {
    absl::StatusOr<std::string> document = FillXmlTemplate(draft, head_.AsSigner());
    EXPECT_TRUE(document.ok()) << document.status() << draft;
    return document.ok() ? *document : "";
  }
  std::string Enveloped(const std::string& document) {
    absl::StatusOr<std::string> result = SignXml(document, head_.AsSigner(), {});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : "";
  }
  std::string Soap(const std::string& body) {
    absl::StatusOr<std::string> result = SignSoap(body, head_.AsSigner(), {.exclusive = true});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : "";
  }
  VerificationResult Run(const std::string& document) { return Verify(*verifier_, document); }

  // Not passed, and for this reason.
  void ExpectRefused(const std::string& document, const std::string& code) {
    const VerificationResult result = Run(document);
    EXPECT_NE(result.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << document;
    EXPECT_THAT(Codes(result.report), Contains(code)) << result.report.DebugString() << document;
  }
};

// A signature draft with these references, as the blanks of FillXmlTemplate.
std::string Reference(const std::string& uri, const std::string& transforms, int index,
                      const std::string& digest = "{digest-method}") {
  return absl::StrCat("<ds:Reference URI=\"", uri, "\"><ds:Transforms>", transforms,
                      "</ds:Transforms><ds:DigestMethod Algorithm=\"", digest, "\"/><ds:DigestValue>{digest",
                      index, "}</ds:DigestValue></ds:Reference>");
}

std::string Signature(const std::string& references, const std::string& objects = "",
                      const std::string& method = "{signature-method}") {
  return absl::StrCat(
      "<ds:Signature "
      "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod "
      "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><ds:SignatureMethod Algorithm=\"",
      method, "\"/>", references,
      "</ds:SignedInfo><ds:SignatureValue>{value}</"
      "ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>"
      "{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>",
      objects, "</ds:Signature>");
}

// What the attacks start from does pass.
TEST_F(XmlAttack, DraftsWithoutAnAttackPass) {
  EXPECT_PASSED(
      Run(Fill("<a>1" + Signature(Reference("", absl::StrCat(kEnveloped, kCanonical), 0)) + "</a>")).report);
  EXPECT_PASSED(Run(Fill("<a Id=\"x\">1" +
                         Signature(Reference("#x", absl::StrCat(kEnveloped, kCanonical), 0)) + "</a>"))
                    .report);
  EXPECT_PASSED(Run(Soap("<pay>1</pay>")).report);
}

TEST_F(XmlAttack, ChangedContent) {
  ExpectRefused(absl::StrReplaceAll(Enveloped("<a>1</a>"), {{"<a>1", "<a>2"}}), "MESSAGE_DIGEST_MISMATCH");
  ExpectRefused(absl::StrReplaceAll(Soap("<pay>1</pay>"), {{"<pay>1", "<pay>2"}}), "MESSAGE_DIGEST_MISMATCH");
}

// The classic: the signed Body moves into the header, another one takes its place.
TEST_F(XmlAttack, BodyMovedIntoTheHeader) {
  const std::string genuine = Soap("<pay>1</pay>");
  const size_t begin = genuine.find("<soap:Body");
  const size_t end = genuine.find("</soap:Body>") + 12;
  const std::string body = genuine.substr(begin, end - begin);
  for (const char* id : {"", " wsu:Id=\"other\""}) {
    std::string forged =
        genuine.substr(0, begin) + "<soap:Body" + id + "><pay>1000</pay></soap:Body></soap:Envelope>";
    forged =
        absl::StrReplaceAll(forged, {{"</soap:Header>", "<wrapper>" + body + "</wrapper></soap:Header>"}});
    ExpectRefused(forged, "SIGNED_ELEMENT_MISMATCH");
  }
}

TEST_F(XmlAttack, BodyMovedIntoTheNewBody) {
  const std::string genuine = Soap("<pay>1</pay>");
  const size_t begin = genuine.find("<soap:Body");
  const size_t end = genuine.find("</soap:Body>") + 12;
  ExpectRefused(genuine.substr(0, begin) + "<soap:Body><pay>1000</pay>" + genuine.substr(begin, end - begin) +
                    "</soap:Body></soap:Envelope>",
                "SIGNED_ELEMENT_MISMATCH");
}

TEST_F(XmlAttack, BodyMovedIntoAnObjectOfTheSignature) {
  const std::string genuine = Soap("<pay>1</pay>");
  const size_t begin = genuine.find("<soap:Body");
  const size_t end = genuine.find("</soap:Body>") + 12;
  std::string forged = genuine.substr(0, begin) + "<soap:Body><pay>1000</pay></soap:Body></soap:Envelope>";
  forged = absl::StrReplaceAll(
      forged, {{"</ds:Signature>", absl::StrCat("<ds:Object>", genuine.substr(begin, end - begin),
                                                "</ds:Object></ds:Signature>")}});
  ExpectRefused(forged, "SIGNED_ELEMENT_MISMATCH");
}

TEST_F(XmlAttack, TwoBodies) {
  const std::string genuine = Soap("<pay>1</pay>");
  ExpectRefused(
      absl::StrReplaceAll(genuine, {{"</soap:Body>", "</soap:Body><soap:Body><pay>1000</pay></soap:Body>"}}),
      "FORMAT_MALFORMED");
}

// Which of two elements with one Id is meant would depend on who reads.
TEST_F(XmlAttack, DuplicateId) {
  const std::string genuine = Soap("<pay>1</pay>");
  for (const char* attribute :
       {"wsu:Id=\"body\"", "Id=\"body\"", "ID=\"body\"", "id=\"body\"", "xml:id=\"body\""}) {
    ExpectRefused(absl::StrReplaceAll(
                      genuine, {{"</soap:Header>", absl::StrCat("<x ", attribute, "/></soap:Header>")}}),
                  "SIGNED_ELEMENT_MISMATCH");
  }
}

TEST_F(XmlAttack, SignatureOverAChildOfTheDocument) {
  ExpectRefused(Fill("<a><b Id=\"x\">1</b><c>1000</c>" + Signature(Reference("#x", kCanonical, 0)) + "</a>"),
                "SIGNED_ELEMENT_MISMATCH");
}

// The document as it was signed becomes a child of another.
TEST_F(XmlAttack, WholeSignedDocumentWrapped) {
  const std::string genuine =
      Fill("<a Id=\"x\">1" + Signature(Reference("#x", absl::StrCat(kEnveloped, kCanonical), 0)) + "</a>");
  ASSERT_EQ(Run(genuine).report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  ExpectRefused("<a><pay>1000</pay>" + genuine + "</a>", "NO_SIGNERS");
  // And with the signature pulled up to where it is looked for.
  const size_t begin = genuine.find("<ds:Signature ");
  const size_t end = genuine.find("</ds:Signature>") + 15;
  std::string inner = genuine;
  inner.erase(begin, end - begin);
  const std::string signature = genuine.substr(begin, end - begin);
  ExpectRefused("<a><pay>1000</pay>" + inner + signature + "</a>", "XML_CONSTRUCT_FORBIDDEN");
}

TEST_F(XmlAttack, EnvelopingSignature) {
  const std::string draft =
      Signature(Reference("#x", kCanonical, 0), "<ds:Object Id=\"x\"><a>1</a></ds:Object>");
  ExpectRefused(absl::StrReplaceAll(draft, {{"{value}", "AAAA"}, {"{digest0}", "AAAA"}}),
                "SIGNED_ELEMENT_MISMATCH");
}

TEST_F(XmlAttack, SignatureOverAnObjectOfItselfInsideTheDocument) {
  ExpectRefused(
      Fill("<a>1000" + Signature(Reference("#x", kCanonical, 0), "<ds:Object Id=\"x\"><a>1</a></ds:Object>") +
           "</a>"),
      "SIGNED_ELEMENT_MISMATCH");
}

// A second reference holds; one that does not spoils all.
TEST_F(XmlAttack, EveryReferenceMustHold) {
  const std::string genuine = Fill(
      "<a><b Id=\"x\">1</b>" +
      Signature(Reference("", absl::StrCat(kEnveloped, kCanonical), 0) + Reference("#x", kCanonical, 1)) +
      "</a>");
  EXPECT_PASSED(Run(genuine).report);
  ExpectRefused(absl::StrReplaceAll(genuine, {{"<b Id=\"x\">1", "<b Id=\"x\">2"}}),
                "MESSAGE_DIGEST_MISMATCH");
}

// A comment splits a text: some readers see only what stands before it. Comments are not signed; what is
// handed on is the canonical form, in which there are none.
TEST_F(XmlAttack, CommentInText) {
  const std::string genuine = Enveloped("<a><iin>123456789012.evil</iin></a>");
  const VerificationResult plain = Run(genuine);
  const VerificationResult split = Run(absl::StrReplaceAll(genuine, {{"012.evil", "012<!-- -->.evil"}}));
  EXPECT_PASSED(plain.report);
  EXPECT_EQ(split.content, plain.content);
  EXPECT_EQ(plain.content, "<a><iin>123456789012.evil</iin></a>");
}

TEST_F(XmlAttack, CommentInTheSignature) {
  const std::string genuine = Enveloped("<a>1</a>");
  for (const char* end : {"</ds:DigestValue>", "</ds:SignatureValue>", "</ds:SignedInfo>",
                          "</ds:X509Certificate>", "</ds:KeyInfo>", "</ds:Transforms>"}) {
    EXPECT_NE(Run(absl::StrReplaceAll(genuine, {{end, absl::StrCat("<!-- -->", end)}})).report.indication(),
              oteu::v1::INDICATION_TOTAL_PASSED)
        << end;
  }
}

// The same local names under another namespace are other elements.
TEST_F(XmlAttack, NamespaceTricks) {
  const std::string genuine = Soap("<pay>1</pay>");
  ExpectRefused(absl::StrReplaceAll(genuine, {{"xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"",
                                               "xmlns:soap=\"urn:like-soap\""}}),
                "NO_SIGNERS");
  // The prefix of the child is bound anew: the text is the same, the meaning is not.
  const std::string document = Enveloped("<a xmlns:p=\"urn:one\"><p:b>1</p:b></a>");
  ASSERT_EQ(Run(document).report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  ExpectRefused(absl::StrReplaceAll(document, {{"<p:b>", "<p:b xmlns:p=\"urn:two\">"}}),
                "MESSAGE_DIGEST_MISMATCH");
  ExpectRefused(absl::StrReplaceAll(document, {{"urn:one", "urn:two"}}), "MESSAGE_DIGEST_MISMATCH");
}

TEST_F(XmlAttack, AttributeAddedToTheDocumentElement) {
  ExpectRefused(absl::StrReplaceAll(Enveloped("<a>1</a>"), {{"<a>", "<a approved=\"yes\">"}}),
                "MESSAGE_DIGEST_MISMATCH");
}

// What an unsigned signature element carries is nothing a reader gets: it is not in the content.
TEST_F(XmlAttack, ObjectAddedToTheSignature) {
  const std::string genuine = Enveloped("<a>1</a>");
  const VerificationResult result = Run(absl::StrReplaceAll(
      genuine, {{"</ds:Signature>", "<ds:Object><a>1000</a></ds:Object></ds:Signature>"}}));
  EXPECT_EQ(result.content, "<a>1</a>");
}

// A signature appended by somebody else is a signer like any other, and must hold.
TEST_F(XmlAttack, SecondSignatureThatDoesNotHold) {
  const std::string genuine = Enveloped("<a>1</a>");
  const size_t begin = genuine.find("<ds:Signature ");
  const std::string signature = genuine.substr(begin, genuine.find("</a>") - begin);
  ExpectRefused(genuine.substr(0, genuine.find("</a>")) + signature + "</a>", "MESSAGE_DIGEST_MISMATCH");
}

TEST_F(XmlAttack, SignatureDeeperThanWhereItIsLookedFor) {
  const std::string genuine = Enveloped("<a>1</a>");
  const size_t begin = genuine.find("<ds:Signature ");
  const std::string signature = genuine.substr(begin, genuine.find("</a>") - begin);
  ExpectRefused("<a>1<b>" + signature + "</b></a>", "NO_SIGNERS");
}

TEST_F(XmlAttack, TwoSecurityHeaders) {
  const std::string genuine = Soap("<pay>1</pay>");
  ExpectRefused(absl::StrReplaceAll(genuine, {{"</wsse:Security>", "</wsse:Security><wsse:Security/>"}}),
                "SIGNED_ELEMENT_MISMATCH");
}

TEST_F(XmlAttack, TransformsOutsideTheWhitelist) {
  for (const char* uri :
       {"http://www.w3.org/TR/1999/REC-xpath-19991116", "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2", "http://www.w3.org/2000/09/xmldsig#base64",
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform",
        ""}) {
    const std::string transform = absl::StrCat("<ds:Transform Algorithm=\"", uri, "\"/>");
    const std::string draft = "<a>1" + Signature(Reference("", kEnveloped + transform, 0)) + "</a>";
    ExpectRefused(absl::StrReplaceAll(
                      draft, {{"{value}", "AAAA"},
                              {"{digest0}", "AAAA"},
                              {"{digest-method}", "http://www.w3.org/2001/04/xmlenc#sha256"},
                              {"{signature-method}", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"}}),
                  "XML_CONSTRUCT_FORBIDDEN");
  }
}

TEST_F(XmlAttack, ReferencesOutsideTheWhitelist) {
  for (const char* uri : {"http://example.org/a.xml", "a.xml", "#xpointer(/)", "#xpointer(id('x'))",
                          "#element(/1)", "file:///etc/passwd", "#", "cid:1"}) {
    const std::string genuine = Enveloped("<a>1</a>");
    ExpectRefused(absl::StrReplaceAll(genuine, {{"URI=\"\"", absl::StrCat("URI=\"", uri, "\"")}}),
                  "XML_CONSTRUCT_FORBIDDEN");
  }
  ExpectRefused(absl::StrReplaceAll(Enveloped("<a>1</a>"), {{" URI=\"\"", ""}}), "XML_CONSTRUCT_FORBIDDEN");
}

TEST_F(XmlAttack, Sha1IsRefused) {
  std::string document = Enveloped("<a>1</a>");
  const size_t begin = document.find("<ds:DigestMethod");
  const size_t end = document.find("</ds:DigestValue>");
  document.replace(begin, end - begin,
                   "<ds:DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"/><ds:DigestValue>" +
                       absl::Base64Escape(std::string(20, 'x')));
  ExpectRefused(document, "ALGORITHM_NOT_ALLOWED");
  ExpectRefused(
      absl::StrReplaceAll(Enveloped("<a>1</a>"), {{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                                                   "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}}),
      "ALGORITHM_NOT_ALLOWED");
}

TEST_F(XmlAttack, AlgorithmsThatProveNoSigner) {
  for (const char* uri :
       {"http://www.w3.org/2000/09/xmldsig#hmac-sha1", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1", ""}) {
    const std::string genuine = Enveloped("<a>1</a>");
    ExpectRefused(
        absl::StrReplaceAll(genuine, {{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", uri}}),
        "ALGORITHM_UNKNOWN");
  }
}

// A bare key vouches for nobody.
TEST_F(XmlAttack, KeyValueIsNoCertificate) {
  const std::string genuine = Enveloped("<a>1</a>");
  const size_t begin = genuine.find("<ds:X509Data>");
  const size_t end = genuine.find("</ds:X509Data>") + 14;
  std::string forged = genuine;
  forged.replace(begin, end - begin, "<ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue>");
  ExpectRefused(forged, "SIGNER_CERTIFICATE_MISSING");
  forged = genuine;
  forged.replace(begin, end - begin, "<ds:RetrievalMethod URI=\"http://example.org/key\"/>");
  ExpectRefused(forged, "XML_CONSTRUCT_FORBIDDEN");
}

TEST_F(XmlAttack, CertificateOfSomebodyElse) {
  const std::string genuine = Enveloped("<a>1</a>");
  ExpectRefused(absl::StrReplaceAll(genuine, {{absl::Base64Escape(head_.certificate),
                                               absl::Base64Escape(family_.Get(kPmpcHead).certificate)}}),
                "SIGNATURE_VALUE_INVALID");
}

TEST_F(XmlAttack, TokenOutsideTheSecurityHeader) {
  const std::string genuine = Soap("<pay>1</pay>");
  const size_t begin = genuine.find("<wsse:BinarySecurityToken");
  const size_t end = genuine.find("</wsse:BinarySecurityToken>") + 27;
  std::string forged = genuine;
  forged.erase(begin, end - begin);
  forged = absl::StrReplaceAll(
      forged, {{"</soap:Header>", absl::StrCat(genuine.substr(begin, end - begin), "</soap:Header>")}});
  ExpectRefused(forged, "SIGNER_CERTIFICATE_MISSING");
}

TEST_F(XmlAttack, DocumentTypesAndEntities) {
  const std::string genuine = Enveloped("<a>1</a>");
  for (const char* type :
       {"<!DOCTYPE a>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE a [<!ENTITY x \"1\">]>",
        "<!DOCTYPE a [<!ATTLIST a Id ID #IMPLIED>]>", "<!doctype a>"}) {
    ExpectRefused(type + genuine, "XML_CONSTRUCT_FORBIDDEN");
  }
  ExpectRefused(absl::StrReplaceAll(genuine, {{"<a>1", "<a>&x;"}}), "FORMAT_MALFORMED");
}

TEST_F(XmlAttack, OtherEncodingsAndWhatParsersDisagreeOn) {
  const std::string genuine = Enveloped("<a>1</a>");
  ExpectRefused("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + genuine, "XML_CONSTRUCT_FORBIDDEN");
  ExpectRefused("<?xml version='1.0' encoding = 'windows-1251'?>" + genuine, "XML_CONSTRUCT_FORBIDDEN");
  ExpectRefused("<?xml version=\"1.1\"?>" + genuine, "XML_CONSTRUCT_FORBIDDEN");
  ExpectRefused(genuine + std::string("\0<b/>", 5), "XML_CONSTRUCT_FORBIDDEN");
  ExpectRefused(genuine + "<b/>", "FORMAT_MALFORMED");
  ExpectRefused(absl::StrReplaceAll(genuine, {{"<a>1", "<a>1\xFF"}}), "FORMAT_MALFORMED");
  ExpectRefused(absl::StrReplaceAll(genuine, {{"<a>1", "<a><undeclared:b/>1"}}), "FORMAT_MALFORMED");
  ExpectRefused(absl::StrReplaceAll(genuine, {{"<a>1", "<a><b xmlns='relative'/>1"}}), "FORMAT_MALFORMED");
  EXPECT_PASSED(Run("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + genuine).report);
}

// Byte by byte: it must fail, or hand on the same content of the same signer.
void MutateEveryByte(const Verifier& verifier, const std::string& document,
                     const std::vector<uint8_t>& flips) {
  const VerificationResult original = Verify(verifier, document);
  ASSERT_EQ(original.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  size_t passed = 0;
  for (size_t i = 0; i < document.size(); ++i) {
    for (const uint8_t flip : flips) {
      std::string mutated = document;
      mutated[i] = static_cast<char>(static_cast<uint8_t>(mutated[i]) ^ flip);
      const VerificationResult result = Verify(verifier, mutated);
      if (result.report.indication() != oteu::v1::INDICATION_TOTAL_PASSED) continue;
      ++passed;
      EXPECT_EQ(result.content, original.content) << "byte " << i << " ^ " << int{flip};
      EXPECT_EQ(result.report.signers_size(), original.report.signers_size());
      EXPECT_EQ(result.report.signers(0).certificate_sha256(),
                original.report.signers(0).certificate_sha256());
    }
  }
  // Letters of a prefix, white space, the unsigned header: few, or the test tests nothing.
  EXPECT_LT(passed, document.size() * flips.size() / 10);
}

TEST_F(XmlAttack, MutationOfAnEnvelopedSignature) {
  MutateEveryByte(*verifier_,
                  Enveloped("<?xml version=\"1.0\"?><a x='1'><b>text &amp; more</b><!-- c --></a>"),
                  {0x01, 0x02, 0x04, 0x10, 0x20, 0x80});
}

TEST_F(XmlAttack, MutationOfASoapEnvelope) {
  MutateEveryByte(*verifier_, Soap("<pay>1</pay>"), {0x01, 0x04, 0x20});
}

TEST_F(XmlAttack, EveryPrefixFails) {
  const std::string document = Enveloped("<a>1</a>");
  for (size_t size = 0; size + 1 < document.size(); ++size) {
    EXPECT_NE(Run(document.substr(0, size)).report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << size;
  }
}

}  // namespace
}  // namespace oteu::verification
