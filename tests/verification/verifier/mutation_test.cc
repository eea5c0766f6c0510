// Every byte of a signed container, changed: it must fail, or say exactly the same about the same content and
// signer.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "clients/demo_pki/timestamp.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/openssl/bytes.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

// Places that may change without a failure, and why: the digestAlgorithms of SignedData, which nothing relies
// on (RFC 5652 5.1), and the letters of the issuer in a SignerInfo, compared without case (RFC 5280 7.1).
class Unsigned {
 public:
  void AddFirst(const std::string& container, const std::string& what) {
    Add(container.find(what), what.size());
  }
  void AddLast(const std::string& container, const std::string& what) {
    Add(container.rfind(what), what.size());
  }
  void Add(size_t begin, size_t size) {
    ASSERT_NE(begin, std::string::npos);
    ranges_.emplace_back(begin, begin + size);
  }
  bool Contains(size_t position) const {
    return std::any_of(ranges_.begin(), ranges_.end(),
                       [&](const auto& range) { return range.first <= position && position < range.second; });
  }

 private:
  std::vector<std::pair<size_t, size_t>> ranges_;
};

const std::string kSha256Oid = "\x60\x86\x48\x01\x65\x03\x04\x02\x01";

std::string IssuerOf(const std::string& certificate) {
  return std::string(openssl::AsStringView(x509::ReadOutline(openssl::AsBytes(certificate))->issuer));
}

// `flips`: the bits to change in each byte, one after another.
void MutateEveryByte(const Verifier& verifier, const std::string& container, const Unsigned& unsigned_places,
                     absl::Time at, const std::vector<uint8_t>& flips) {
  const VerificationResult original = Verify(verifier, container, {.at = at});
  ASSERT_EQ(original.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << original.report.DebugString();
  for (size_t i = 0; i < container.size(); ++i) {
    for (const uint8_t flip : flips) {
      std::string mutated = container;
      mutated[i] = static_cast<char>(static_cast<uint8_t>(mutated[i]) ^ flip);
      const VerificationResult result = Verify(verifier, mutated, {.at = at});
      if (result.report.indication() != oteu::v1::INDICATION_TOTAL_PASSED) continue;
      EXPECT_TRUE(unsigned_places.Contains(i)) << "byte " << i << " ^ " << int{flip};
      EXPECT_EQ(result.content, original.content) << "byte " << i << " ^ " << int{flip};
      ASSERT_EQ(result.report.signers_size(), original.report.signers_size());
      for (int s = 0; s < result.report.signers_size(); ++s) {
        EXPECT_EQ(result.report.signers(s).certificate_sha256(),
                  original.report.signers(s).certificate_sha256())
            << "byte " << i << " ^ " << int{flip};
      }
    }
  }
}

TEST(Mutation, EcdsaContainer) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const std::string cms = Sign("a short document", family.Get(kSchoolHead));
  Unsigned places;
  places.AddFirst(cms, kSha256Oid + std::string("\x05\x00", 2));
  places.AddLast(cms, IssuerOf(family.Get(kSchoolHead).certificate));
  MutateEveryByte(*MakeVerifier(MaterialOf(family)), cms, places, Now(), {0x01, 0x20, 0x80, 0xFF});
}

TEST(Mutation, RsaContainerWithTwoSigners) {
  const DemoFamily& family = Family(KeyKind::kRsa);
  const std::string cms =
      Sign("a short document", {family.Get(kSchoolHead).AsSigner(), family.Get(kPmpcHead).AsSigner()});
  Unsigned places;
  places.AddFirst(cms, kSha256Oid + std::string("\x05\x00", 2));
  MutateEveryByte(*MakeVerifier(MaterialOf(family)), cms, places, Now(), {0x01, 0x80});
}

TEST(Mutation, ContainerWithoutAttributes) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  CmsOptions options;
  options.defects.omit_signed_attributes = true;
  const std::string cms = Sign("a short document", {family.Get(kSchoolHead).AsSigner()}, options);
  Unsigned places;
  places.AddFirst(cms, kSha256Oid + std::string("\x05\x00", 2));
  MutateEveryByte(*MakeVerifier(MaterialOf(family)), cms, places, Now(), {0x01, 0x80});
}

TEST(Mutation, Base64Text) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const std::string der = Sign("a short document", family.Get(kSchoolHead));
  Unsigned places;
  places.Add(der.find(kSha256Oid) / 3 * 4, (kSha256Oid.size() + 3) / 3 * 4);
  places.Add(der.rfind(IssuerOf(family.Get(kSchoolHead).certificate)) / 3 * 4, 200);
  MutateEveryByte(*MakeVerifier(MaterialOf(family)), absl::Base64Escape(der), places, Now(), {0x01, 0x20});
}

