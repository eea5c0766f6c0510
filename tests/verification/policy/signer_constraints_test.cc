#include "verification/policy/signer_constraints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verification/policy/policy.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace)

constexpr char kBin[] = "123456789021";
constexpr char kIin[] = "123456789011";

ValidationReport Passed(SignerRole role, const std::string& bin = kBin, const std::string& iin = kIin) {
  ValidationReport report;
  report.set_indication(INDICATION_TOTAL_PASSED);
  SignerReport* signer = report.add_signers();
  signer->set_indication(INDICATION_TOTAL_PASSED);
  signer->set_role(role);
  signer->set_bin(bin);
  signer->set_iin(iin);
  return report;
}

SignerConstraints School() {
  SignerConstraints constraints = ConstraintsOf(FindProfile(DefaultPolicy(), "SCHOOL_CERTIFICATE"));
  constraints.required_bin = kBin;
  return constraints;
}

std::vector<VerificationCode> CodesOf(const SignerReport& signer) {
  std::vector<VerificationCode> codes;
  for (const VerificationFinding& finding : signer.findings()) codes.push_back(finding.code());
  return codes;
}

TEST(SignerConstraints, TheHeadOfThatSchoolMaySign) {
  ValidationReport report = Passed(SIGNER_ROLE_FIRST_HEAD);
  ApplySignerConstraints(School(), report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_PASSED);
  EXPECT_TRUE(report.signers(0).findings().empty());
}

TEST(SignerConstraints, TheHeadOfAnotherSchoolMayNot) {
  ValidationReport report = Passed(SIGNER_ROLE_FIRST_HEAD, "999999999999");
  ApplySignerConstraints(School(), report);
  EXPECT_EQ(report.indication(), INDICATION_INDETERMINATE);
  EXPECT_EQ(report.sub_indication(), SUB_INDICATION_SIG_CONSTRAINTS_FAILURE);
  EXPECT_THAT(CodesOf(report.signers(0)), testing::ElementsAre(VERIFICATION_CODE_BIN_MISMATCH));
  EXPECT_EQ(report.signers(0).findings(0).object(), "signers[0]");
  // Identifiers are personal or business data: not in findings.
  EXPECT_EQ(report.signers(0).findings(0).DebugString().find(kBin), std::string::npos);
}

TEST(SignerConstraints, NoBinIsAnotherBin) {
  ValidationReport report = Passed(SIGNER_ROLE_FIRST_HEAD, "");
  ApplySignerConstraints(School(), report);
  EXPECT_THAT(CodesOf(report.signers(0)), testing::ElementsAre(VERIFICATION_CODE_BIN_MISMATCH));
}

TEST(SignerConstraints, AnEmployeeNeedsADelegation) {
  ValidationReport without = Passed(SIGNER_ROLE_EMPLOYEE);
  ApplySignerConstraints(School(), without);
  EXPECT_EQ(without.indication(), INDICATION_INDETERMINATE);
  EXPECT_THAT(CodesOf(without.signers(0)), testing::ElementsAre(VERIFICATION_CODE_ROLE_NOT_ACCEPTED));

  SignerConstraints constraints = School();
  constraints.delegated_signer_iins = {"000000000000", kIin};
  ValidationReport with = Passed(SIGNER_ROLE_EMPLOYEE);
  ApplySignerConstraints(constraints, with);
  EXPECT_EQ(with.indication(), INDICATION_TOTAL_PASSED);
}

TEST(SignerConstraints, ADelegationHelpsOnlyItsPersonAndOnlyInItsOrganisation) {
  SignerConstraints constraints = School();
  constraints.delegated_signer_iins = {"000000000000"};
  ValidationReport other_person = Passed(SIGNER_ROLE_EMPLOYEE);
  ApplySignerConstraints(constraints, other_person);
  EXPECT_EQ(other_person.indication(), INDICATION_INDETERMINATE);

  constraints.delegated_signer_iins = {kIin};
  ValidationReport other_school = Passed(SIGNER_ROLE_EMPLOYEE, "999999999999");
  ApplySignerConstraints(constraints, other_school);
  EXPECT_THAT(CodesOf(other_school.signers(0)), testing::ElementsAre(VERIFICATION_CODE_BIN_MISMATCH));
}

