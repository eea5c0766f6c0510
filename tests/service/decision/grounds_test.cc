// Each refusal ground alone: one dossier in which it holds, and the nearest one in which it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/service/decision/sample.h"

namespace oteu::decision {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kPreliminary = v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL;

void ExpectRefusedFor(const Sample& sample, v1::ReasonCode reason) {
  const v1::Decision made = sample.Decide();
  EXPECT_THAT(Refusals(made), ElementsAre(reason)) << made.DebugString();
  EXPECT_EQ(made.outcome(), kPreliminary);
  ASSERT_FALSE(made.findings().empty());
  EXPECT_NE(made.findings(0).ground(), v1::REFUSAL_GROUND_UNSPECIFIED);
  EXPECT_FALSE(made.findings(0).citations().empty());
}

void ExpectGranted(const Sample& sample) {
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED) << made.DebugString();
}

void ExpectSilent(const Sample& sample, const std::string& register_name) {
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
  ASSERT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_REGISTER_UNAVAILABLE));
  EXPECT_EQ(made.findings(0).details().at("register"), register_name);
}

TEST(FullStateSupport_Clause3, HoldsOnTheDayOfDecision) {
  Sample sample = Granted();
  *sample.family().mutable_guardianship()->add_state_support() = Period(Date(2025, 1, 1));
  ExpectRefusedFor(sample, v1::REASON_CODE_FULL_STATE_SUPPORT);
}

TEST(FullStateSupport_Clause3, ThatIsOverRefusesNothing) {
  Sample sample = Granted();
  *sample.family().mutable_guardianship()->add_state_support() = Period(Date(2024, 1, 1), Date(2024, 12, 31));
  ExpectGranted(sample);
}

TEST(FullStateSupport_Clause3, ToComeIsForAPersonToLookAt) {
  Sample sample = Granted();
  *sample.family().mutable_guardianship()->add_state_support() =
      Period(Date(2025, 11, 10), Date(2026, 1, 10));
  const v1::Decision made = sample.Decide();
  EXPECT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_NEEDS_OFFICER));
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
  // An officer who looked at it settles it.
  auto* attestation = sample.inputs.add_attestations();
  attestation->set_type(v1::DOCUMENT_TYPE_RELATIONSHIP);
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_GRANTED);
}

TEST(ParentalRightsLost_Clause3, HoldsForTheApplicant) {
  Sample sample = Granted();
  auto* deprived = sample.family().mutable_guardianship()->add_deprived();
  deprived->set_iin(kMother);
  *deprived->mutable_period() = Period(Date(2025, 1, 1));
  ExpectRefusedFor(sample, v1::REASON_CODE_PARENTAL_RIGHTS_LOST);
}

TEST(ParentalRightsLost_Clause3, OfTheOtherParentRefusesNothing) {
  Sample sample = Granted();
  auto* deprived = sample.family().mutable_guardianship()->add_deprived();
  deprived->set_iin(kFather);
  *deprived->mutable_period() = Period(Date(2025, 1, 1));
  ExpectGranted(sample);
}

TEST(ChildOfAge_Clause5_1, HoldsFromTheMonthAfterTheBirthday) {
  Sample sample = Granted();
  sample.SetTime("2025-10-01T09:00:00+05:00");
  *sample.family().mutable_civil()->mutable_birth_date() = Date(2007, 9, 30);
  ExpectRefusedFor(sample, v1::REASON_CODE_CHILD_OF_AGE);
}

TEST(ChildOfAge_Clause5_1, LeavesTheMonthOfTheBirthdayPaid) {
  Sample sample = Granted();
  sample.SetTime("2025-09-30T09:00:00+05:00");
  *sample.family().mutable_civil()->mutable_birth_date() = Date(2007, 9, 29);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_THAT(made.granted_months(), ElementsAre("2025-09"));
}

TEST(ChildOfAge_Clause5_1, IsSaidAlsoInSummerWhenNoMonthIsPaid) {
  Sample sample = Granted();
  *sample.family().mutable_civil()->mutable_birth_date() = Date(2007, 7, 1);
  ExpectRefusedFor(sample, v1::REASON_CODE_CHILD_OF_AGE);
}

TEST(DisabilityTermOver_Clause5_2, HoldsWhenTheTermHasEnded) {
  Sample sample = Granted();
  sample.SetTime("2025-10-01T09:00:00+05:00");
  *sample.family().mutable_disability()->mutable_terms(0) = Period(Date(2024, 1, 1), Date(2025, 9, 30));
  ExpectRefusedFor(sample, v1::REASON_CODE_DISABILITY_TERM_OVER);
}

TEST(DisabilityTermOver_Clause5_2, LeavesTheMonthOfTheLastDayPaid) {
  Sample sample = Granted();
  sample.SetTime("2025-10-01T09:00:00+05:00");
  *sample.family().mutable_disability()->mutable_terms(0) = Period(Date(2024, 1, 1), Date(2025, 10, 1));
  EXPECT_THAT(sample.Decide().granted_months(), ElementsAre("2025-10"));
}

