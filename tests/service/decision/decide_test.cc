// Outcomes, requirements, deadlines, amounts and the bytes of a decision.
#include "service/decision/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/civil/date.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"
#include "tests/service/decision/sample.h"

namespace oteu::decision {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Iso(const google::type::Date& date) {
  const auto day = civil::FromProto(date);
  return day.ok() ? civil::FormatIsoDate(*day) : "absent";
}

std::string MetBy(const v1::Decision& made, v1::DocumentType type) {
  for (const v1::RequirementResult& result : made.requirements()) {
    if (result.type() == type) return result.met_by();
  }
  return "not required";
}

TEST(DecideTest, AFullAcademicYearIsGranted) {
  const v1::Decision made = Granted().Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_THAT(made.findings(), IsEmpty());
  EXPECT_EQ(made.entitlement().total_tenge(), "125824.00");  // at the last MCI known on that day
  EXPECT_TRUE(made.entitlement().provisional());
  EXPECT_EQ(made.granted_months_size(), 9);
  EXPECT_TRUE(made.automated());
  EXPECT_EQ(made.name(), "applications/a1/decisions/1");
  EXPECT_EQ(made.regulation_id(), "kz-kegen");
  EXPECT_EQ(made.regulation_revision(), "2023-12-25");
  EXPECT_EQ(Iso(made.applied_on()), "2025-08-10");
  EXPECT_TRUE(made.documents(0).accepted());
  EXPECT_TRUE(made.documents(1).accepted());
}

TEST(DecideTest, DecidedWhenTheMciIsKnownTheAmountIsFinal) {
  Sample sample = Granted();
  *sample.inputs.mutable_decided_at() = At("2026-01-15T10:00:00+05:00");
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.entitlement().total_tenge(), "132112.00");
  EXPECT_FALSE(made.entitlement().provisional());
}

TEST(DecideTest, OneGrantFromOctoberOn) {
  Sample sample = Granted();
  sample.SetTime("2025-10-03T10:00:00+05:00");
  *sample.inputs.mutable_decided_at() = At("2026-01-15T10:00:00+05:00");
  EXPECT_EQ(sample.Decide().entitlement().total_tenge(), "100656.00");
}

TEST(DecideTest, TheLocalDayDecidesTheMonthOfApplication) {
  Sample sample = Granted();
  sample.SetTime("2025-11-30T18:50:00Z");  // 23:50 in Almaty
  *sample.inputs.mutable_decided_at() = At("2026-01-15T10:00:00+05:00");
  EXPECT_EQ(sample.Decide().entitlement().total_tenge(), "90170.67");
  sample.SetTime("2025-11-30T19:10:00Z");  // 1 December there
  EXPECT_EQ(sample.Decide().granted_months(0), "2025-12");
}

TEST(DecideTest, MonthsAlreadyGrantedAreNotGrantedAgain) {
  Sample sample = Granted();
  auto* grant = sample.inputs.add_prior_grants();
  grant->set_application("applications/a0");
  grant->set_same_applicant(true);
  grant->set_same_district(true);
  *grant->mutable_applied_on() = Date(2025, 8, 1);
  grant->add_granted_months("2025-09");
  grant->add_granted_months("2025-10");
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_EQ(made.granted_months(0), "2025-11");
  EXPECT_EQ(made.granted_months_size(), 7);
}

TEST(DecideTest, ADistrictWithoutARegulationIsAnError) {
  Sample sample = Granted();
  sample.inputs.mutable_form()->set_district_kato("999999999");
  const auto made = Decide(sample.inputs, sample.readings, TestCatalog());
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(GetErrorInfo(made.status())->reason, ErrorReason::kUnknownDistrict);
}

TEST(DecideTest, AnActThatIsNotYetInForceIsAnError) {
  Sample sample = Granted();
  sample.SetTime("2010-01-01T10:00:00Z");
  EXPECT_FALSE(Decide(sample.inputs, sample.readings, TestCatalog()).ok());
}

TEST(DecideTest, EqualInputsGiveEqualBytes) {
  Sample sample = Granted();
  sample.readings.push_back(PassedDocument(v1::DOCUMENT_TYPE_RESIDENCE, kMother));
  sample.family().mutable_residence()->set_status(v1::REGISTER_STATUS_NOT_FOUND);
  const std::string bytes = SerializeDeterministically(sample.Decide());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(SerializeDeterministically(sample.Decide()), bytes);
}

TEST(DecideTest, TheInputsAreHashedWithoutTheirDocuments) {
  Sample sample = Granted();
  const std::string before = sample.Decide().inputs_sha256();
  sample.inputs.add_documents()->set_signed_data("x");
  EXPECT_EQ(sample.Decide().inputs_sha256(), before);
  sample.inputs.mutable_form()->set_consent(false);
  EXPECT_NE(sample.Decide().inputs_sha256(), before);
}

// ---- Requirements (clause 6) ----

