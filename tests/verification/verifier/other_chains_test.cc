// Lists signed with a key of their own (RFC 5280 6.3.3 (f)), and chains tried one after the other when a CA
// was revoked and certified anew: through the whole verifier, cache included.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/demo_pki/oids.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "tests/verification/x509/made_certificates.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;
using x509::testing::Key;
using x509::testing::Made;
using x509::testing::MakeDer;
using x509::testing::Name;

constexpr absl::Duration kHour = absl::Hours(1);
constexpr size_t kRootKey = 0, kCaKey = 1, kListKey = 2, kOtherRootKey = 3;

Made Ca(const std::string& name, size_t key, uint64_t serial, const std::vector<int>& usage) {
  return {
      .subject = name,
      .issuer = "root",
      .key = key,
      .issuer_key = kRootKey,
      .extensions = {x509::testing::BasicConstraintsExtension(true), x509::testing::KeyUsageExtension(usage)},
      .serial = serial};
}

Made Root(const std::string& name, size_t key) {
  Made root = Ca(name, key, 1, {kKeyCertSign, kCrlSign});
  root.issuer = name;
  root.issuer_key = key;
  return root;
}

std::string List(const std::string& issuer, size_t key, std::vector<RevokedEntry> revoked = {}) {
  return *IssueCrl(
      {.this_update = Now() - kHour, .next_update = Now() + kHour, .revoked = std::move(revoked)},
      {Name(issuer), &Key(key)});
}

RevokedEntry Revoked(uint8_t serial) {
  return {std::string(1, static_cast<char>(serial)), Now() - 2 * kHour, RevocationReason::kSuperseded};
}

class OtherChains : public ::testing::Test {
 protected:
  static constexpr uint8_t kCa = 11, kReissued = 12, kList = 13;

  std::string root_ = MakeDer(Root("root", kRootKey));
  std::string other_root_ = MakeDer(Root("other root", kOtherRootKey));
  SigningKey key_ = *SigningKey::Generate(KeyKind::kEcP256);
  std::string signer_ = MakeSigner();

  std::string MakeSigner() {
    CertificateSpec spec{.subject = {.common_name = "HEAD"},
                         .key = &key_,
                         .not_before = Now() - kHour,
                         .not_after = Now() + kHour,
                         .key_usage = {kDigitalSignature, kNonRepudiation},
                         .extended_key_usage = {kEmailProtectionOid, kLegalEntityOid, kFirstHeadOid},
                         .policies = {kSigningPolicyOid}};
    return *IssueCertificate(spec, {Name("ca"), &Key(kCaKey)});
  }
  std::string Document(const std::vector<std::string>& beside = {}) const {
    return Sign("document", {{signer_, &key_}}, {.signing_time = Now(), .more_certificates = beside});
  }
};

// ---- Lists with a key of their own ----

class SeparateListKey : public OtherChains {
 protected:
  std::string ca_ = MakeDer(Ca("ca", kCaKey, kCa, {kKeyCertSign}));
  std::string lists_ = MakeDer(Ca("ca", kListKey, kList, {kCrlSign}));

  TrustMaterial Material(const std::vector<std::string>& signers, std::vector<RevokedEntry> revoked = {},
                         std::vector<RevokedEntry> by_root = {}) const {
    TrustMaterial material{
        .anchors = {root_},
        .intermediates = {ca_},
        .crls = {List("root", kRootKey, std::move(by_root)), List("ca", kListKey, std::move(revoked))}};
    for (const std::string& signer : signers) material.intermediates.push_back(signer);
    return material;
  }
  oteu::v1::ValidationReport ReportWith(const TrustMaterial& material) const {
    return Verify(*MakeVerifier(material), Document()).report;
  }
  void ExpectUnusable(const TrustMaterial& material) const {
    const auto report = ReportWith(material);
    EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
    EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_INVALID"));
  }
};

TEST_F(SeparateListKey, OfAConfiguredCertificateCounts) {
  EXPECT_PASSED(ReportWith(Material({lists_})));
  const auto revoked = ReportWith(Material({lists_}, {{SerialOf(key_), Now() - 2 * kHour}}));
  EXPECT_VERDICT(revoked, INDETERMINATE, REVOKED_NO_POE);
}

TEST_F(SeparateListKey, OfNobodyKnownDoesNot) {
  const auto report = ReportWith(Material({}));
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_MISSING"));
}

// Beside the signature, whatever was cached for the signer before.
TEST_F(SeparateListKey, InsideTheContainerCounts) {
  const auto verifier = MakeVerifier(Material({}));
  for (int round = 0; round < 2; ++round) {
    EXPECT_VERDICT(Verify(*verifier, Document()).report, INDETERMINATE, TRY_LATER);
    EXPECT_PASSED(Verify(*verifier, Document({lists_})).report);
  }
  const auto revoking = MakeVerifier(Material({}, {{SerialOf(key_), Now() - 2 * kHour}}));
  EXPECT_VERDICT(Verify(*revoking, Document({lists_})).report, INDETERMINATE, REVOKED_NO_POE);
}

TEST_F(SeparateListKey, MustSayThatItMaySignLists) {
  ExpectUnusable(Material({MakeDer(Ca("ca", kListKey, kList, {kDigitalSignature}))}));
  Made silent = Ca("ca", kListKey, kList, {});
  silent.extensions.pop_back();
  ExpectUnusable(Material({MakeDer(silent)}));
}