TEST(DisabilityTermOver_Clause5_2, NeedsTheRegister) {
  Sample sample = Granted();
  sample.family().mutable_disability()->Clear();
  sample.family().mutable_disability()->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  ExpectSilent(sample, "DISABILITY");
}

TEST(InStateInstitution_Clause5_3, HoldsOnTheDayOfDecision) {
  Sample sample = Granted();
  *sample.family().mutable_institution_stays()->add_stays() = Period(Date(2025, 8, 1), Date(2025, 12, 31));
  ExpectRefusedFor(sample, v1::REASON_CODE_IN_STATE_INSTITUTION);
}

TEST(InStateInstitution_Clause5_3, AStayToComeSuspendsItsMonths) {
  Sample sample = Granted();
  *sample.family().mutable_institution_stays()->add_stays() = Period(Date(2025, 10, 10), Date(2025, 12, 10));
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_THAT(made.granted_months(), testing::Not(testing::Contains("2025-11")));
  EXPECT_THAT(made.granted_months(), testing::Contains("2025-12"));
}

TEST(ChildDeceased_Clause5_4, HoldsWhenTheChildHadDiedBeforeTheApplication) {
  Sample sample = Granted();
  *sample.family().mutable_civil()->mutable_death_date() = Date(2025, 8, 9);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), kPreliminary);
  EXPECT_THAT(Refusals(made), testing::Contains(v1::REASON_CODE_CHILD_DECEASED));
}

TEST(ChildDeceased_Clause5_4, AfterTheApplicationLeavesTheMonthsUpToItDue) {
  Sample sample = Granted();
  sample.SetTime("2025-09-10T10:00:00+05:00");
  *sample.inputs.mutable_decided_at() = At("2025-10-10T10:00:00+05:00");
  *sample.family().mutable_civil()->mutable_death_date() = Date(2025, 10, 3);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_THAT(Reasons(made, v1::SEVERITY_WARNING), ElementsAre(v1::REASON_CODE_CHILD_DECEASED));
  EXPECT_EQ(made.entitlement().total_tenge(), "41941.33");
}

TEST(NoHomeEducation_Clause2, HoldsWhenNoMonthIsCertified) {
  Sample sample = Granted();
  *sample.school().mutable_home_education_from() = Date(2025, 6, 1);
  *sample.school().mutable_home_education_through() = Date(2025, 8, 31);
  ExpectRefusedFor(sample, v1::REASON_CODE_NO_HOME_EDUCATION);
}

TEST(NoHomeEducation_Clause2, HoldsWhenThePmpcDoesNotRecommendIt) {
  Sample sample = Granted();
  sample.pmpc().set_home_education_recommended(false);
  *sample.pmpc().mutable_term_from() = Date(2027, 8, 1);
  *sample.pmpc().mutable_term_through() = Date(2028, 5, 31);
  EXPECT_THAT(Refusals(sample.Decide()), testing::Contains(v1::REASON_CODE_NO_HOME_EDUCATION));
}

TEST(PmpcTermOver_Clause4, HoldsFromTheMonthAfterTheLastDay) {
  Sample sample = Granted();
  sample.SetTime("2025-10-01T09:00:00+05:00");
  *sample.pmpc().mutable_term_through() = Date(2025, 9, 30);
  ExpectRefusedFor(sample, v1::REASON_CODE_PMPC_TERM_OVER);
}

TEST(PmpcTermOver_Clause4, LeavesTheMonthOfTheLastDayPaid) {
  Sample sample = Granted();
  sample.SetTime("2025-10-01T09:00:00+05:00");
  *sample.pmpc().mutable_term_through() = Date(2025, 10, 1);
  EXPECT_THAT(sample.Decide().granted_months(), ElementsAre("2025-10"));
}

TEST(PmpcNotNamed_Clause4, HoldsWhenItServesAnotherDistrict) {
  Sample sample = Granted();
  sample.institution(1).set_district_katos(0, "433200000");
  ExpectRefusedFor(sample, v1::REASON_CODE_PMPC_NOT_NAMED);
}

TEST(OtherClaimant_Clause3, HoldsWhenAnotherParentHoldsAMonth) {
  Sample sample = Granted();
  auto* grant = sample.inputs.add_prior_grants();
  grant->set_application("applications/a0");
  grant->set_same_district(true);
  *grant->mutable_applied_on() = Date(2025, 8, 1);
  grant->add_granted_months("2026-05");
  ExpectRefusedFor(sample, v1::REASON_CODE_OTHER_CLAIMANT);
}

TEST(OtherClaimant_Clause3, HoldsWhenTheSameParentIsPaidElsewhere) {
  Sample sample = Granted();
  auto* grant = sample.inputs.add_prior_grants();
  grant->set_application("applications/a0");
  grant->set_same_applicant(true);
  *grant->mutable_applied_on() = Date(2025, 8, 1);
  grant->add_granted_months("2025-09");
  ExpectRefusedFor(sample, v1::REASON_CODE_OTHER_CLAIMANT);
}