TEST(RequirementsTest, RegistersAndFormMeetWhatTheyHold) {
  const v1::Decision made = Granted().Decide();
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_APPLICATION), "FORM");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_BANK_ACCOUNT), "FORM");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_IDENTITY_DOCUMENT), "REGISTER");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_RELATIONSHIP), "REGISTER");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_RESIDENCE), "REGISTER");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_DISABILITY), "REGISTER");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE), "DOCUMENT");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_PMPC_CONCLUSION), "DOCUMENT");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_KANDAS_CERTIFICATE), "not required");
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_POWER_OF_ATTORNEY), "not required");
}

TEST(RequirementsTest, AKandasPresentsTheKandasCertificate) {
  Sample sample = Granted();
  sample.inputs.mutable_form()->set_kandas(true);
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_INCOMPLETE);
  sample.family().mutable_identity()->set_kandas(true);
  EXPECT_EQ(MetBy(sample.Decide(), v1::DOCUMENT_TYPE_KANDAS_CERTIFICATE), "REGISTER");
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_GRANTED);
}

TEST(RequirementsTest, WhoAppliesByAttorneyNeedsThePower) {
  Sample sample = Granted();
  sample.inputs.mutable_form()->set_capacity(v1::APPLICANT_CAPACITY_ATTORNEY);
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_INCOMPLETE);
  sample.readings.push_back(PassedDocument(v1::DOCUMENT_TYPE_POWER_OF_ATTORNEY, kFather));
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
  EXPECT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_DOCUMENT_NEEDS_READING));
}

TEST(RequirementsTest, AMissingDocumentAloneIsIncomplete) {
  Sample sample = Granted();
  sample.readings.pop_back();
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_INCOMPLETE);
  EXPECT_THAT(Refusals(made), ElementsAre(v1::REASON_CODE_REQUIRED_DOCUMENT_MISSING));
  EXPECT_EQ(made.findings(0).details().at("document_type"), "PMPC_CONCLUSION");
  EXPECT_FALSE(made.deadlines().has_decision_due());
}

TEST(RequirementsTest, AMissingDocumentBesideAGroundIsAPreliminaryRefusal) {
  Sample sample = Granted();
  sample.readings.pop_back();
  sample.family().mutable_residence()->set_district_kato("433200000");
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
  EXPECT_THAT(Refusals(made), testing::UnorderedElementsAre(v1::REASON_CODE_OTHER_DISTRICT,
                                                            v1::REASON_CODE_REQUIRED_DOCUMENT_MISSING));
}

TEST(RequirementsTest, WhatASilentRegisterMightHoldIsNotMissing) {
  Sample sample = Granted();
  sample.family().mutable_residence()->Clear();
  sample.family().mutable_residence()->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
  EXPECT_THAT(Refusals(made), IsEmpty());
}

TEST(RequirementsTest, ARegisterThatWasNotAskedIsSilent) {
  Sample sample = Granted();
  sample.inputs.clear_family();
  sample.inputs.clear_institutions();
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
  EXPECT_THAT(Refusals(made), IsEmpty());
}

TEST(RequirementsTest, EachSilentRegisterHoldsTheApplicationAndNoneRefusesIt) {
  const auto silence = [](auto* section) {
    section->Clear();
    section->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  };
  std::vector<Sample> samples(6, Granted());
  silence(samples[0].family().mutable_civil());
  silence(samples[1].family().mutable_disability());
  silence(samples[2].family().mutable_guardianship());
  silence(samples[3].family().mutable_residence());
  silence(samples[4].family().mutable_institution_stays());
  silence(samples[5].family().mutable_identity());
  for (const Sample& sample : samples) {
    const v1::Decision made = sample.Decide();
    EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
    EXPECT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_REGISTER_UNAVAILABLE)) << made.DebugString();
  }
}

TEST(RequirementsTest, AScanIsReadByAnOfficerWhoAttestsIt) {
  Sample sample = Granted();
  sample.readings[0].result.clear_school_certificate();
  auto& finding = sample.readings[0].findings.emplace_back();
  finding.set_reason(v1::REASON_CODE_DOCUMENT_NEEDS_READING);
  finding.set_severity(v1::SEVERITY_REVIEW);
  finding.set_object("documents[0]");
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW);
  auto* attestation = sample.inputs.add_attestations();
  attestation->set_type(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  *attestation->mutable_period()->mutable_from() = Date(2025, 9, 1);
  *attestation->mutable_period()->mutable_through() = Date(2026, 5, 25);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED) << made.DebugString();
  EXPECT_EQ(MetBy(made, v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE), "OFFICER");
  EXPECT_EQ(made.entitlement().total_tenge(), "125824.00");
  EXPECT_FALSE(made.automated());
}