TEST(SignerConstraints, ADelegationMakesNoSignerOfAnIndividualOrASystem) {
  SignerConstraints constraints = School();
  constraints.accepted_roles = {SIGNER_ROLE_FIRST_HEAD};
  constraints.delegated_signer_iins = {kIin, ""};
  for (const SignerRole role :
       {SIGNER_ROLE_INDIVIDUAL, SIGNER_ROLE_UNSPECIFIED, SIGNER_ROLE_INFORMATION_SYSTEM}) {
    ValidationReport report = Passed(role);
    ApplySignerConstraints(constraints, report);
    EXPECT_EQ(report.indication(), INDICATION_INDETERMINATE) << SignerRole_Name(role);
  }
  ValidationReport no_iin = Passed(SIGNER_ROLE_EMPLOYEE, kBin, "");
  ApplySignerConstraints(constraints, no_iin);
  EXPECT_EQ(no_iin.indication(), INDICATION_INDETERMINATE);
}

TEST(SignerConstraints, TheInformationSystemOfTheSchoolMaySign) {
  ValidationReport report = Passed(SIGNER_ROLE_INFORMATION_SYSTEM, kBin, "");
  ApplySignerConstraints(School(), report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_PASSED);
}

TEST(SignerConstraints, TheApplicantIsThePersonOfTheApplication) {
  SignerConstraints constraints;
  constraints.accepted_roles = {SIGNER_ROLE_INDIVIDUAL};
  constraints.required_iin = kIin;
  ValidationReport same = Passed(SIGNER_ROLE_INDIVIDUAL, "");
  ApplySignerConstraints(constraints, same);
  EXPECT_EQ(same.indication(), INDICATION_TOTAL_PASSED);
  ValidationReport other = Passed(SIGNER_ROLE_INDIVIDUAL, "", "111111111111");
  ApplySignerConstraints(constraints, other);
  EXPECT_THAT(CodesOf(other.signers(0)), testing::ElementsAre(VERIFICATION_CODE_IIN_MISMATCH));
}

TEST(SignerConstraints, OneSignerWithoutTheRightSpoilsTheDocument) {
  ValidationReport report = Passed(SIGNER_ROLE_FIRST_HEAD);
  *report.add_signers() = Passed(SIGNER_ROLE_EMPLOYEE).signers(0);
  ApplySignerConstraints(School(), report);
  EXPECT_EQ(report.signers(0).indication(), INDICATION_TOTAL_PASSED);
  EXPECT_EQ(report.signers(1).indication(), INDICATION_INDETERMINATE);
  EXPECT_EQ(report.indication(), INDICATION_INDETERMINATE);
  EXPECT_EQ(report.signers(1).findings(0).object(), "signers[1]");
}

TEST(SignerConstraints, NeverRaiseAVerdict) {
  for (const Indication indication :
       {INDICATION_TOTAL_FAILED, INDICATION_INDETERMINATE, INDICATION_UNSPECIFIED}) {
    ValidationReport report = Passed(SIGNER_ROLE_FIRST_HEAD);
    report.set_indication(indication);
    ApplySignerConstraints(School(), report);
    EXPECT_EQ(report.indication(), indication);
  }
}

TEST(SignerConstraints, NoSignerSatisfiesNothing) {
  ValidationReport report;
  report.set_indication(INDICATION_TOTAL_PASSED);
  ApplySignerConstraints({}, report);
  EXPECT_NE(report.indication(), INDICATION_TOTAL_PASSED);
}

TEST(SignerConstraints, EmptyConstraintsAskNothing) {
  ValidationReport report = Passed(SIGNER_ROLE_UNSPECIFIED, "", "");
  ApplySignerConstraints({}, report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_PASSED);
}

}  // namespace
}  // namespace oteu::verification
