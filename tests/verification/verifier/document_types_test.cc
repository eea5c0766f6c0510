// One policy, several types of documents: levels, authorities, information systems and delegations of a
// profile hold for its types alone, whatever was verified before (verdicts about certificates are cached).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/demo_pki/xml_sign.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)
using ::testing::ElementsAre;

v1::DocumentProfile* SchoolProfile(v1::Policy* policy) {
  for (v1::DocumentProfile& profile : *policy->mutable_profiles()) {
    if (!profile.document_types().empty() && profile.document_types(0) == "SCHOOL_CERTIFICATE")
      return &profile;
  }
  return nullptr;
}

class DocumentTypes : public ::testing::Test {
 protected:
  v1::Policy policy_ = DefaultPolicy();
  v1::DocumentProfile* school_ = SchoolProfile(&policy_);

  std::vector<std::string> CodesFor(const Verifier& verifier, const char* identity, const char* type) {
    return Codes(
        Verify(verifier, testing::Sign("x", Family().Get(identity)), {.document_type = type}).report);
  }
};

TEST_F(DocumentTypes, LevelsHoldForTheirTypeAloneInAnyOrder) {
  school_->mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_WARN);
  school_->mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  TrustMaterial material = MaterialOf(Family());
  material.crls.clear();
  const auto verifier = MakeVerifier(material, policy_);
  for (int round = 0; round < 2; ++round) {
    EXPECT_THAT(CodesFor(*verifier, kSchoolHead, "SCHOOL_CERTIFICATE"), ElementsAre());
    EXPECT_THAT(CodesFor(*verifier, kSchoolHead, "PMPC_CONCLUSION"),
                ElementsAre("REVOCATION_DATA_MISSING", "REVOCATION_DATA_MISSING"));
    EXPECT_THAT(CodesFor(*verifier, kSchoolHead, ""),
                ElementsAre("REVOCATION_DATA_MISSING", "REVOCATION_DATA_MISSING"));
  }
}

// A type that ignores what others require must not teach the cache to ignore it.
TEST_F(DocumentTypes, IgnoredForOneTypeIsLookedUpForTheOthers) {
  school_->mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_IGNORE);
  const auto verifier = MakeVerifier(MaterialOf(Family()), policy_);
  EXPECT_THAT(CodesFor(*verifier, kSchoolHeadRevoked, "SCHOOL_CERTIFICATE"), ElementsAre());
  EXPECT_THAT(CodesFor(*verifier, kSchoolHeadRevoked, "PMPC_CONCLUSION"), ElementsAre("CERTIFICATE_REVOKED"));
}

TEST_F(DocumentTypes, AuthoritiesOfAType) {
  const auto ca = openssl::ToHex(openssl::Sha256(openssl::AsBytes(Family().issuing_ca.certificate)));
  school_->add_accepted_issuers(std::string(64, 'a'));
  auto verifier = MakeVerifier(MaterialOf(Family()), policy_);
  EXPECT_THAT(CodesFor(*verifier, kSchoolHead, "SCHOOL_CERTIFICATE"), ElementsAre("ISSUER_NOT_ACCEPTED"));
  EXPECT_THAT(CodesFor(*verifier, kSchoolHead, "PMPC_CONCLUSION"), ElementsAre());
  school_->set_accepted_issuers(0, ca);
  verifier = MakeVerifier(MaterialOf(Family()), policy_);
  EXPECT_THAT(CodesFor(*verifier, kSchoolHead, "SCHOOL_CERTIFICATE"), ElementsAre());
}

TEST_F(DocumentTypes, InformationSystemsByBin) {
  school_->add_information_system_bins("111111111111");
  auto verifier = MakeVerifier(MaterialOf(Family()), policy_);
  EXPECT_THAT(CodesFor(*verifier, kSchoolSystem, "SCHOOL_CERTIFICATE"), ElementsAre("ROLE_NOT_ACCEPTED"));
  EXPECT_THAT(CodesFor(*verifier, kSchoolHead, "SCHOOL_CERTIFICATE"), ElementsAre());
  school_->set_information_system_bins(0, SchoolBin());
  verifier = MakeVerifier(MaterialOf(Family()), policy_);
  EXPECT_THAT(CodesFor(*verifier, kSchoolSystem, "SCHOOL_CERTIFICATE"), ElementsAre());
}

TEST_F(DocumentTypes, DelegationByOrder) {
  v1::Delegation* delegation = school_->add_delegations();
  delegation->set_bin(SchoolBin());
  delegation->add_roles(oteu::v1::SIGNER_ROLE_EMPLOYEE);
  delegation->mutable_from()->set_year(2026);
  delegation->mutable_from()->set_month(9);
  delegation->mutable_from()->set_day(1);
  delegation->set_basis("order No. 12");
  const auto verifier = MakeVerifier(MaterialOf(Family()), policy_);
  const std::string cms = testing::Sign("x", Family().Get(kSchoolEmployee));
  const auto report = Verify(*verifier, cms, {.document_type = "SCHOOL_CERTIFICATE"}).report;
  EXPECT_PASSED(report);
  EXPECT_EQ(report.signers(0).delegation_basis(), "order No. 12");
  EXPECT_THAT(Codes(report, oteu::v1::CHECK_LEVEL_WARN), ElementsAre("DEMO_CERTIFICATE"));
  // Before the order, and for another type, the decision has to look the delegation up.
  const auto before = Verify(*verifier, cms,
                             {.document_type = "SCHOOL_CERTIFICATE",
                              .at = absl::FromCivil(absl::CivilDay(2026, 8, 31), absl::UTCTimeZone())})
                          .report;
  EXPECT_EQ(before.signers(0).delegation_basis(), "");
  EXPECT_THAT(Codes(before, oteu::v1::CHECK_LEVEL_WARN), ::testing::Contains("DELEGATION_REQUIRED"));
  const auto other = Verify(*verifier, cms, {.document_type = "PMPC_CONCLUSION"}).report;
  EXPECT_EQ(other.signers(0).delegation_basis(), "");
}

TEST_F(DocumentTypes, HoldForXmlToo) {
  school_->mutable_levels()->set_signer_revocation(oteu::v1::CHECK_LEVEL_WARN);
  school_->mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
  TrustMaterial material = MaterialOf(Family());
  material.crls.clear();
  const auto verifier = MakeVerifier(material, policy_);
  const auto document = SignXml("<a>1</a>", Family().Get(kSchoolHead).AsSigner(), {});
  ASSERT_TRUE(document.ok());
  EXPECT_PASSED(Verify(*verifier, *document, {.document_type = "SCHOOL_CERTIFICATE"}).report);
  EXPECT_VERDICT(Verify(*verifier, *document).report, INDETERMINATE, TRY_LATER);
}

// A Verifier made again from the snapshot has the same profiles.
TEST_F(DocumentTypes, AreInTheSnapshot) {
  school_->mutable_levels()->set_role(oteu::v1::CHECK_LEVEL_WARN);
  const auto verifier = MakeVerifier(MaterialOf(Family()), policy_);
  const auto again = Verifier::FromSnapshot(verifier->trust_snapshot());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->trust_snapshot_sha256(), verifier->trust_snapshot_sha256());
  EXPECT_THAT(CodesFor(**again, kPerson, "SCHOOL_CERTIFICATE"), ElementsAre("BIN_MISMATCH"));
}

}  // namespace
}  // namespace oteu::verification
