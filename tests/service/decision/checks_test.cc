// Cross-checks of documents, each alone, and what signatures come to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/decision/signature_findings.h"
#include "tests/service/decision/sample.h"

namespace oteu::decision {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void ExpectRefusedFor(const Sample& sample, v1::ReasonCode reason, const std::string& object) {
  const v1::Decision made = sample.Decide();
  EXPECT_THAT(Refusals(made), ElementsAre(reason)) << made.DebugString();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
  EXPECT_EQ(made.findings(0).object(), object);
  EXPECT_EQ(made.findings(0).ground(), v1::REFUSAL_GROUND_UNRELIABLE_DOCUMENTS);
}

v1::DecisionOutcome OutcomeOf(const Sample& sample) { return sample.Decide().outcome(); }

TEST(CheckDocumentConcernsChild, ADocumentOfAnotherChildIsUnreliable) {
  Sample sample = Granted();
  sample.school().set_child_iin(kFather);
  ExpectRefusedFor(sample, v1::REASON_CODE_DOCUMENT_CHILD_MISMATCH, "documents[0]");
  EXPECT_FALSE(sample.Decide().documents(0).accepted());
  EXPECT_TRUE(sample.Decide().documents(1).accepted());
}

TEST(CheckSignerEntitled, TheSignersBinIsThePayloads) {
  Sample sample = Granted();
  sample.signer(0).set_bin(kPmpc);
  ExpectRefusedFor(sample, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
}

TEST(CheckSignerEntitled, WhoHasTheRightToSignIsEntitled) {
  Sample sample = Granted();
  sample.signer(0).set_role(v1::SIGNER_ROLE_RIGHT_TO_SIGN);
  EXPECT_EQ(OutcomeOf(sample), v1::DECISION_OUTCOME_GRANTED);
}

TEST(CheckSignerEntitled, AnIndividualIsNot) {
  Sample sample = Granted();
  sample.signer(0).set_role(v1::SIGNER_ROLE_INDIVIDUAL);
  ExpectRefusedFor(sample, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
}

class EmployeeTest : public testing::Test {
 protected:
  void SetUp() override {
    sample_.signer(0).set_role(v1::SIGNER_ROLE_EMPLOYEE);
    delegation_ = sample_.institution(0).add_delegations();
    delegation_->set_iin(kHead);
    delegation_->add_document_types(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
    *delegation_->mutable_period() = Period(Date(2025, 8, 10), Date(2025, 8, 10));
  }
  Sample sample_ = Granted();
  v1::SignerDelegation* delegation_ = nullptr;
};

TEST_F(EmployeeTest, SignsWithADelegationOfThatDayTypeAndPerson) {
  EXPECT_EQ(OutcomeOf(sample_), v1::DECISION_OUTCOME_GRANTED);
}

TEST_F(EmployeeTest, DoesNotSignOnAnotherDay) {
  *delegation_->mutable_period() = Period(Date(2025, 8, 11), Date(2025, 12, 31));
  ExpectRefusedFor(sample_, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
}

TEST_F(EmployeeTest, DoesNotSignAnotherType) {
  delegation_->set_document_types(0, v1::DOCUMENT_TYPE_PMPC_CONCLUSION);
  ExpectRefusedFor(sample_, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
}

TEST_F(EmployeeTest, DoesNotSignForAnotherPerson) {
  delegation_->set_iin(kFather);
  ExpectRefusedFor(sample_, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
}

TEST_F(EmployeeTest, SignsByAnOrderInTheVerificationPolicy) {
  delegation_->set_iin(kFather);
  sample_.signer(0).set_delegation_basis("order No. 12");
  EXPECT_EQ(OutcomeOf(sample_), v1::DECISION_OUTCOME_GRANTED);
  sample_.signer(0).set_bin(kPmpc);  // another organisation's
  ExpectRefusedFor(sample_, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
}

TEST_F(EmployeeTest, IsNotKnownWhileTheRegisterIsSilent) {
  sample_.institution(0).Clear();
  sample_.institution(0).set_bin(kSchool);
  sample_.institution(0).set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  const v1::Decision made = sample_.Decide();
  EXPECT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_REGISTER_UNAVAILABLE));
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
}

TEST(CheckSignerEntitled, AnInformationSystemSignsWhereTheRegisterAllowsIt) {
  Sample sample = Granted();
  sample.signer(0).set_role(v1::SIGNER_ROLE_INFORMATION_SYSTEM);
  ExpectRefusedFor(sample, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[0]");
  sample.institution(0).set_information_system_may_sign(true);
  EXPECT_EQ(OutcomeOf(sample), v1::DECISION_OUTCOME_GRANTED);
}

TEST(CheckSignerEntitled, OneEntitledSignerAmongSeveralIsEnough) {
  Sample sample = Granted();
  auto* other = sample.readings[0].result.mutable_verification()->add_signers();
  other->set_role(v1::SIGNER_ROLE_EMPLOYEE);
  other->set_bin(kPmpc);
  EXPECT_EQ(OutcomeOf(sample), v1::DECISION_OUTCOME_GRANTED);
}

TEST(CheckApplicationSigner, AnAttachedApplicationIsTheApplicants) {
  Sample sample = Granted();
  sample.readings.push_back(PassedDocument(v1::DOCUMENT_TYPE_APPLICATION, kMother));
  EXPECT_EQ(OutcomeOf(sample), v1::DECISION_OUTCOME_GRANTED);
  sample.signer(2).set_iin(kFather);
  ExpectRefusedFor(sample, v1::REASON_CODE_SIGNER_NOT_ENTITLED, "documents[2]");
}

TEST(CheckInstitutionRecognised, AnUnknownInstitutionIsNot) {
  Sample sample = Granted();
  sample.institution(0).set_status(v1::REGISTER_STATUS_NOT_FOUND);
  ExpectRefusedFor(sample, v1::REASON_CODE_INSTITUTION_NOT_RECOGNISED, "documents[0]");
}

TEST(CheckInstitutionRecognised, OneOfAnotherKindIsNot) {
  Sample sample = Granted();
  sample.institution(0).set_kinds(0, v1::INSTITUTION_KIND_PMPC);
  ExpectRefusedFor(sample, v1::REASON_CODE_INSTITUTION_NOT_RECOGNISED, "documents[0]");
}

TEST(CheckInstitutionRecognised, ASchoolOfAnotherDistrictIsNot) {
  Sample sample = Granted();
  sample.institution(0).set_district_katos(0, "433200000");
  ExpectRefusedFor(sample, v1::REASON_CODE_INSTITUTION_NOT_RECOGNISED, "documents[0]");
}

TEST(CheckDocumentDates, ADocumentOfTomorrowIsUnreliable) {
  Sample sample = Granted();
  *sample.school().mutable_issued_on() = Date(2025, 8, 11);
  ExpectRefusedFor(sample, v1::REASON_CODE_DOCUMENT_DATES_INVALID, "documents[0]");
  *sample.school().mutable_issued_on() = Date(2025, 8, 10);
  EXPECT_EQ(OutcomeOf(sample), v1::DECISION_OUTCOME_GRANTED);
}

TEST(CheckContradictsRegister, CertifiedBeforeBirth) {
  Sample sample = Granted();
  *sample.pmpc().mutable_term_from() = Date(2015, 3, 4);
  ExpectRefusedFor(sample, v1::REASON_CODE_DOCUMENT_CONTRADICTS_REGISTER, "documents[1]");
}

TEST(CheckDocumentsContradict, TwoSchoolsForTheSameDays) {
  Sample sample = Granted();
  sample.readings.push_back(sample.readings[0]);
  sample.readings[2].result.mutable_school_certificate()->set_school_bin("050940000003");
  sample.signer(2).set_bin("050940000003");
  *sample.inputs.add_institutions() = sample.institution(0);
  sample.institution(2).set_bin("050940000003");
  ExpectRefusedFor(sample, v1::REASON_CODE_DOCUMENTS_CONTRADICT, "documents[0]");
}

TEST(CheckDocumentsContradict, OneNumberForTwoContents) {
  Sample sample = Granted();
  sample.readings.push_back(sample.readings[0]);
  *sample.readings[2].result.mutable_school_certificate()->mutable_home_education_through() =
      Date(2026, 1, 25);
  ExpectRefusedFor(sample, v1::REASON_CODE_DOCUMENTS_CONTRADICT, "documents[0]");
}

TEST(CheckDocumentsContradict, TheSchoolCertifiesWhatThePmpcDoesNotRecommend) {
  Sample sample = Granted();
  sample.pmpc().set_home_education_recommended(false);
  EXPECT_THAT(Refusals(sample.Decide()), testing::Contains(v1::REASON_CODE_DOCUMENTS_CONTRADICT));
}

// ---- Signatures ----

v1::ValidationReport Report(v1::Indication indication, const std::vector<v1::VerificationCode>& codes) {
  v1::ValidationReport report;
  report.set_indication(indication);
  auto* signer = report.add_signers();
  for (const v1::VerificationCode code : codes) {
    auto* finding = signer->add_findings();
    finding->set_code(code);
    finding->set_level(v1::CHECK_LEVEL_FAIL);
  }
  return report;
}

std::vector<v1::DecisionFinding> FindingsOf(const v1::ValidationReport& report) {
  std::vector<v1::DecisionFinding> findings;
  SignatureFindings(report, "documents[0]", &findings);
  return findings;
}

TEST(SignatureFindings, APassedSignatureHasNone) {
  EXPECT_THAT(FindingsOf(Report(v1::INDICATION_TOTAL_PASSED, {})), IsEmpty());
}

TEST(SignatureFindings, EveryVerificationCodeLeadsToAReason) {
  const auto* codes = v1::VerificationCode_descriptor();
  for (int i = 0; i < codes->value_count(); ++i) {
    const auto code = static_cast<v1::VerificationCode>(codes->value(i)->number());
    const auto findings = FindingsOf(Report(v1::INDICATION_INDETERMINATE, {code}));
    ASSERT_EQ(findings.size(), 1U) << codes->value(i)->name();
    EXPECT_GE(findings[0].severity(), v1::SEVERITY_REVIEW) << codes->value(i)->name();
  }
}

TEST(SignatureFindings, MissingRevocationDataIsAReviewAndMayPassLater) {
  const auto report = Report(v1::INDICATION_INDETERMINATE, {v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING});
  const auto findings = FindingsOf(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].reason(), v1::REASON_CODE_REVOCATION_UNAVAILABLE);
  EXPECT_EQ(findings[0].severity(), v1::SEVERITY_REVIEW);
  EXPECT_TRUE(MayPassLater(report));
}

TEST(SignatureFindings, ADefectOutweighsMissingEvidence) {
  const auto report = Report(v1::INDICATION_TOTAL_FAILED, {v1::VERIFICATION_CODE_CERTIFICATE_ON_HOLD,
                                                           v1::VERIFICATION_CODE_SIGNATURE_VALUE_INVALID,
                                                           v1::VERIFICATION_CODE_ROLE_NOT_ACCEPTED});
  const auto findings = FindingsOf(report);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].reason(), v1::REASON_CODE_SIGNATURE_INVALID);
  EXPECT_EQ(findings[0].details().at("verification_codes"), "SIGNATURE_VALUE_INVALID");
  EXPECT_EQ(findings[1].reason(), v1::REASON_CODE_SIGNER_NOT_ENTITLED);
  EXPECT_FALSE(MayPassLater(report));
}

TEST(SignatureFindings, AWarningAloneDecidesNothingAndAVerdictWithoutAReasonIsHeld) {
  auto report = Report(v1::INDICATION_INDETERMINATE, {v1::VERIFICATION_CODE_ROLE_NOT_ACCEPTED});
  report.mutable_signers(0)->mutable_findings(0)->set_level(v1::CHECK_LEVEL_WARN);
  const auto findings = FindingsOf(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].reason(), v1::REASON_CODE_SIGNATURE_INDETERMINATE);
  EXPECT_EQ(findings[0].severity(), v1::SEVERITY_REVIEW);
}

}  // namespace
}  // namespace oteu::decision