TEST_F(SeparateListKey, MustHaveAPathToTheSameAnchor) {
  Made foreign = Ca("ca", kListKey, kList, {kCrlSign});
  foreign.issuer = "other root";
  foreign.issuer_key = kOtherRootKey;
  TrustMaterial material = Material({MakeDer(foreign)});
  material.anchors.push_back(other_root_);
  material.crls.push_back(List("other root", kOtherRootKey));
  ExpectUnusable(material);
  Made expired = Ca("ca", kListKey, kList, {kCrlSign});
  expired.not_after = Now() - kHour;
  ExpectUnusable(Material({MakeDer(expired)}));
}

TEST_F(SeparateListKey, MustNotBeRevokedItself) { ExpectUnusable(Material({lists_}, {}, {Revoked(kList)})); }

// Where nothing is known of it: by the policy's rule for authorities.
TEST_F(SeparateListKey, WithoutEvidenceAboutItself) {
  TrustMaterial material = Material({lists_});
  material.crls.erase(material.crls.begin());
  EXPECT_VERDICT(ReportWith(material), INDETERMINATE, TRY_LATER);
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  EXPECT_PASSED(Verify(*MakeVerifier(material, policy), Document()).report);
}

// ---- Another chain where a CA was revoked ----

class ReissuedCa : public OtherChains {
 protected:
  // Two certificates for the one key of the CA, the older or the newer of which is looked at first.
  static Made CaOf(uint8_t serial, absl::Duration age) {
    Made ca = Ca("ca", kCaKey, serial, {kKeyCertSign, kCrlSign});
    ca.not_before = Now() - age;
    return ca;
  }
  TrustMaterial Material(const std::vector<Made>& cas, std::vector<RevokedEntry> by_root) const {
    TrustMaterial material{.anchors = {root_},
                           .intermediates = {},
                           .crls = {List("root", kRootKey, std::move(by_root)), List("ca", kCaKey)}};
    for (const Made& ca : cas) material.intermediates.push_back(MakeDer(ca));
    return material;
  }
};

TEST_F(ReissuedCa, TheChainThatIsNotRevokedIsFound) {
  for (const bool revoked_first : {false, true}) {
    const Made revoked = CaOf(kCa, revoked_first ? kHour : 2 * kHour);
    const Made good = CaOf(kReissued, revoked_first ? 2 * kHour : kHour);
    const auto report = Verify(*MakeVerifier(Material({revoked, good}, {Revoked(kCa)})), Document()).report;
    EXPECT_PASSED(report);
    EXPECT_EQ(report.signers(0).chain(1).not_before().seconds(), absl::ToUnixSeconds(good.not_before));
  }
}

TEST_F(ReissuedCa, WithoutAGoodChainTheRevocationIsTold) {
  for (const std::vector<Made>& cas :
       {std::vector{CaOf(kCa, kHour)}, std::vector{CaOf(kCa, kHour), CaOf(kReissued, 2 * kHour)}}) {
    const auto report =
        Verify(*MakeVerifier(Material(cas, {Revoked(kCa), Revoked(kReissued)})), Document()).report;
    EXPECT_VERDICT(report, INDETERMINATE, REVOKED_CA_NO_POE);
    EXPECT_THAT(Codes(report), ElementsAre("CA_REVOKED"));
  }
}

TEST_F(ReissuedCa, AnExpiredOneIsNoAlternative) {
  Made expired = CaOf(kReissued, 9 * kHour);
  expired.not_after = Now() - kHour;
  const auto report =
      Verify(*MakeVerifier(Material({CaOf(kCa, kHour), expired}, {Revoked(kCa)})), Document()).report;
  EXPECT_THAT(Codes(report), ElementsAre("CA_REVOKED"));
}

TEST_F(ReissuedCa, InsideTheContainerItCounts) {
  const auto verifier = MakeVerifier(Material({CaOf(kCa, kHour)}, {Revoked(kCa)}));
  for (int round = 0; round < 2; ++round) {
    EXPECT_VERDICT(Verify(*verifier, Document()).report, INDETERMINATE, REVOKED_CA_NO_POE);
    EXPECT_PASSED(Verify(*verifier, Document({MakeDer(CaOf(kReissued, 2 * kHour))})).report);
  }
}

class CrossCertifiedCa : public ReissuedCa {
 protected:
  TrustMaterial Material() const {
    Made crossed = CaOf(kReissued, 2 * kHour);
    crossed.issuer = "other root";
    crossed.issuer_key = kOtherRootKey;
    TrustMaterial material = ReissuedCa::Material({CaOf(kCa, kHour), crossed}, {Revoked(kCa)});
    material.anchors.push_back(other_root_);
    return material;
  }
};

TEST_F(CrossCertifiedCa, TheOtherAnchorIsTried) {
  TrustMaterial material = Material();
  material.crls.push_back(List("other root", kOtherRootKey));
  EXPECT_PASSED(Verify(*MakeVerifier(material), Document()).report);
}

// What may turn out good is not called revoked for want of a list.
TEST_F(CrossCertifiedCa, AnAlternativeWithoutEvidenceIsTryLater) {
  const auto report = Verify(*MakeVerifier(Material()), Document()).report;
  EXPECT_VERDICT(report, INDETERMINATE, TRY_LATER);
  EXPECT_THAT(Codes(report), ElementsAre("REVOCATION_DATA_MISSING"));
}

// More than a search may try: bounded, and no pass.
TEST_F(ReissuedCa, ManyRevokedOnesEndAtTheBound) {
  std::vector<Made> cas;
  std::vector<RevokedEntry> revoked;
  for (uint8_t serial = 1; serial < 120; ++serial) {
    cas.push_back(CaOf(serial, serial * kHour));
    revoked.push_back(Revoked(serial));
  }
  const auto report = Verify(*MakeVerifier(Material(cas, revoked)), Document()).report;
  EXPECT_THAT(Codes(report), ElementsAre("CA_REVOKED", "LIMIT_EXCEEDED"));
}

}  // namespace
}  // namespace oteu::verification
