// What a Verifier rests on: refused when it is unsound, named by a digest, and enough to build an equal one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/report/verdict.h"

namespace oteu::verification {
namespace {

using ::testing::HasSubstr;
using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

TEST(Snapshot, RebuildsAnEqualVerifier) {
  const auto verifier = MakeVerifier(MaterialOf(Family()));
  auto rebuilt = Verifier::FromSnapshot(verifier->trust_snapshot());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.status();
  EXPECT_EQ((*rebuilt)->trust_snapshot_sha256(), verifier->trust_snapshot_sha256());
  EXPECT_EQ((*rebuilt)->trust_snapshot(), verifier->trust_snapshot());
  for (const Identity& identity : Family().identities) {
    const std::string cms = Sign("document", identity);
    EXPECT_EQ(SerializeReport(Verify(**rebuilt, cms).report), SerializeReport(Verify(*verifier, cms).report));
  }
}

TEST(Snapshot, DigestDoesNotDependOnOrderFormOrRepetition) {
  const DemoFamily& family = Family();
  const TrustMaterial plain = MaterialOf(family);
  TrustMaterial other = plain;
  std::reverse(other.crls.begin(), other.crls.end());
  other.anchors.push_back(other.anchors[0]);
  other.intermediates[0] = "-----BEGIN CERTIFICATE-----\n" + absl::Base64Escape(other.intermediates[0]) +
                           "\n-----END CERTIFICATE-----\n";
  EXPECT_EQ(MakeVerifier(plain)->trust_snapshot_sha256(), MakeVerifier(other)->trust_snapshot_sha256());
}

TEST(Snapshot, DigestDependsOnEveryInput) {
  const TrustMaterial plain = MaterialOf(Family());
  const std::string digest = MakeVerifier(plain)->trust_snapshot_sha256();
  EXPECT_EQ(digest.size(), 64u);
  TrustMaterial changed = plain;
  changed.crls.pop_back();
  EXPECT_NE(MakeVerifier(changed)->trust_snapshot_sha256(), digest);
  changed = plain;
  std::swap(changed.anchors, changed.intermediates);
  EXPECT_NE(MakeVerifier(changed)->trust_snapshot_sha256(), digest);
  v1::Policy policy = DefaultPolicy();
  policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  EXPECT_NE(MakeVerifier(plain, policy)->trust_snapshot_sha256(), digest);
}

TEST(Snapshot, DamagedSnapshotIsRefused) {
  EXPECT_TRUE(absl::IsInvalidArgument(Verifier::FromSnapshot("\xff\xff\xff").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Verifier::FromSnapshot("").status())) << "no policy";
}

absl::Status CreateError(const TrustMaterial& material) {
  const auto verifier = Verifier::Create(material, DefaultPolicy());
  EXPECT_TRUE(absl::IsInvalidArgument(verifier.status())) << verifier.status();
  return verifier.status();
}

TEST(Create, NamesWhatDoesNotParse) {
  TrustMaterial material = MaterialOf(Family());
  material.anchors.emplace_back("nonsense");
  EXPECT_THAT(CreateError(material).message(), HasSubstr("anchors[1]"));
  material = MaterialOf(Family());
  material.intermediates.push_back(Family().root_crl);
  EXPECT_THAT(CreateError(material).message(), HasSubstr("intermediates[1]"));
  material = MaterialOf(Family());
  material.crls.push_back(Family().root.certificate);
  EXPECT_THAT(CreateError(material).message(), HasSubstr("crls[2]"));
  material = MaterialOf(Family());
  material.anchors[0] += '\0';
  EXPECT_THAT(CreateError(material).message(), HasSubstr("anchors[0]"));
}

TEST(Create, RefusesAnUnsoundPolicy) {
  v1::Policy policy = DefaultPolicy();
  policy.clear_version();
  EXPECT_TRUE(absl::IsInvalidArgument(Verifier::Create(MaterialOf(Family()), policy).status()));
}

TEST(Create, WorksWithoutAnyTrustAndTrustsNobody) {
  const auto verifier = MakeVerifier({});
  EXPECT_VERDICT(Verify(*verifier, Sign("document", Family().Get(kSchoolHead))).report, INDETERMINATE,
                 NO_CERTIFICATE_CHAIN_FOUND);
}

TEST(Create, ReadsSeveralPemBlocksFromOneFile) {
  const DemoFamily& family = Family();
  const auto pem = [](const char* label, const std::string& der) {
    return absl::StrCat("-----BEGIN ", label, "-----\n", absl::Base64Escape(der), "\n-----END ", label,
                        "-----\n");
  };
  TrustMaterial material;
  material.anchors = {pem("CERTIFICATE", family.root.certificate)};
  material.intermediates = {"a comment\n" + pem("CERTIFICATE", family.root.certificate) +
                            pem("CERTIFICATE", family.issuing_ca.certificate)};
  material.crls = {pem("X509 CRL", family.root_crl) + pem("X509 CRL", family.issuing_crl)};
  EXPECT_PASSED(Verify(*MakeVerifier(material), Sign("document", family.Get(kSchoolHead))).report);
}

}  // namespace
}  // namespace oteu::verification
