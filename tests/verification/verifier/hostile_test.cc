// Shapes made to exhaust or confuse: each is refused by its bound, quickly, and never passes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "clients/demo_pki/der_writer.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/limits.h"

namespace oteu::verification {
namespace {

using ::testing::ElementsAre;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

namespace der = oteu::demo_pki::der;

class Hostile : public ::testing::Test {
 protected:
  std::unique_ptr<Verifier> verifier_ = MakeVerifier(MaterialOf(Family()));

  // The answer, its CPU time printed for docs/reference/limits.md and held to a bound ten times what it
  // takes.
  oteu::v1::ValidationReport Report(const std::string& container, double max_cpu_ms = 200) {
    timespec start{};
    timespec end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    const auto report = Verify(*verifier_, container).report;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    const double ms = static_cast<double>(end.tv_sec - start.tv_sec) * 1e3 +
                      static_cast<double>(end.tv_nsec - start.tv_nsec) * 1e-6;
    std::cout << container.size() << " bytes, " << ms << " ms\n";
    EXPECT_LT(ms, max_cpu_ms);
    EXPECT_NE(report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
    return report;
  }

  void ExpectBound(const std::string& container, const Limit& limit) {
    const auto report = Report(container);
    ASSERT_THAT(Codes(report), ElementsAre("LIMIT_EXCEEDED")) << limit.name;
    EXPECT_EQ(report.findings(0).details().at("bound"), limit.name);
  }

  // A SignedData with these parts; the rest as it should be.
  static std::string Container(const std::string& certificates, const std::string& signers) {
    const std::string signed_data = der::Sequence(
        {der::SmallInteger(1), der::SetOf({}),
         der::Sequence({der::Oid("1.2.840.113549.1.7.1"), der::Explicit(0, der::OctetString("x"))}),
         certificates, der::Element(0x31, signers)});
    return der::Sequence({der::Oid("1.2.840.113549.1.7.2"), der::Explicit(0, signed_data)});
  }

  static std::string Repeat(const std::string& element, size_t count) {
    std::string all;
    all.reserve(element.size() * count);
    for (size_t i = 0; i < count; ++i) all += element;
    return all;
  }
};

TEST_F(Hostile, EmptyInput) { EXPECT_THAT(Codes(Report("")), ElementsAre("FORMAT_UNKNOWN")); }
TEST_F(Hostile, WhiteSpaceOnly) { EXPECT_THAT(Codes(Report(" \n ")), ElementsAre("FORMAT_UNKNOWN")); }
TEST_F(Hostile, OtherFiles) {
  EXPECT_THAT(Codes(Report("%PDF-1.7 ...")), ElementsAre("FORMAT_UNKNOWN"));
  EXPECT_THAT(Codes(Report(Family().root.certificate)), ElementsAre("FORMAT_MALFORMED"));
  EXPECT_THAT(Codes(Report("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")),
              ElementsAre("FORMAT_UNKNOWN"));
  // CMS, but EnvelopedData.
  EXPECT_THAT(
      Codes(Report(der::Sequence({der::Oid("1.2.840.113549.1.7.3"), der::Explicit(0, der::Sequence({}))}))),
      ElementsAre("FORMAT_UNKNOWN"));
}

TEST_F(Hostile, TooLarge) { ExpectBound(std::string(kMaxContainerBytes.value + 1, '0'), kMaxContainerBytes); }

TEST_F(Hostile, TooLargeContent) {
  const std::string cms = Sign("x", {Family().Get(kSchoolHead).AsSigner()}, {.detached = true});
  const auto report =
      Verify(*verifier_, cms, {.content = std::string(kMaxContentBytes.value + 1, 'x')}).report;
  EXPECT_THAT(Codes(report), ElementsAre("LIMIT_EXCEEDED"));
}

TEST_F(Hostile, TenThousandSigners) {
  ExpectBound(Container("", Repeat(der::Sequence({}), 10000)), kMaxSigners);
}

TEST_F(Hostile, NineSigners) {
  std::vector<CmsSigner> signers(9, Family().Get(kSchoolHead).AsSigner());
  ExpectBound(Sign("x", signers), kMaxSigners);
  signers.resize(8);
  EXPECT_PASSED(Verify(*verifier_, Sign("x", signers)).report);
}

TEST_F(Hostile, TenThousandCertificates) {
  ExpectBound(Container(der::ImplicitConstructed(0, Repeat(der::Sequence({}), 10000)), ""), kMaxCertificates);
}

TEST_F(Hostile, HugeCertificate) {
  const std::string certificate =
      der::Sequence({der::OctetString(std::string(kMaxCertificateBytes.value, 'x'))});
  ExpectBound(Container(der::ImplicitConstructed(0, certificate), ""), kMaxCertificateBytes);
}

// The last SignerInfo of a good container, with more put into it.
TEST_F(Hostile, TenThousandAttributes) {
  const std::string attribute = der::Sequence({der::Oid("1.2.3.4"), der::SetOf({der::Null()})});
  const std::string sid = der::Sequence({der::Sequence({}), der::SmallInteger(1)});
  const std::string algorithm = der::Sequence({der::Oid("2.16.840.1.101.3.4.2.1")});
  const auto signer = [&](const std::string& attributes) {
    return der::Sequence({der::SmallInteger(1), sid, algorithm, der::ImplicitConstructed(0, attributes),
                          algorithm, der::OctetString("x")});
  };
  ExpectBound(Container("", signer(Repeat(attribute, 33))), kMaxAttributes);
  ExpectBound(Container("", signer(Repeat(attribute, 10000))), kMaxSignedAttributesBytes);
  const std::string unsigned_too_many =
      der::Sequence({der::SmallInteger(1), sid, algorithm, algorithm, der::OctetString("x"),
                     der::ImplicitConstructed(1, Repeat(attribute, 10000))});
  ExpectBound(Container("", unsigned_too_many), kMaxAttributes);
}

TEST_F(Hostile, HundredThousandAttributes) {
  const std::string attribute = der::Sequence({der::Oid("1.2.3"), der::SetOf({})});
  const std::string sid = der::Sequence({der::Sequence({}), der::SmallInteger(1)});
  const std::string algorithm = der::Sequence({der::Oid("2.16.840.1.101.3.4.2.1")});
  ExpectBound(
      Container("", der::Sequence({der::SmallInteger(1), sid, algorithm, algorithm, der::OctetString("x"),
                                   der::ImplicitConstructed(1, Repeat(attribute, 100000))})),
      kMaxAttributes);
  ExpectBound(Container("", der::Sequence({der::SmallInteger(1), sid, algorithm,
                                           der::ImplicitConstructed(0, Repeat(attribute, 100000)), algorithm,
                                           der::OctetString("x")})),
              kMaxSignedAttributesBytes);
}

// Nothing is over a bound: as many signers and certificates as are read, all well-formed, none of them known
// here.
TEST_F(Hostile, AsManySignersAndCertificatesAsAreAccepted) {
  const absl::StatusOr<DemoFamily> strangers = MakeDemoFamily(KeyKind::kEcP256, Now());
  ASSERT_TRUE(strangers.ok()) << strangers.status();
  std::vector<CmsSigner> signers;
  for (size_t i = 0; i < kMaxSigners.value; ++i) signers.push_back(strangers->identities[i].AsSigner());
  CmsOptions options{.signing_time = Now()};
  for (const DemoFamily* family : {&*strangers, &Family(KeyKind::kEcP256), &Family(KeyKind::kRsa)}) {
    for (const Identity& identity : family->identities) {
      const bool signs = family == &*strangers && options.more_certificates.size() < kMaxSigners.value;
      if (options.more_certificates.size() + (signs ? 0 : 1) <= kMaxCertificates.value - 1) {
        options.more_certificates.push_back(identity.certificate);
      }
    }
  }
  const auto report = Report(testing::Sign("x", signers, options), 2000);
  EXPECT_EQ(report.signers_size(), static_cast<int>(kMaxSigners.value));
  EXPECT_VERDICT(report, INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
}

TEST_F(Hostile, HundredThousandNestedConstructions) {
  // Indefinite lengths all the way down, and definite ones.
  ExpectBound(Repeat("\x30\x80", 100000), kMaxBerDepth);
  ExpectBound(Repeat("\x24\x80", 100000).insert(0, "\x30\x80"), kMaxBerDepth);
  std::string definite;
  for (int i = 0; i < 2000; ++i) definite = der::Sequence({definite});
  Report(definite);
}

TEST_F(Hostile, HundredThousandSegments) {
  const std::string content =
      "\x24\x80" + Repeat(std::string("\x04\x00", 2), 100000) + std::string("\x00\x00", 2);
  const std::string wrapped = "\x30\x80" + content + std::string("\x00\x00", 2);
  ExpectBound(wrapped, kMaxBerElements);
}

TEST_F(Hostile, LengthsThatOverflow) {
  for (const std::string& length :
       {std::string("\x84\xff\xff\xff\xff", 5), std::string("\x88\xff\xff\xff\xff\xff\xff\xff\xff", 9),
        std::string("\x88\x7f\xff\xff\xff\xff\xff\xff\xff", 9), std::string("\xff", 1),
        std::string("\x89\x01", 2), std::string("\x84\x80\x00\x00\x00", 5)}) {
    EXPECT_THAT(Codes(Report("\x30" + length + "abcdef")), ElementsAre("FORMAT_MALFORMED"));
  }
}

TEST_F(Hostile, EndOfContentsWithoutAnEnd) {
  EXPECT_THAT(Codes(Report("\x30\x80\x06\x01\x2a")), ElementsAre("FORMAT_MALFORMED"));
  EXPECT_THAT(Codes(Report("\x30")), ElementsAre("FORMAT_MALFORMED"));
}

TEST_F(Hostile, UnknownAlgorithmNeverPasses) {
  std::string cms = Sign("x", Family().Get(kSchoolHead));
  // ecdsa-with-SHA256 becomes ecdsa-with-(SHA)9 in the SignerInfo, its last occurrence.
  const std::string oid("\x2a\x86\x48\xce\x3d\x04\x03\x02", 8);
  const size_t at = cms.rfind(oid);
  ASSERT_NE(at, std::string::npos);
  cms[at + oid.size() - 1] = 9;
  EXPECT_THAT(Codes(Report(cms)), ElementsAre("ALGORITHM_UNKNOWN"));
}

TEST_F(Hostile, DigestThatContradictsTheSignatureAlgorithm) {
  std::string cms = Sign("x", Family().Get(kSchoolHead));
  // The SignerInfo's digestAlgorithm SHA-256 becomes SHA-384.
  const std::string oid("\x60\x86\x48\x01\x65\x03\x04\x02\x01", 9);
  const size_t at = cms.rfind(oid);
  ASSERT_NE(at, std::string::npos);
  cms[at + oid.size() - 1] = 2;
  EXPECT_THAT(Codes(Report(cms)), ElementsAre("FORMAT_MALFORMED"));
}

}  // namespace
}  // namespace oteu::verification
