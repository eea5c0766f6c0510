// From a decision that is not the last one to the one that is: documents, hearing, review, retries,
// withdrawal.
#include <gmock/gmock.h>

#include "service/decision/replay.h"
#include "service/limits.h"
#include "service/store/commit_and_wait.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::Contains;
using testing::ElementsAre;

using ProcedureTest = World;

// ---- Documents ----

TEST_F(ProcedureTest, WhatWasMissingIsSuppliedAndGranted) {
  v1::SubmitApplicationRequest request = Request("r1");
  request.mutable_documents()->RemoveLast();
  const auto first = Submit(request);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->application().state(), v1::APPLICATION_STATE_INCOMPLETE);
  EXPECT_FALSE(first->decision().deadlines().has_decision_due());
  clock_.Set("2025-10-10T10:00:00+05:00");
  const auto second = Supply("s1", first->application().name(), {Signed(PmpcConclusion())});
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->application().state(), v1::APPLICATION_STATE_GRANTED) << second->decision().DebugString();
  EXPECT_EQ(second->application().documents_size(), 2);
  EXPECT_EQ(second->decision().version(), 2);
  // The month of application stays that of the application (clause 4).
  EXPECT_EQ(second->decision().entitlement().total_tenge(), "94368.00");
  // The clock started with the full set: 10 October is day 0, and eight working days later is 22 October.
  EXPECT_EQ(second->decision().deadlines().decision_due().day(), 22);
  EXPECT_TRUE(Replay(first->decision().name()).identical());
  EXPECT_TRUE(Replay(second->decision().name()).identical());
  const auto again = Supply("s1", first->application().name(), {Signed(PmpcConclusion())});
  EXPECT_EQ(ErrorName(again.status()), "REQUEST_ID_REUSED");  // EC signatures are random: another payload.
}

TEST_F(ProcedureTest, ADocumentOfTheSameTypeTakesThePlaceOfTheEarlierOne) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kSchoolEmployee);
  const auto first = Submit(request);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->application().state(), v1::APPLICATION_STATE_PRELIMINARY_REFUSAL);
  const auto second = Supply("s1", first->application().name(), {Signed(SchoolCertificate())});
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->application().state(), v1::APPLICATION_STATE_GRANTED) << second->decision().DebugString();
  EXPECT_EQ(second->decision().documents_size(), 2);
  EXPECT_EQ(second->application().documents_size(), 3);
  EXPECT_TRUE(Replay(second->decision().name()).identical());
}

TEST_F(ProcedureTest, NothingIsSuppliedToWhatIsDecided) {
  const auto granted = Submit(Request("r1"));
  ASSERT_TRUE(granted.ok());
  const auto supplied = Supply("s1", granted->application().name(), {Signed(PmpcConclusion())});
  EXPECT_EQ(ErrorName(supplied.status()), "STATE_CONFLICT");
  EXPECT_EQ(ErrorName(Supply("s2", "applications/none", {Signed(PmpcConclusion())}).status()), "NOT_FOUND");
}

// ---- Registers and revocation data that were silent ----

