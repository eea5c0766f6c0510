// Hostile XML: the answer comes in bounded time and memory, and names the bound.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/limits.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string Repeat(const std::string& text, size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

class XmlLimits : public ::testing::Test {
 protected:
  std::unique_ptr<Verifier> verifier_ = MakeVerifier(MaterialOf(Family()));

  // CPU seconds that the answer took, printed for docs/reference/limits.md.
  VerificationResult Run(const std::string& document, double max_cpu_seconds) {
    const double start = CpuSeconds();
    VerificationResult result = Verify(*verifier_, document);
    const double took = CpuSeconds() - start;
    RecordProperty("cpu_ms", static_cast<int>(took * 1000));
    std::cout << document.size() << " bytes, " << took * 1000 << " ms\n";
    EXPECT_LT(took, max_cpu_seconds);
    return result;
  }
  void ExpectBound(const std::string& document, const Limit& limit) {
    const VerificationResult result = Run(document, 0.5);
    std::string bounds;
    const auto add = [&](const auto& findings) {
      for (const auto& finding : findings) {
        const auto bound = finding.details().find("bound");
        if (bound != finding.details().end()) absl::StrAppend(&bounds, bound->second, " ");
      }
    };
    add(result.report.findings());
    for (const auto& signer : result.report.signers()) add(signer.findings());
    EXPECT_EQ(bounds, absl::StrCat(limit.name, " "));
    EXPECT_NE(result.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  }
  std::string Sign(const std::string& document, const XmlOptions& options = {}) {
    auto result = SignXml(document, Family().Get(kSchoolHead).AsSigner(), options);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : "";
  }
};

TEST_F(XmlLimits, BillionLaughs) {
  std::string entities = "<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    absl::StrAppend(&entities, "<!ENTITY l", i, " \"", Repeat(absl::StrCat("&l", i - 1, ";"), 10), "\">");
  }
  const VerificationResult result = Run("<!DOCTYPE a [" + entities + "]><a>&l9;</a>", 0.05);
  EXPECT_THAT(Codes(result.report), ::testing::ElementsAre("XML_CONSTRUCT_FORBIDDEN"));
}

TEST_F(XmlLimits, HundredThousandNestedElements) {
  ExpectBound(Repeat("<a>", 100000) + Repeat("</a>", 100000), kMaxXmlDepth);
}

TEST_F(XmlLimits, HundredThousandAttributes) {
  std::string attributes;
  for (int i = 0; i < 100000; ++i) absl::StrAppend(&attributes, " a", i, "=''");
  ExpectBound("<a" + attributes + "/>", kMaxXmlAttributes);
}

TEST_F(XmlLimits, HundredThousandNamespaces) {
  std::string declarations;
  for (int i = 0; i < 100000; ++i) absl::StrAppend(&declarations, " xmlns:p", i, "='u:'");
  ExpectBound("<a" + declarations + "/>", kMaxXmlNamespaces);
  std::string nested;
  for (int i = 0; i < 60; ++i) absl::StrAppend(&nested, "<a xmlns:p", i, "='u:'>");
  ExpectBound(nested + Repeat("</a>", 60), kMaxXmlNamespaces);
}

TEST_F(XmlLimits, ThreeHundredThousandElements) {
  ExpectBound("<a>" + Repeat("<b/>", 300000) + "</a>", kMaxXmlMarkup);
}

TEST_F(XmlLimits, ThousandReferences) {
  std::string document = Sign("<a>1</a>");
  const size_t begin = document.find("<ds:Reference");
  const size_t end = document.find("</ds:Reference>") + 15;
  document.insert(end, Repeat(document.substr(begin, end - begin), 1000));
  ExpectBound(document, kMaxXmlReferences);
}

TEST_F(XmlLimits, ThousandSignatures) {
  std::string document = Sign("<a>1</a>");
  const size_t begin = document.find("<ds:Signature ");
  const size_t end = document.find("</ds:Signature>") + 15;
  document.insert(end, Repeat(document.substr(begin, end - begin), 1000));
  ExpectBound(document, kMaxSigners);
}

TEST_F(XmlLimits, ThousandCertificates) {
  std::string document = Sign("<a>1</a>");
  const size_t begin = document.find("<ds:X509Certificate>");
  const size_t end = document.find("</ds:X509Certificate>") + 21;
  document.insert(end, Repeat(document.substr(begin, end - begin), 1000));
  ExpectBound(document, kMaxCertificates);
}

TEST_F(XmlLimits, LongNamespaceNames) {
  ExpectBound("<a xmlns:p='urn:" + std::string(100000, 'x') + "'/>", kMaxXmlNamespaceBytes);
}

TEST_F(XmlLimits, SignatureValueOfAMegabyte) {
  std::string document = Sign("<a>1</a>");
  document.insert(document.find("</ds:SignatureValue>"), std::string(1000000, 'A'));
  const VerificationResult result = Run(document, 0.5);
  EXPECT_NE(result.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
}

// Everything at its bound at once: namespaces in scope of many elements, eight signatures, sixteen
// references.
TEST_F(XmlLimits, WorkOfCanonicalisation) {
  std::string declarations;
  for (size_t i = 0; i + 2 < kMaxXmlNamespaces.value; ++i)
    absl::StrAppend(&declarations, " xmlns:p", i, "='urn:", i, "'");
  std::string document = Sign(absl::StrCat("<a", declarations, ">", Repeat("<p1:b/>", 10000), "</a>"));
  EXPECT_PASSED(Run(document, 2).report);
  const size_t begin = document.find("<ds:Reference");
  const size_t end = document.find("</ds:Reference>") + 15;
  document.insert(end, Repeat(document.substr(begin, end - begin), 15));
  const VerificationResult result = Run(document, 2);
  EXPECT_NE(result.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  EXPECT_THAT(Codes(result.report), ::testing::Contains("LIMIT_EXCEEDED"));
}

// Exclusive canonicalisation writes a namespace again at every element that uses it.
TEST_F(XmlLimits, CanonicalFormThatGrows) {
  const std::string long_name = "urn:" + std::string(1000, 'x');
  const std::string document = absl::StrCat("<a xmlns:p='", long_name, "'>", Repeat("<p:b/>", 10000), "</a>");
  const auto result = SignXml(document, Family().Get(kSchoolHead).AsSigner(), {.exclusive = true});
  EXPECT_FALSE(result.ok());
  EXPECT_THAT(result.status().message(), ::testing::HasSubstr("xml_canonical_bytes"));
}

// An ordinary large document passes.
TEST_F(XmlLimits, TwoMegabytesOfOrdinaryContent) {
  const std::string row = "<row n=\"1\"><name>Айша Серікқызы</name><sum>43250</sum><comment>" +
                          std::string(60, 'x') + "</comment></row>";
  const std::string document = Sign("<table>" + Repeat(row, 13500) + "</table>");
  ASSERT_LT(document.size(), kMaxContainerBytes.value);
  EXPECT_PASSED(Run(document, 1).report);
}

}  // namespace
}  // namespace oteu::verification