TEST(OtherClaimant_Clause3, MonthsBeforeThisApplicationDoNotMatter) {
  Sample sample = Granted();
  auto* grant = sample.inputs.add_prior_grants();
  grant->set_application("applications/a0");
  *grant->mutable_applied_on() = Date(2024, 8, 1);
  grant->add_granted_months("2025-05");
  ExpectGranted(sample);
}

TEST(OtherDistrict_Clause2, HoldsWhenTheChildResidesElsewhere) {
  Sample sample = Granted();
  sample.family().mutable_residence()->set_district_kato("433200000");
  ExpectRefusedFor(sample, v1::REASON_CODE_OTHER_DISTRICT);
}

TEST(NotARepresentative_Clause3, HoldsWhenTheRegistersKnowTheChildAndNotTheApplicant) {
  Sample sample = Granted();
  sample.family().mutable_civil()->clear_parent_iins();
  sample.family().mutable_civil()->add_parent_iins(kFather);
  ExpectRefusedFor(sample, v1::REASON_CODE_NOT_A_REPRESENTATIVE);
}

TEST(NotARepresentative_Clause3, AGuardianIsOne) {
  Sample sample = Granted();
  sample.family().mutable_civil()->clear_parent_iins();
  auto* guardian = sample.family().mutable_guardianship()->add_representatives();
  guardian->set_iin(kMother);
  *guardian->mutable_period() = Period(Date(2020, 1, 1));
  ExpectGranted(sample);
}

TEST(NotARepresentative_Clause3, ADocumentThatSaysOtherwiseIsReadByAPerson) {
  Sample sample = Granted();
  sample.family().mutable_civil()->clear_parent_iins();
  sample.readings.push_back(PassedDocument(v1::DOCUMENT_TYPE_RELATIONSHIP, kMother));
  const v1::Decision made = sample.Decide();
  EXPECT_THAT(Refusals(made), IsEmpty());
  EXPECT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_DOCUMENT_NEEDS_READING));
}

TEST(IdentityDocumentNotValid_Clause6, HoldsFromTheDayAfterItsLast) {
  Sample sample = Granted();
  *sample.family().mutable_identity()->mutable_valid_through() = Date(2025, 8, 9);
  ExpectRefusedFor(sample, v1::REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID);
  *sample.family().mutable_identity()->mutable_valid_through() = Date(2025, 8, 10);
  ExpectGranted(sample);
}

TEST(ConsentMissing, HoldsWhenNeitherFormNorServiceHoldsConsent) {
  Sample sample = Granted();
  sample.inputs.mutable_form()->set_consent(false);
  ExpectRefusedFor(sample, v1::REASON_CODE_CONSENT_MISSING);
  EXPECT_EQ(sample.Decide().findings(0).ground(), v1::REFUSAL_GROUND_NO_CONSENT);
}

TEST(ConsentMissing, ConsentInTheServiceIsEnough) {
  Sample sample = Granted();
  sample.inputs.mutable_form()->set_consent(false);
  sample.family().mutable_consent()->set_status(v1::REGISTER_STATUS_FOUND);
  ExpectGranted(sample);
}

TEST(ConsentMissing, ConsentInTheFormNeedsNoService) {
  Sample sample = Granted();
  sample.family().mutable_consent()->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  ExpectGranted(sample);
}

TEST(ConsentMissing, WithoutBothAnswersItIsNotKnown) {
  Sample sample = Granted();
  sample.inputs.mutable_form()->set_consent(false);
  sample.family().mutable_consent()->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  ExpectSilent(sample, "CONSENT");
}

TEST(NothingToPay_Clauses4And7, HoldsWhenTheSameParentHoldsEveryMonth) {
  Sample sample = Granted();
  const v1::Decision first = sample.Decide();
  auto* grant = sample.inputs.add_prior_grants();
  grant->set_application("applications/a0");
  grant->set_same_applicant(true);
  grant->set_same_district(true);
  *grant->mutable_applied_on() = Date(2025, 8, 1);
  *grant->mutable_granted_months() = first.granted_months();
  ExpectRefusedFor(sample, v1::REASON_CODE_NOTHING_TO_PAY);
}

TEST(Grounds, AllThatHoldAreSaidAtOnce) {
  Sample sample = Granted();
  sample.family().mutable_residence()->set_district_kato("433200000");
  *sample.family().mutable_identity()->mutable_valid_through() = Date(2025, 1, 1);
  *sample.family().mutable_institution_stays()->add_stays() = Period(Date(2025, 8, 1));
  sample.inputs.mutable_form()->set_consent(false);
  sample.pmpc().set_child_iin(kFather);
  EXPECT_THAT(Refusals(sample.Decide()),
              testing::UnorderedElementsAre(
                  v1::REASON_CODE_OTHER_DISTRICT, v1::REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID,
                  v1::REASON_CODE_IN_STATE_INSTITUTION, v1::REASON_CODE_CONSENT_MISSING,
                  v1::REASON_CODE_DOCUMENT_CHILD_MISMATCH));
}

}  // namespace
}  // namespace oteu::decision