TEST_F(ProcedureTest, ASilentRegisterHoldsUntilItAnswers) {
  registry_.down = true;
  const auto first = Submit(Request("r1"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->application().state(), v1::APPLICATION_STATE_UNDER_REVIEW);
  EXPECT_THAT(ReasonSet(first->decision()), ElementsAre(v1::REASON_CODE_REGISTER_UNAVAILABLE));
  clock_.Set("2025-10-03T11:00:00+05:00");
  EXPECT_EQ(use_cases_->RetryHeldApplications(absl::Minutes(5), 10), 0);  // still silent: no new decision
  registry_.down = false;
  clock_.Set("2025-10-03T12:00:00+05:00");
  EXPECT_EQ(use_cases_->RetryHeldApplications(absl::Minutes(5), 10), 1);
  v1::GetApplicationRequest get;
  get.set_name(first->application().name());
  const auto now = use_cases_->GetApplication(call_, get);
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(now->application().state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_EQ(now->application().latest_decision(), first->application().name() + "/decisions/2");
  EXPECT_TRUE(Replay(now->application().latest_decision()).identical());
}

TEST_F(ProcedureTest, RevocationDataThatComesLaterReleasesTheApplication) {
  const auto complete = verifier_;
  verifier_ = MakeVerifier(/*with_revocation_lists=*/false);
  const auto first = Submit(Request("r1"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->application().state(), v1::APPLICATION_STATE_UNDER_REVIEW);
  EXPECT_THAT(ReasonSet(first->decision()), ElementsAre(v1::REASON_CODE_REVOCATION_UNAVAILABLE));
  verifier_ = complete;
  clock_.Set("2025-10-04T10:00:00+05:00");
  EXPECT_EQ(use_cases_->RetryHeldApplications(absl::Minutes(5), 10), 1);
  EXPECT_TRUE(Replay(first->decision().name()).identical()) << "from the trust snapshot that is stored";
  EXPECT_TRUE(Replay(first->application().name() + "/decisions/latest").identical());
}

// ---- Review by a person ----

TEST_F(ProcedureTest, AnOfficerReadsAScan) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, "%PDF", demo_pki::kSchoolHead);
  const auto first = Submit(request);
  ASSERT_TRUE(first.ok());
  v1::OfficerAttestation attestation;
  attestation.set_type(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  attestation.set_justification("Read the scan.");
  attestation.set_officer("officer-1");
  *attestation.mutable_period()->mutable_from() = Date(2025, 9, 1);
  *attestation.mutable_period()->mutable_through() = Date(2026, 5, 25);
  const auto second = Review("v1", first->application().name(), {attestation});
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->application().state(), v1::APPLICATION_STATE_GRANTED) << second->decision().DebugString();
  EXPECT_FALSE(second->decision().automated());
  EXPECT_TRUE(Replay(second->decision().name()).identical());
}

TEST_F(ProcedureTest, WhatAnOfficerReadInADocumentDoesNotCountForItsSuccessor) {
  registry_.down = true;  // so that the attestation does not yet lead to a grant
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, "%PDF", demo_pki::kSchoolHead);
  const auto first = Submit(request);
  ASSERT_TRUE(first.ok());
  v1::OfficerAttestation attestation;
  attestation.set_type(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  attestation.set_justification("Read the scan.");
  attestation.set_officer("officer-1");
  *attestation.mutable_period()->mutable_from() = Date(2025, 9, 1);
  ASSERT_TRUE(Review("v1", first->application().name(), {attestation}).ok());
  registry_.down = false;
  const auto third =
      Supply("s1", first->application().name(),
             {Signed(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, "%PDF another", demo_pki::kSchoolHead)});
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(third->application().state(), v1::APPLICATION_STATE_UNDER_REVIEW);
  EXPECT_THAT(ReasonSet(third->decision()), ElementsAre(v1::REASON_CODE_DOCUMENT_NEEDS_READING));
}

TEST_F(ProcedureTest, AnAttestationSaysWhoAndWhy) {
  v1::OfficerAttestation attestation;
  attestation.set_type(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  const auto answer = Review("v1", "applications/x", {attestation});
  EXPECT_THAT(
      ViolatedFields(answer.status()),
      ElementsAre("attestations[0].justification", "attestations[0].officer", "attestations[0].period"));
}

// ---- Hearing (administrative code, article 73) ----

class HearingTest : public World {
 protected:
  // Preliminary refusal on Friday 3 October 2025: refusal not before Wednesday 8 October.
  std::string RefusedFor(const std::string& request_id) {
    registry_.families[Child()].mutable_residence()->set_district_kato("433200000");
    const auto answer = Submit(Request(request_id));
    EXPECT_TRUE(answer.ok() && answer->application().state() == v1::APPLICATION_STATE_PRELIMINARY_REFUSAL);
    return answer->application().name();
  }
};

TEST_F(HearingTest, ARefusalIsConfirmedAfterTheHearingAndTheDaysOfNotice) {
  const std::string name = RefusedFor("r1");
  EXPECT_EQ(ErrorName(Confirm("c1", name).status()), "STATE_CONFLICT");  // no hearing yet
  clock_.Set("2025-10-06T10:00:00+05:00");
  const auto heard = Hear("h1", name, Date(2025, 10, 6));
  ASSERT_TRUE(heard.ok()) << heard.status();
  EXPECT_EQ(heard->application().state(), v1::APPLICATION_STATE_PRELIMINARY_REFUSAL);
  const auto early = Confirm("c2", name);
  ASSERT_EQ(ErrorName(early.status()), "TOO_EARLY");
  EXPECT_THAT(GetErrorInfo(early.status())->metadata, Contains(testing::Pair("not_before", "2025-10-08")));
  clock_.Set("2025-10-08T00:30:00+05:00");
  const auto refused = Confirm("c3", name);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->application().state(), v1::APPLICATION_STATE_REFUSED);
  EXPECT_EQ(refused->decision().outcome(), v1::DECISION_OUTCOME_REFUSED);
  EXPECT_TRUE(refused->decision().deadlines().has_complaint_due());
  for (const char* version : {"1", "2", "3"}) EXPECT_TRUE(Replay(name + "/decisions/" + version).identical());
  EXPECT_EQ(ErrorName(Withdraw("w1", name).status()), "STATE_CONFLICT");
}

TEST_F(HearingTest, AGrantAfterTheHearingSetsEveryReasonAside) {
  const std::string name = RefusedFor("r1");
  EXPECT_EQ(ErrorName(Grant("g1", name, {v1::REASON_CODE_OTHER_DISTRICT}).status()), "STATE_CONFLICT");
  ASSERT_TRUE(Hear("h1", name, Date(2025, 10, 3)).ok());
  const auto other = Grant("g2", name, {v1::REASON_CODE_CHILD_OF_AGE});
  EXPECT_THAT(ViolatedFields(other.status()), ElementsAre("grant.set_aside"));
  const auto granted = Grant("g3", name, {v1::REASON_CODE_OTHER_DISTRICT});
  ASSERT_TRUE(granted.ok()) << granted.status();
  EXPECT_EQ(granted->application().state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_EQ(store_->GetClaims(Child())->grants.size(), 1U);
  EXPECT_TRUE(Replay(granted->decision().name()).identical());
}

TEST_F(HearingTest, AHearingLiesBetweenNoticeAndToday) {
  const std::string name = RefusedFor("r1");
  EXPECT_THAT(ViolatedFields(Hear("h1", name, Date(2025, 10, 2)).status()), ElementsAre("hearing.held_on"));
  EXPECT_THAT(ViolatedFields(Hear("h2", name, Date(2025, 10, 4)).status()), ElementsAre("hearing.held_on"));
  EXPECT_THAT(ViolatedFields(Hear("h3", name, Date(2025, 2, 30)).status()), ElementsAre("hearing.held_on"));
}

TEST_F(HearingTest, AReasonThatIsNewOpensTheHearingAnew) {
  const std::string name = RefusedFor("r1");
  ASSERT_TRUE(Hear("h1", name, Date(2025, 10, 3)).ok());
  clock_.Set("2025-10-09T10:00:00+05:00");
  *registry_.families[Child()].mutable_identity()->mutable_valid_through() = Date(2025, 1, 1);
  const auto again = Review("v1", name);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(ReasonSet(again->decision()), Contains(v1::REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID));
  EXPECT_EQ(again->decision().deadlines().refusal_not_before().day(), 14);
  EXPECT_EQ(ErrorName(Confirm("c1", name).status()), "STATE_CONFLICT");  // to be heard again
}

TEST_F(HearingTest, OnlyAPreliminaryRefusalIsHeard) {
  const auto granted = Submit(Request("r1"));
  ASSERT_TRUE(granted.ok());
  EXPECT_EQ(ErrorName(Hear("h1", granted->application().name(), Date(2025, 10, 3)).status()),
            "STATE_CONFLICT");
}

// ---- Withdrawal ----

TEST_F(ProcedureTest, WhatIsNotDecidedCanBeWithdrawn) {
  registry_.down = true;
  const auto held = Submit(Request("r1"));
  ASSERT_TRUE(held.ok());
  const auto withdrawn = Withdraw("w1", held->application().name());
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->application().state(), v1::APPLICATION_STATE_WITHDRAWN);
  EXPECT_EQ(withdrawn->application().withdrawal_reason(), "We move.");
  const auto again = Withdraw("w1", held->application().name());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), withdrawn->SerializeAsString());
  EXPECT_EQ(store_->LastAudit()->event, "ACCESS_WITHDRAW_APPLICATION");
  EXPECT_EQ(store_->LastAudit()->application_id, held->application().name());
  EXPECT_EQ(ErrorName(Withdraw("w2", held->application().name()).status()), "STATE_CONFLICT");
  registry_.down = false;
  clock_.Set("2025-10-05T10:00:00+05:00");
  EXPECT_EQ(use_cases_->RetryHeldApplications(absl::Minutes(1), 10), 0);
}