TEST(RequirementsTest, AnAttestationDoesNotMendAForgery) {
  Sample sample = Granted();
  sample.readings[0].result.clear_school_certificate();
  sample.readings[0].result.mutable_verification()->set_indication(v1::INDICATION_TOTAL_FAILED);
  auto& finding = sample.readings[0].findings.emplace_back();
  finding.set_reason(v1::REASON_CODE_SIGNATURE_INVALID);
  finding.set_severity(v1::SEVERITY_REFUSAL);
  finding.set_object("documents[0]");
  auto* attestation = sample.inputs.add_attestations();
  attestation->set_type(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  *attestation->mutable_period()->mutable_from() = Date(2025, 9, 1);
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
}

TEST(RequirementsTest, ABirthDateReadByAnOfficerCountsWhereTheRegisterHoldsNone) {
  Sample sample = Granted();
  sample.family().mutable_civil()->Clear();
  sample.family().mutable_civil()->set_status(v1::REGISTER_STATUS_NOT_FOUND);
  const v1::Decision without = sample.Decide();
  EXPECT_EQ(without.outcome(), v1::DECISION_OUTCOME_INCOMPLETE);
  auto* attestation = sample.inputs.add_attestations();
  attestation->set_type(v1::DOCUMENT_TYPE_RELATIONSHIP);
  EXPECT_THAT(Reviews(sample.Decide()), ElementsAre(v1::REASON_CODE_NEEDS_OFFICER));
  *attestation->mutable_birth_date() = Date(2015, 3, 5);
  EXPECT_EQ(sample.Decide().entitlement().total_tenge(), "125824.00");
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_GRANTED);
}

// ---- Outcome ----

TEST(OutcomeTest, ACertainGroundStandsBesideASilentRegister) {
  Sample sample = Granted();
  sample.family().mutable_residence()->set_district_kato("433200000");
  sample.family().mutable_identity()->Clear();
  sample.family().mutable_identity()->set_status(v1::REGISTER_STATUS_UNAVAILABLE);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
  EXPECT_THAT(Reviews(made), ElementsAre(v1::REASON_CODE_REGISTER_UNAVAILABLE));
}

TEST(OutcomeTest, ARefusalIsConfirmedByAnOfficer) {
  Sample sample = Granted();
  sample.family().mutable_residence()->set_district_kato("433200000");
  sample.inputs.set_refusal_confirmed_by("officer-1");
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_REFUSED);
  EXPECT_FALSE(made.automated());
  EXPECT_EQ(Iso(made.deadlines().complaint_due()), "2025-11-10");
}

TEST(OutcomeTest, AGrantSetsEveryStandingReasonAside) {
  Sample sample = Granted();
  sample.family().mutable_residence()->set_district_kato("433200000");
  *sample.family().mutable_institution_stays()->add_stays() = Period(Date(2025, 8, 1));
  auto* grant = sample.inputs.mutable_officer_grant();
  grant->add_set_aside(v1::REASON_CODE_OTHER_DISTRICT);
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
  grant->add_set_aside(v1::REASON_CODE_IN_STATE_INSTITUTION);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(made.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_EQ(made.entitlement().total_tenge(), "125824.00");
}

TEST(OutcomeTest, AGrantDoesNotSetASilentRegisterAside) {
  Sample sample = Granted();
  sample.family().mutable_residence()->set_district_kato("433200000");
  sample.family().mutable_identity()->Clear();
  auto* grant = sample.inputs.mutable_officer_grant();
  grant->add_set_aside(v1::REASON_CODE_OTHER_DISTRICT);
  grant->add_set_aside(v1::REASON_CODE_REGISTER_UNAVAILABLE);
  EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
}

// ---- Deadlines (Annex 3 point 3; administrative code, article 73) ----

TEST(DeadlinesTest, WorkingDaysFromTheFullSetWhichIsDayZero) {
  Sample sample = Granted();
  sample.SetTime("2026-08-03T10:00:00+05:00");  // a Monday
  *sample.school().mutable_home_education_from() = Date(2026, 9, 1);
  *sample.school().mutable_home_education_through() = Date(2027, 5, 25);
  *sample.pmpc().mutable_term_through() = Date(2027, 5, 31);
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(Iso(made.deadlines().decision_due()), "2026-08-13");
  EXPECT_EQ(Iso(made.deadlines().hearing_notice_due()), "2026-08-10");
  EXPECT_EQ(Iso(made.deadlines().refusal_not_before()), "absent");
  EXPECT_FALSE(made.deadlines().citations().empty());
}

TEST(DeadlinesTest, APreliminaryRefusalOpensTheHearing) {
  Sample sample = Granted();
  sample.SetTime("2026-08-07T10:00:00+05:00");  // a Friday
  sample.family().mutable_residence()->set_district_kato("433200000");
  v1::Decision made = sample.Decide();
  EXPECT_EQ(Iso(made.deadlines().objections_due()), "2026-08-11");
  EXPECT_EQ(Iso(made.deadlines().refusal_not_before()), "2026-08-12");
  // Decided again later, the first notice still counts.
  *sample.inputs.mutable_preliminary_refusal_at() = sample.inputs.decided_at();
  *sample.inputs.mutable_decided_at() = At("2026-08-11T10:00:00+05:00");
  made = sample.Decide();
  EXPECT_EQ(Iso(made.deadlines().refusal_not_before()), "2026-08-12");
}

TEST(DeadlinesTest, ADayBeyondTheCalendarIsLeftOut) {
  Sample sample = Granted();
  sample.SetTime("2027-12-30T10:00:00+05:00");
  const v1::Decision made = sample.Decide();
  EXPECT_EQ(Iso(made.deadlines().decision_due()), "absent");
}

}  // namespace
}  // namespace oteu::decision
