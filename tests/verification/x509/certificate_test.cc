// What is read out of certificates: names, identifiers, roles, times.
#include "verification/x509/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/demo_pki/der_writer.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/kzgost/kz_context.h"
#include "verification/limits.h"
#include "verification/x509/der_time.h"
#include "verification/x509/directory_string.h"
#include "verification/x509/name.h"
#include "verification/x509/pem.h"
#include "verification/x509/subject.h"

namespace oteu::verification::x509 {
namespace {

using namespace std::string_literals;         // NOLINT(google-build-using-namespace)
using namespace oteu::verification::testing;  // NOLINT(google-build-using-namespace)
using oteu::v1::SignerRole;

namespace der = oteu::demo_pki::der;

// ---- Roles ----

SignerRole Role(const std::vector<std::string>& usages) { return RoleOf(usages); }

TEST(Roles, OfTheNationalAuthority) {
  const std::string legal = "1.2.398.3.3.4.1.2";
  EXPECT_EQ(Role({}), oteu::v1::SIGNER_ROLE_UNSPECIFIED);
  EXPECT_EQ(Role({"1.3.6.1.5.5.7.3.4"}), oteu::v1::SIGNER_ROLE_UNSPECIFIED);
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.1"}), oteu::v1::SIGNER_ROLE_INDIVIDUAL);
  EXPECT_EQ(Role({legal}), oteu::v1::SIGNER_ROLE_LEGAL_ENTITY);
  EXPECT_EQ(Role({legal, legal + ".1"}), oteu::v1::SIGNER_ROLE_FIRST_HEAD);
  EXPECT_EQ(Role({legal, legal + ".2"}), oteu::v1::SIGNER_ROLE_RIGHT_TO_SIGN);
  EXPECT_EQ(Role({legal + ".3", legal}), oteu::v1::SIGNER_ROLE_FINANCIAL);
  EXPECT_EQ(Role({legal, legal + ".4"}), oteu::v1::SIGNER_ROLE_PERSONNEL);
  EXPECT_EQ(Role({legal, legal + ".5"}), oteu::v1::SIGNER_ROLE_EMPLOYEE);
}

TEST(Roles, TheStrongestCounts) {
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.2.5", "1.2.398.3.3.4.1.2.1"}), oteu::v1::SIGNER_ROLE_FIRST_HEAD);
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.1", "1.2.398.3.3.4.1.2"}), oteu::v1::SIGNER_ROLE_LEGAL_ENTITY);
}

TEST(Roles, AnInformationSystemIsOneWhateverElseItStates) {
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.2.6"}), oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM);
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.6.7"}), oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM);
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.2.1", "1.2.398.3.3.4.1.2.6"}), oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM);
  EXPECT_EQ(Role({"1.2.398.3.3.4.1.2.61"}), oteu::v1::SIGNER_ROLE_UNSPECIFIED) << "another arc";
}

// ---- Subjects ----

SubjectFacts Facts(const std::vector<std::pair<const char*, std::string>>& attributes) {
  std::vector<std::string> names;
  for (const auto& [oid, value] : attributes) {
    names.push_back(der::SetOf({der::Sequence({der::Oid(oid), der::Element(der::kUtf8String, value)})}));
  }
  const std::string name = der::Sequence(names);
  return ReadSubject(ReadName(openssl::AsBytes(name)).value());
}

constexpr char kSerialNumber[] = "2.5.4.5";
constexpr char kUnit[] = "2.5.4.11";

TEST(Subject, IinAndBin) {
  const SubjectFacts facts = Facts({{"2.5.4.3", "АТЫ"},
                                    {kSerialNumber, "IIN123456789011"},
                                    {"2.5.4.10", "МЕКТЕП"},
                                    {kUnit, "BIN123456789021"}});
  EXPECT_EQ(facts.common_name, "АТЫ");
  EXPECT_EQ(facts.organisation, "МЕКТЕП");
  EXPECT_EQ(facts.iin, "123456789011");
  EXPECT_EQ(facts.bin, "123456789021");
}

TEST(Subject, EveryStringTypeIsRead) {
  const auto organisation = [](uint8_t type, const std::string& value) {
    const std::string name =
        der::Sequence({der::SetOf({der::Sequence({der::Oid("2.5.4.10"), der::Element(type, value)})})});
    return ReadSubject(ReadName(openssl::AsBytes(name)).value()).organisation;
  };
  EXPECT_EQ(organisation(0x13, "School 7"), "School 7") << "PrintableString";
  EXPECT_EQ(organisation(0x12, "77"), "77") << "NumericString";
  EXPECT_EQ(organisation(0x14, "Sch\xF6n"), "Schön") << "TeletexString, read as Latin-1";
  EXPECT_EQ(organisation(0x1E, std::string("\x04\x1C\x00\x37", 4)), "М7") << "BMPString";
  EXPECT_EQ(organisation(0x1C, std::string("\x00\x01\xF6\x00", 4)), "😀") << "UniversalString";
  EXPECT_EQ(organisation(0x1E, "odd"), "") << "no whole characters";
  EXPECT_EQ(organisation(0x0C, "\xC0\x80"), "") << "overlong UTF-8";
  EXPECT_EQ(organisation(0x04, "School 7"), "") << "no character string";
  EXPECT_EQ(organisation(0x0C, std::string(2049, 'x')), "") << "too long to show";
}

TEST(Subject, BinMayStandInSerialNumber) {
  EXPECT_EQ(Facts({{kSerialNumber, "BIN123456789021"}}).bin, "123456789021");
  EXPECT_EQ(Facts({{kSerialNumber, "BIN123456789021"}, {kUnit, "BIN123456789021"}}).bin, "123456789021");
}

TEST(Subject, WhatIsNoIdentifierIsNone) {
  EXPECT_EQ(Facts({{kUnit, "123456789021"}}).bin, "") << "without prefix";
  EXPECT_EQ(Facts({{kUnit, "bin123456789021"}}).bin, "");
  EXPECT_EQ(Facts({{kUnit, "BIN12345678902"}}).bin, "");
  EXPECT_EQ(Facts({{kUnit, "BIN1234567890210"}}).bin, "");
  EXPECT_EQ(Facts({{kUnit, "BIN12345678902x"}}).bin, "");
  EXPECT_EQ(Facts({{kUnit, "IIN123456789011"}}).iin, "") << "an IIN does not stand in OU";
  EXPECT_EQ(Facts({{kSerialNumber, "IIN123456789011 "}}).iin, "");
}

TEST(Subject, ContradictionsCancel) {
  EXPECT_EQ(Facts({{kUnit, "BIN123456789021"}, {kUnit, "BIN123456789022"}}).bin, "");
  EXPECT_EQ(Facts({{kUnit, "BIN123456789021"}, {kSerialNumber, "BINx"}}).bin, "");
  EXPECT_EQ(Facts({{kSerialNumber, "IIN123456789011"}, {kSerialNumber, "IIN123456789012"}}).iin, "");
}

// ---- Names ----

TEST(Names, AreEqualInBytesOrInMeaning) {
  const auto name = [](uint8_t type, const std::string& value) {
    return der::Sequence({der::SetOf({der::Sequence({der::Oid("2.5.4.3"), der::Element(type, value)})})});
  };
  const std::string utf8 = name(der::kUtf8String, "Root CA");
  EXPECT_TRUE(NamesEqual(openssl::AsBytes(utf8), openssl::AsBytes(utf8)));
  EXPECT_TRUE(NamesEqual(openssl::AsBytes(utf8), openssl::AsBytes(name(der::kPrintableString, "root  ca"))));
  EXPECT_FALSE(NamesEqual(openssl::AsBytes(utf8), openssl::AsBytes(name(der::kUtf8String, "Root CB"))));
  EXPECT_FALSE(NamesEqual(openssl::AsBytes(utf8), openssl::AsBytes(utf8 + "x")));
  EXPECT_FALSE(NamesEqual(openssl::AsBytes("x"), openssl::AsBytes("y")));
}

TEST(Utf8, OnlyShortestFormsOfScalarValues) {
  for (const std::string& good :
       {""s, "abc"s, "қ"s, "€"s, "\xf0\x9f\x98\x80"s, "\xf4\x8f\xbf\xbf"s, "\xed\x9f\xbf"s}) {
    EXPECT_TRUE(IsValidUtf8(good));
  }
  for (const std::string& bad :
       {"\x80"s, "\xc3"s, "\xc0\x80"s, "\xc1\xbf"s, "\xe0\x80\x80"s, "\xed\xa0\x80"s, "\xf4\x90\x80\x80"s,
        "\xf5\x80\x80\x80"s, "\xff"s, "\xc3\x28"s, "\xf0\x80\x80\x80"s}) {
    EXPECT_FALSE(IsValidUtf8(bad));
  }
}

// ---- Times ----

std::string Time(uint8_t tag, const std::string& text) {
  const std::string element = der::Element(tag, text);
  kzgost::DerReader reader{openssl::AsBytes(element)};
  const auto time = ParseDerTime(*reader.ReadAny());
  return time ? absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone()) : "";
}

TEST(DerTime, UtcAndGeneralized) {
  EXPECT_EQ(Time(0x17, "260508064513Z"), "2026-05-08T06:45:13+00:00");
  EXPECT_EQ(Time(0x17, "491231235959Z"), "2049-12-31T23:59:59+00:00");
  EXPECT_EQ(Time(0x17, "500101000000Z"), "1950-01-01T00:00:00+00:00");
  EXPECT_EQ(Time(0x18, "20500101000000Z"), "2050-01-01T00:00:00+00:00");
  EXPECT_EQ(Time(0x18, "20240229000000Z"), "2024-02-29T00:00:00+00:00");
}

TEST(DerTime, OtherFormsAreRefused) {
  for (const char* text :
       {"2605080645Z", "260508064513", "260508064513+0500", "26050806451xZ", "260230000000Z", "261301000000Z",
        "260101240000Z", "260101006000Z", "260101000060Z", "", "Z"}) {
    EXPECT_EQ(Time(0x17, text), "") << text;
  }
  EXPECT_EQ(Time(0x18, "20260508064513.5Z"), "");
  EXPECT_EQ(Time(0x18, "20230229000000Z"), "");
  EXPECT_EQ(Time(0x04, "260508064513Z"), "");
}

// ---- Certificates ----

class Certificates : public ::testing::Test {
 protected:
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  absl::StatusOr<CertificatePtr> Parse(const std::string& der) {
    return ParseCertificate(*context_, openssl::AsBytes(der));
  }
};

TEST_F(Certificates, OfDemonstrationSigners) {
  const auto head = Parse(Family().Get(demo_pki::kSchoolHead).certificate);
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ((*head)->subject.bin, demo_pki::SchoolBin());
  EXPECT_EQ((*head)->role, oteu::v1::SIGNER_ROLE_FIRST_HEAD);
  EXPECT_FALSE((*head)->is_ca);
  EXPECT_TRUE((*head)->has_key_usage);
  EXPECT_EQ((*head)->key.type, kzgost::KeyType::kEc);
  EXPECT_EQ((*head)->key.curve, "P-256");
  EXPECT_THAT((*head)->extensions.policies,
              ::testing::Optional(::testing::ElementsAre("1.2.398.3.3.2", "2.999.398.1")));
  EXPECT_THAT(NameText((*head)->outline.issuer), ::testing::HasSubstr("CN=oteu DEMO ISSUING CA"));
  EXPECT_TRUE((*Parse(Family().root.certificate))->is_ca);
}

TEST_F(Certificates, DamageIsRefusedAndNeverCrashes) {
  const std::string der = Family().Get(demo_pki::kSchoolHead).certificate;
  for (size_t size = 0; size < der.size(); ++size) {
    EXPECT_TRUE(absl::IsInvalidArgument(Parse(der.substr(0, size)).status())) << size;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(Parse(der + "x").status()));
  for (size_t i = 0; i < der.size(); ++i) {
    for (const int flip : {1, 0x80}) {
      std::string changed = der;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      const auto parsed = Parse(changed);
      EXPECT_TRUE(parsed.ok() || absl::IsInvalidArgument(parsed.status())) << parsed.status();
    }
  }
}

TEST_F(Certificates, ATextThatIsNoneOfItsTypeIsNoName) {
  const auto issued_by = [&](uint8_t type, const std::string& value) {
    demo_pki::CertificateSpec spec;
    spec.subject.common_name = "SIGNER";
    spec.key = &Family().Get(demo_pki::kSchoolHead).key;
    spec.not_before = Now();
    spec.not_after = Now() + absl::Hours(1);
    const std::string name =
        der::Sequence({der::SetOf({der::Sequence({der::Oid("2.5.4.3"), der::Element(type, value)})})});
    return Parse(demo_pki::IssueCertificate(spec, {name, &Family().issuing_ca.key}).value()).ok();
  };
  EXPECT_TRUE(issued_by(0x1E, std::string("\0C\0A", 4)));
  EXPECT_FALSE(issued_by(0x1E, "odd"));
  EXPECT_TRUE(issued_by(0x0C, "CA"));
  EXPECT_FALSE(issued_by(0x0C, "\xFF"));
}

TEST_F(Certificates, BoundsAreKept) {
  EXPECT_THAT(Parse(std::string(kMaxCertificateBytes.value + 1, 'x')).status().message(),
              ::testing::HasSubstr(kMaxCertificateBytes.name));
}

TEST_F(Certificates, ExtensionsStandOnce) {
  // The same extension twice: RFC 5280 4.2.
  demo_pki::CertificateSpec spec;
  const auto key = *demo_pki::SigningKey::Generate(demo_pki::KeyKind::kEcP256);
  spec.key = &key;
  spec.subject.common_name = "x";
  spec.not_before = Now();
  spec.not_after = Now() + absl::Hours(1);
  spec.key_usage = {0, 1};
  spec.extended_key_usage = {"1.2.398.3.3.4.1.1"};
  std::string certificate = *demo_pki::IssueCertificate(spec, {spec.subject.ToDer(), &key});
  ASSERT_TRUE(Parse(certificate).ok());
  // extendedKeyUsage (37) becomes a second keyUsage (15).
  const size_t at = certificate.find("\x06\x03\x55\x1d\x25");
  ASSERT_NE(at, std::string::npos);
  certificate[at + 4] = 0x0f;
  EXPECT_FALSE(Parse(certificate).ok());
}

TEST_F(Certificates, RealOnes) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto pki = [](const std::string& path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  };
  const auto head = Parse(pki("keys/legal_valid_head.cer"));
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ((*head)->subject.iin, "123456789011");
  EXPECT_EQ((*head)->subject.bin, "123456789021");
  EXPECT_EQ((*head)->key.type, kzgost::KeyType::kGost2015);
  EXPECT_EQ((*head)->serial_hex, "303eebdf17969f3edede9bd9828fb1355aabbe4e");
  const auto system = Parse(pki("keys/legal_valid_infosystem.cer"));
  EXPECT_EQ((*system)->role, oteu::v1::SIGNER_ROLE_LEGAL_ENTITY);
}

TEST(Pem, DerOf) {
  const std::string certificate = Family().root.certificate;
  EXPECT_EQ(DerOf(certificate, "CERTIFICATE")->size(), 1u);
  EXPECT_FALSE(DerOf("", "CERTIFICATE").ok());
  EXPECT_FALSE(DerOf("-----BEGIN CERTIFICATE-----\nMAA=\n", "CERTIFICATE").ok()) << "no END line";
  EXPECT_FALSE(DerOf("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n", "CERTIFICATE").ok());
  EXPECT_EQ(DerOf("MAA=", "CERTIFICATE")->front(), "\x30\x00"s);
}

}  // namespace
}  // namespace oteu::verification::x509