TEST_F(ProcedureTest, AnApplicationHasABoundedNumberOfDecisions) {
  auto request = Request("r1");
  request.mutable_documents()->RemoveLast();
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  // As if it had been decided a thousand times.
  store::Change change;
  change.application_id = answer->application().name().substr(13);
  change.decision = *store_->GetDecision(change.application_id, 1);
  v1::Decision last;
  ASSERT_TRUE(last.ParseFromString(change.decision->decision));
  last.set_version(limits::kMaxDecisions);
  change.decision->version = limits::kMaxDecisions;
  change.decision->decision = last.SerializeAsString();
  change.expected_revision = answer->application().revision();
  change.application = answer->application();
  change.application.set_revision(change.expected_revision + 1);
  change.event = "TEST";
  change.at = clock_.Now();
  ASSERT_TRUE(store::CommitAndWait(*store_, std::move(change)).ok());
  EXPECT_EQ(ErrorName(Supply("r2", answer->application().name(), {Signed(PmpcConclusion())}).status()),
            "LIMIT_EXCEEDED");
}

// ---- Replay ----

TEST_F(ProcedureTest, ATamperedDecisionOrInputIsFound) {
  const auto answer = Submit(Request("r1"));
  ASSERT_TRUE(answer.ok());
  const auto stored = store_->GetDecision(answer->application().name().substr(13), 1);
  ASSERT_TRUE(stored.ok());
  v1::DecisionInputs inputs;
  ASSERT_TRUE(inputs.ParseFromString(stored->inputs));
  google::protobuf::RepeatedPtrField<v1::Document> documents;
  for (const std::string& sha256 : stored->document_sha256s) *documents.Add() = *store_->GetDocument(sha256);

  const auto same = decision::Replay(stored->decision, inputs, documents, *verifier_, *catalog_);
  ASSERT_TRUE(same.ok());
  EXPECT_TRUE(same->identical());
  EXPECT_EQ(same->differences_size(), 0);

  v1::DecisionInputs other = inputs;
  *other.mutable_family()->mutable_civil()->mutable_birth_date() = Date(2016, 3, 5);
  const auto input = decision::Replay(stored->decision, other, documents, *verifier_, *catalog_);
  ASSERT_TRUE(input.ok());
  EXPECT_FALSE(input->identical());
  EXPECT_THAT(input->differences(), Contains("inputs_sha256"));

  v1::Decision forged;
  ASSERT_TRUE(forged.ParseFromString(stored->decision));
  forged.mutable_entitlement()->set_total_tiyn(99999999);
  const auto total = decision::Replay(forged.SerializeAsString(), inputs, documents, *verifier_, *catalog_);
  ASSERT_TRUE(total.ok());
  EXPECT_THAT(total->differences(), ElementsAre("entitlement.total_tiyn"));

  documents[0].mutable_signed_data()->back() ^= 1;
  const auto document = decision::Replay(stored->decision, inputs, documents, *verifier_, *catalog_);
  ASSERT_TRUE(document.ok());
  EXPECT_FALSE(document->identical());
}

}  // namespace
}  // namespace oteu::application
