// The reader of SignedData over containers of demonstration signers, as DER and as BER.
#include "verification/cms/signed_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "absl/strings/escaping.h"
#include "clients/demo_pki/der_writer.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/cms/oids.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::cms {
namespace {

using namespace std::string_literals;         // NOLINT(google-build-using-namespace)
using namespace oteu::verification::testing;  // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;               // NOLINT(google-build-using-namespace)
using openssl::AsBytes;
using openssl::Bytes;

namespace der = oteu::demo_pki::der;

std::unique_ptr<SignedDataContainer> Read(const std::string& container) {
  auto result = ReadSignedData(container);
  const Problem* problem = GetProblem(result);
  EXPECT_EQ(problem, nullptr) << (problem != nullptr ? problem->cause : "");
  return problem != nullptr ? nullptr : std::get<0>(std::move(result));
}

std::string CauseOf(const std::string& container) {
  const auto result = ReadSignedData(container);
  const Problem* problem = GetProblem(result);
  return problem != nullptr ? problem->cause : "";
}

// DER written as a BER program might: every construction of indefinite length, OCTET STRINGs at `depth` <= 6
// in segments (the content stands at 5), lengths in the long form.
std::string ToBer(Bytes der, int depth = 0) {
  std::string ber;
  kzgost::DerReader reader(der);
  while (!reader.empty()) {
    const kzgost::DerElement element = *reader.ReadAny();
    const auto contents = std::string(openssl::AsStringView(element.contents));
    const auto tag = static_cast<char>(element.tag);
    if ((element.tag & 0x20) != 0) {
      ber += tag + "\x80"s + ToBer(element.contents, depth + 1) + "\0\0"s;
    } else if (element.tag == 0x04 && depth <= 5) {
      ber += "\x24\x80"s;
      for (size_t i = 0; i < contents.size(); i += 7) ber += der::OctetString(contents.substr(i, 7));
      ber += "\0\0"s;
    } else {
      const auto size = static_cast<uint32_t>(contents.size());
      ber += tag + "\x84"s;
      for (const int shift : {24, 16, 8, 0}) ber.push_back(static_cast<char>(size >> shift));
      ber += contents;
    }
  }
  return ber;
}

class SignedDataReader : public ::testing::Test {
 protected:
  const Identity& head_ = Family().Get(kSchoolHead);
};

TEST_F(SignedDataReader, AttachedContainer) {
  const std::string cms = Sign("the document", head_);
  const auto container = Read(cms);
  ASSERT_NE(container, nullptr);
  const SignedData& data = container->signed_data;
  EXPECT_EQ(openssl::AsStringView(*data.content), "the document");
  ASSERT_EQ(data.certificates.size(), 1u);
  EXPECT_EQ(openssl::AsStringView(data.certificates[0]), head_.certificate);
  ASSERT_EQ(data.signers.size(), 1u);
  const SignerInfo& signer = data.signers[0];
  EXPECT_FALSE(signer.sid.by_key_identifier());
  EXPECT_EQ(signer.digest_algorithm.oid, "2.16.840.1.101.3.4.2.1");
  ASSERT_TRUE(signer.signed_attributes.has_value());
  EXPECT_FALSE(signer.attributes_problem.has_value());
  EXPECT_EQ(signer.signed_attributes->signing_time, Now());
  EXPECT_TRUE(signer.signed_attributes->signing_certificate_v2.has_value());
  EXPECT_FALSE(signer.signed_attributes->signing_certificate.has_value());
  EXPECT_TRUE(container->decoded.empty()) << "DER is read where it stands";
}

TEST_F(SignedDataReader, DetachedContainerHasNoContent) {
  const std::string cms = Sign("x", {head_.AsSigner()}, {.detached = true});
  EXPECT_FALSE(Read(cms)->signed_data.content.has_value());
  const std::string empty = Sign("", head_);
  EXPECT_TRUE(Read(empty)->signed_data.content.has_value()) << "empty is not absent";
}

TEST_F(SignedDataReader, BerIsReadAsItsDer) {
  for (const KeyKind kind : {KeyKind::kEcP256, KeyKind::kGost2015}) {
    const DemoFamily& family = Family(kind);
    const std::string content(1000, 'x');
    const std::string cms = Sign(content, family.Get(kSchoolHead));
    const std::string ber = ToBer(AsBytes(cms));
    ASSERT_NE(ber, cms);
    const auto container = Read(ber);
    ASSERT_NE(container, nullptr);
    EXPECT_EQ(openssl::AsStringView(container->decoded), cms);
    const VerificationResult result = Verify(*MakeVerifier(MaterialOf(family)), ber);
    EXPECT_PASSED(result.report);
    EXPECT_EQ(result.content, content);
  }
}

TEST_F(SignedDataReader, BerInBase64) {
  const std::string cms = Sign("x", head_);
  EXPECT_PASSED(Verify(*MakeVerifier(MaterialOf(Family())), absl::Base64Escape(ToBer(AsBytes(cms)))).report);
}

TEST_F(SignedDataReader, BerDoesNotHideAChange) {
  std::string cms = Sign("the document", head_);
  cms[cms.find("the document")] = 'T';
  EXPECT_VERDICT(Verify(*MakeVerifier(MaterialOf(Family())), ToBer(AsBytes(cms))).report, TOTAL_FAILED,
                 HASH_FAILURE);
}

TEST_F(SignedDataReader, TrailingBytesAreRefusedAtEveryLevel) {
  const std::string cms = Sign("x", head_);
  EXPECT_EQ(CauseOf(cms + "x"), "trailing bytes");
  EXPECT_EQ(CauseOf(ToBer(AsBytes(cms)) + "\0"s), "trailing bytes");
  // After content in ContentInfo, after signerInfos in SignedData.
  const auto parts = [&] {
    kzgost::DerReader outer{AsBytes(cms)};
    kzgost::DerReader fields{*outer.Read(0x30)};
    const std::string type(openssl::AsStringView(fields.ReadAny()->whole));
    kzgost::DerReader wrapper{*fields.Read(0xA0)};
    return std::pair(type, std::string(openssl::AsStringView(*wrapper.Read(0x30))));
  }();
  const auto rebuild = [&](const std::string& signed_data, const std::string& after) {
    return der::Sequence({parts.first, der::Explicit(0, der::Element(0x30, signed_data)), after});
  };
  EXPECT_EQ(CauseOf(rebuild(parts.second, "")), "");
  EXPECT_EQ(CauseOf(rebuild(parts.second, der::Null())), "content");
  EXPECT_EQ(CauseOf(rebuild(parts.second + der::Null(), "")), "signerInfos");
}

// A whole container by hand, for what the signing helper does not write: a signer named by his key
// identifier.
std::string SignByKeyIdentifier(const Identity& identity, const std::string& key_identifier,
                                const std::string& more_signed_data = "") {
  const std::string content = "the document";
  const auto attribute = [](const char* oid, const std::string& value) {
    return der::Sequence({der::Oid(oid), der::SetOf({value})});
  };
  const std::string attributes = der::SetOf({
      attribute("1.2.840.113549.1.9.3", der::Oid("1.2.840.113549.1.7.1")),
      attribute("1.2.840.113549.1.9.4", der::OctetString(*identity.key.Digest(content))),
  });
  const std::string signer = der::Sequence({
      der::SmallInteger(3),
      der::ImplicitPrimitive(0, key_identifier),
      identity.key.digest_algorithm(),
      der::ImplicitConstructed(0, der::Contents(attributes)),
      identity.key.cms_signature_algorithm(),
      der::OctetString(*identity.key.Sign(attributes)),
  });
  const std::string signed_data = der::Sequence({
      der::SmallInteger(3),
      der::SetOf({identity.key.digest_algorithm()}),
      der::Sequence({der::Oid("1.2.840.113549.1.7.1"), der::Explicit(0, der::OctetString(content))}),
      der::ImplicitConstructed(0, identity.certificate),
      more_signed_data,
      der::SetOf({signer}),
  });
  return der::Sequence({der::Oid("1.2.840.113549.1.7.2"), der::Explicit(0, signed_data)});
}

TEST_F(SignedDataReader, SignerByKeyIdentifier) {
  const auto verifier = MakeVerifier(MaterialOf(Family()));
  const auto report = Verify(*verifier, SignByKeyIdentifier(head_, head_.key.key_id())).report;
  EXPECT_PASSED(report);
  EXPECT_THAT(Codes(report, oteu::v1::CHECK_LEVEL_INFORM),
              ::testing::ElementsAre("SIGNING_CERTIFICATE_ATTRIBUTE_MISSING"));
  EXPECT_VERDICT(Verify(*verifier, SignByKeyIdentifier(head_, "another key")).report, INDETERMINATE,
                 NO_SIGNING_CERTIFICATE_FOUND);
}

// Lists inside the container count once they are authenticated, like configured ones.
TEST_F(SignedDataReader, EmbeddedListsAreAuthenticated) {
  TrustMaterial material = MaterialOf(Family());
  material.crls.clear();
  const auto verify = [&](const std::string& issuing_crl) {
    const std::string lists = der::ImplicitConstructed(1, issuing_crl + Family().root_crl);
    return Verify(*MakeVerifier(material), SignByKeyIdentifier(head_, head_.key.key_id(), lists)).report;
  };
  EXPECT_PASSED(verify(Family().issuing_crl));
  std::string forged = Family().issuing_crl;
  forged.back() = static_cast<char>(forged.back() ^ 1);
  EXPECT_VERDICT(verify(forged), INDETERMINATE, TRY_LATER);
}

// A SignerInfo by hand.
std::string MakeSignerInfo(int version, const std::string& sid, const std::string& attributes = "",
                           const std::string& unsigned_attributes = "") {
  const std::string algorithm = der::Sequence({der::Oid("2.16.840.1.101.3.4.2.1")});
  return der::Sequence({der::SmallInteger(static_cast<uint64_t>(version)), sid, algorithm, attributes,
                        algorithm, der::OctetString("signature"), unsigned_attributes});
}

const std::string kIssuerAndSerial = der::Sequence({der::Sequence({}), der::SmallInteger(5)});

OrProblem<SignerInfo> Parse(const std::string& signer_info) {
  return ParseSignerInfo(AsBytes(der::Contents(signer_info)));
}

TEST(SignerInfoReader, VersionGoesWithTheIdentifier) {
  const std::string key_identifier = der::ImplicitPrimitive(0, "key");
  EXPECT_EQ(GetProblem(Parse(MakeSignerInfo(1, kIssuerAndSerial))), nullptr);
  EXPECT_EQ(GetProblem(Parse(MakeSignerInfo(3, key_identifier))), nullptr);
  EXPECT_NE(GetProblem(Parse(MakeSignerInfo(3, kIssuerAndSerial))), nullptr);
  EXPECT_NE(GetProblem(Parse(MakeSignerInfo(1, key_identifier))), nullptr);
  EXPECT_NE(GetProblem(Parse(MakeSignerInfo(2, kIssuerAndSerial))), nullptr);
  EXPECT_NE(GetProblem(Parse(MakeSignerInfo(3, der::ImplicitPrimitive(0, "")))), nullptr);
  const auto parsed = Parse(MakeSignerInfo(3, key_identifier));
  EXPECT_TRUE(std::get<SignerInfo>(parsed).sid.by_key_identifier());
}

std::string Attribute(const char* oid, const std::vector<std::string>& values) {
  return der::Sequence({der::Oid(oid), der::SetOf(values)});
}

constexpr char kContentType[] = "1.2.840.113549.1.9.3";
constexpr char kMessageDigest[] = "1.2.840.113549.1.9.4";
constexpr char kSigningTime[] = "1.2.840.113549.1.9.5";

// The cause of the signer's attribute problem; "malformed" when the SignerInfo is not read at all.
std::string AttributesProblem(const std::vector<std::string>& attributes) {
  std::string all;
  for (const std::string& attribute : attributes) all += attribute;
  const auto parsed = Parse(MakeSignerInfo(1, kIssuerAndSerial, der::ImplicitConstructed(0, all)));
  if (GetProblem(parsed) != nullptr) return "malformed";
  const auto& problem = std::get<SignerInfo>(parsed).attributes_problem;
  return problem ? problem->cause : "";
}

TEST(SignerInfoReader, SignedAttributes) {
  const std::string type = Attribute(kContentType, {der::Oid("1.2.840.113549.1.7.1")});
  const std::string digest = Attribute(kMessageDigest, {der::OctetString("d")});
  EXPECT_EQ(AttributesProblem({type, digest}), "");
  EXPECT_EQ(AttributesProblem({digest, type}), "");
  EXPECT_EQ(AttributesProblem({type, digest, Attribute("1.2.3", {der::Null(), der::Null()})}), "");
  EXPECT_EQ(AttributesProblem({}), "malformed") << "SET SIZE (1..MAX)";
  EXPECT_EQ(AttributesProblem({type}), "no messageDigest");
  EXPECT_EQ(AttributesProblem({digest}), "no contentType");
  EXPECT_EQ(AttributesProblem({type, digest, digest}), "double attribute");
  EXPECT_EQ(AttributesProblem({type, digest, Attribute("1.2.3", {}), Attribute("1.2.3", {})}),
            "double attribute");
  EXPECT_EQ(
      AttributesProblem({type, Attribute(kMessageDigest, {der::OctetString("a"), der::OctetString("b")})}),
      "messageDigest");
  EXPECT_EQ(AttributesProblem({type, Attribute(kMessageDigest, {})}), "messageDigest");
  EXPECT_EQ(AttributesProblem({type, Attribute(kMessageDigest, {der::Null()})}), "messageDigest");
  EXPECT_EQ(AttributesProblem({Attribute(kContentType, {der::Null()}), digest}), "contentType");
  EXPECT_EQ(AttributesProblem({type, digest, Attribute(kSigningTime, {der::Time(Now())})}), "");
  EXPECT_EQ(
      AttributesProblem({type, digest, Attribute(kSigningTime, {der::Element(0x17, "260101000000+0500")})}),
      "signingTime");
}

TEST(SignerInfoReader, UnsignedAttributes) {
  std::deque<std::string> kept;  // What is parsed points into it.
  const auto with = [&kept](const std::string& attributes) {
    return Parse(
        kept.emplace_back(MakeSignerInfo(1, kIssuerAndSerial, "", der::ImplicitConstructed(1, attributes))));
  };
  const auto parsed = with(Attribute("1.2.840.113549.1.9.16.2.14", {der::Null()}) +
                           Attribute("1.2.840.113549.1.9.16.2.23", {}));
  ASSERT_EQ(GetProblem(parsed), nullptr);
  const SignerInfo& signer = std::get<SignerInfo>(parsed);
  ASSERT_EQ(signer.unsigned_values.size(), 2u);
  EXPECT_EQ(signer.unsigned_values[0].oid, "1.2.840.113549.1.9.16.2.14");
  EXPECT_EQ(openssl::AsStringView(signer.unsigned_values[0].type), der::Oid("1.2.840.113549.1.9.16.2.14"));
  EXPECT_EQ(openssl::AsStringView(signer.unsigned_values[0].value), der::Null());
  EXPECT_EQ(signer.unsigned_values[1].oid, "1.2.840.113549.1.9.16.2.23");
  EXPECT_TRUE(signer.unsigned_values[1].value.empty());
  const auto several = with(Attribute("1.2.840.113549.1.9.16.2.14", {der::Null(), der::Boolean(true)}));
  ASSERT_EQ(GetProblem(several), nullptr);
  EXPECT_EQ(ValuesOf(std::get<SignerInfo>(several), cms::kTimestampTokenOid).size(), 2u);
  EXPECT_NE(GetProblem(with(Attribute("1.2.840.113549.1.9.16.2.14", {"x"}))), nullptr);
  EXPECT_NE(GetProblem(with("")), nullptr);
  EXPECT_NE(GetProblem(with("x")), nullptr);
}

}  // namespace
}  // namespace oteu::verification::cms