// Real: GOST 34.10-2015 with a time stamp, which is an unsigned attribute.
TEST(Mutation, RealGostContainer) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto pki = [](const char* path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  };
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  const auto verifier = MakeVerifier(
      {.anchors = {pki("ca-test/nca_gost2022_test.cer")}, .intermediates = {}, .crls = {}}, policy);
  const std::string cms = pki("cms/individual_attached.der");
  Unsigned places;
  // Streebog-512 with NULL, in digestAlgorithms.
  places.AddFirst(cms, std::string("\x2a\x83\x0e\x03\x0a\x01\x03\x03\x05\x00", 10));
  constexpr size_t kUnsignedAttributes = 1719;  // to the end
  places.Add(kUnsignedAttributes, cms.size() - kUnsignedAttributes);
  MutateEveryByte(*verifier, cms, places, absl::FromUnixSeconds(1787184000), {0x01});
}

// A policy that relies on the token: the signer's certificate has expired. Whatever byte is changed, the
// answer is no longer "passed", or nothing that counts has changed: content, signer, authority and time.
void MutateStamped(const Verifier& verifier, const std::string& container, size_t begin, absl::Time at,
                   const std::vector<uint8_t>& flips) {
  const VerificationResult original = Verify(verifier, container, {.at = at});
  ASSERT_EQ(original.report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << original.report.DebugString();
  const auto& signer = original.report.signers(0);
  size_t passed = 0;
  for (size_t i = begin; i < container.size(); ++i) {
    for (const uint8_t flip : flips) {
      std::string mutated = container;
      mutated[i] = static_cast<char>(static_cast<uint8_t>(mutated[i]) ^ flip);
      const VerificationResult result = Verify(verifier, mutated, {.at = at});
      if (result.report.indication() != oteu::v1::INDICATION_TOTAL_PASSED) continue;
      ++passed;
      ASSERT_EQ(result.report.signers_size(), 1);
      const auto& changed = result.report.signers(0);
      EXPECT_EQ(result.content, original.content) << "byte " << i << " ^ " << int{flip};
      EXPECT_EQ(changed.certificate_sha256(), signer.certificate_sha256())
          << "byte " << i << " ^ " << int{flip};
      EXPECT_EQ(changed.best_signature_time().seconds(), signer.best_signature_time().seconds())
          << "byte " << i << " ^ " << int{flip};
      EXPECT_EQ(changed.timestamps(0).tsa_certificate_sha256(), signer.timestamps(0).tsa_certificate_sha256())
          << "byte " << i << " ^ " << int{flip};
    }
  }
  // Few places carry no meaning: the parameters of digest algorithms, a version.
  EXPECT_LT(passed, 64u * flips.size());
}

TEST(Mutation, StampedContainerReliesOnItsToken) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const absl::Time at = Now() + absl::Hours(400 * 24);
  TrustMaterial material = StampingMaterialOf(family);
  const CrlSpec lists = {.this_update = at - absl::Hours(1), .next_update = at + absl::Hours(1), .number = 2};
  material.crls.push_back(CrlOf(family.issuing_ca, lists));
  material.crls.push_back(CrlOf(family.root, lists));
  const std::string cms = Sign(
      "a short document", {family.Get(kSchoolHead).AsSigner()},
      {.signing_time = Now(), .timestamps = StampWith(family.Get(kTsa).AsSigner(), {.gen_time = Now()})});
  MutateStamped(*MakeVerifier(material), cms, 0, at, {0x01, 0x80});
}

TEST(Mutation, RealTokenOfTheProductionAuthority) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto pki = [](const char* path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  };
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  policy.mutable_levels()->set_tsa_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  const auto verifier = MakeVerifier({.anchors = {pki("ca-test/nca_gost2022_test.cer")},
                                      .crls = {pki("crl/nca_gost2022_test_ncago.crl")},
                                      .tsa_anchors = {pki("ca-production/nca_gost_2022.pem")}},
                                     policy);
  constexpr size_t kUnsignedAttributes = 1719;                        // to the end
  const absl::Time after_expiry = absl::FromUnixSeconds(1819756800);  // 2027-09-01
  MutateStamped(*verifier, pki("cms/individual_attached.der"), kUnsignedAttributes, after_expiry, {0x01});
}

TEST(Mutation, EveryPrefixFails) {
  const DemoFamily& family = Family(KeyKind::kEcP256);
  const auto verifier = MakeVerifier(MaterialOf(family));
  const std::string cms = Sign("a short document", family.Get(kSchoolHead));
  for (size_t size = 0; size < cms.size(); ++size) {
    EXPECT_NE(Verify(*verifier, cms.substr(0, size)).report.indication(), oteu::v1::INDICATION_TOTAL_PASSED)
        << size;
  }
}

}  // namespace
}  // namespace oteu::verification
