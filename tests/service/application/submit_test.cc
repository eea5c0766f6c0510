// SubmitApplication from signed documents to the stored decision.
#include <gmock/gmock.h>

#include <thread>

#include "service/decision/serialize.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

using SubmitTest = World;

TEST_F(SubmitTest, AGoodDossierIsGrantedAtOnce) {
  const auto answer = Submit(Request("r1"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_GRANTED) << answer->decision().DebugString();
  EXPECT_EQ(answer->decision().entitlement().total_tenge(), "94368.00");  // the MCI of 2026 is not known yet
  EXPECT_EQ(answer->application().form().iban(), "KZ86125KZT5004100100");
  EXPECT_EQ(answer->application().documents_size(), 2);
  EXPECT_EQ(answer->application().revision(), 1);
  EXPECT_EQ(answer->decision().name(), answer->application().name() + "/decisions/1");
  EXPECT_EQ(answer->decision().trust_snapshot_sha256(), verifier_->trust_snapshot_sha256());
  const auto claims = store_->GetClaims(Child());
  ASSERT_TRUE(claims.ok());
  ASSERT_EQ(claims->grants.size(), 1U);
  EXPECT_EQ(claims->grants[0].months.size(), 8U);
  EXPECT_TRUE(Replay(answer->decision().name()).identical());
}

TEST_F(SubmitTest, ADetachedSignatureCountsAsAnAttachedOne) {
  v1::SubmitApplicationRequest request = Request("r1");
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->decision().documents(0).verification().detached());
}

TEST_F(SubmitTest, OneChangedByteIsAPreliminaryRefusal) {
  v1::SubmitApplicationRequest request = Request("r1");
  std::string& cms = *request.mutable_documents(0)->mutable_signed_data();
  const std::size_t at = cms.find("\"17\"");
  ASSERT_NE(at, std::string::npos);
  cms[at + 1] = '9';
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_PRELIMINARY_REFUSAL);
  EXPECT_THAT(ReasonSet(answer->decision()), ElementsAre(v1::REASON_CODE_SIGNATURE_INVALID));
  EXPECT_FALSE(answer->decision().documents(0).has_school_certificate());
  EXPECT_TRUE(Replay(answer->decision().name()).identical());
}

TEST_F(SubmitTest, AnAuthenticationCertificateDoesNotSign) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kSchoolHeadAuth);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(ReasonSet(answer->decision()), Contains(v1::REASON_CODE_AUTHENTICATION_CERTIFICATE));
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_PRELIMINARY_REFUSAL);
}

TEST_F(SubmitTest, ARevokedOrExpiredCertificateDoesNotCount) {
  for (const char* signer : {demo_pki::kSchoolHeadRevoked, demo_pki::kSchoolHeadExpired}) {
    v1::SubmitApplicationRequest request = Request(signer);
    *request.mutable_documents(0) = Signed(SchoolCertificate(), signer);
    const auto answer = Submit(request);
    ASSERT_TRUE(answer.ok());
    EXPECT_THAT(ReasonSet(answer->decision()), Contains(v1::REASON_CODE_CERTIFICATE_NOT_VALID)) << signer;
    EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_PRELIMINARY_REFUSAL) << signer;
  }
}

TEST_F(SubmitTest, ACertificateOnHoldIsWaitedFor) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kSchoolHeadOnHold);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(ReasonSet(answer->decision()), ElementsAre(v1::REASON_CODE_REVOCATION_UNAVAILABLE));
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_UNDER_REVIEW);
}

TEST_F(SubmitTest, AnEmployeeNeedsADelegation) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kSchoolEmployee);
  auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(ReasonSet(answer->decision()), ElementsAre(v1::REASON_CODE_SIGNER_NOT_ENTITLED));
  v1::SignerDelegation& delegation = *registry_.institutions[demo_pki::SchoolBin()].add_delegations();
  delegation.set_iin(demo_pki::EmployeeIin());
  delegation.add_document_types(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  *delegation.mutable_period()->mutable_from() = Date(2025, 9, 1);
  request.set_request_id("r2");
  answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_GRANTED) << answer->decision().DebugString();
}

TEST_F(SubmitTest, AnInformationSystemSignsWhereTheRegisterAllowsIt) {
  registry_.institutions[demo_pki::SchoolBin()].set_information_system_may_sign(true);
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kSchoolSystem);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_GRANTED) << answer->decision().DebugString();
}

TEST_F(SubmitTest, APersonsCertificateDoesNotSignForASchool) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kPerson);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(ReasonSet(answer->decision()), Contains(v1::REASON_CODE_SIGNER_NOT_ENTITLED));
}

TEST_F(SubmitTest, ASignedScanIsReadByAPerson) {
  v1::SubmitApplicationRequest request = Request("r1");
  *request.mutable_documents(0) =
      Signed(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, "%PDF-1.7 scan", demo_pki::kSchoolHead);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_UNDER_REVIEW);
  EXPECT_THAT(ReasonSet(answer->decision()), ElementsAre(v1::REASON_CODE_DOCUMENT_NEEDS_READING));
}

TEST_F(SubmitTest, SeveralGroundsAreAllSaid) {
  v1::FamilyRecord& family = registry_.families[Child()];
  family.mutable_residence()->set_district_kato("433200000");
  *family.mutable_identity()->mutable_valid_through() = Date(2025, 1, 1);
  v1::SubmitApplicationRequest request = Request("r1");
  request.mutable_form()->set_consent(false);
  *request.mutable_documents(0) = Signed(SchoolCertificate(), demo_pki::kSchoolHeadRevoked);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_THAT(ReasonSet(answer->decision()),
              ElementsAre(v1::REASON_CODE_CERTIFICATE_NOT_VALID, v1::REASON_CODE_OTHER_DISTRICT,
                          v1::REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID, v1::REASON_CODE_CONSENT_MISSING));
}

TEST_F(SubmitTest, BothParentsInTwoDistrictsGetOneGrant) {
  const auto mother = Submit(Request("mother"));
  ASSERT_TRUE(mother.ok());
  EXPECT_EQ(mother->decision().entitlement().total_tenge(), "94368.00");
  clock_.Set("2025-10-20T10:00:00+05:00");
  const std::string elsewhere = catalog_->FindById("kz-kyzylorda")->district_katos(0);
  for (auto& [bin, institution] : registry_.institutions) institution.add_district_katos(elsewhere);
  registry_.families[Child()].mutable_residence()->set_district_kato(elsewhere);
  v1::SubmitApplicationRequest request = Request("father");
  request.mutable_form()->set_applicant_iin(Father());
  request.mutable_form()->set_district_kato(elsewhere);
  const auto father = Submit(request);
  ASSERT_TRUE(father.ok()) << father.status();
  EXPECT_EQ(father->application().state(), v1::APPLICATION_STATE_PRELIMINARY_REFUSAL);
  EXPECT_THAT(ReasonSet(father->decision()), ElementsAre(v1::REASON_CODE_OTHER_CLAIMANT));
  EXPECT_EQ(store_->GetClaims(Child())->grants.size(), 1U);
}

TEST_F(SubmitTest, ParentsWhoRaceGetOneGrant) {
  for (int child = 0; child < 8; ++child) {
    AddFamily(child);
    v1::SubmitApplicationRequest mother = Request("mother-" + std::to_string(child), child);
    v1::SubmitApplicationRequest father = mother;
    father.set_request_id("father-" + std::to_string(child));
    father.mutable_form()->set_applicant_iin(Father(child));
    absl::StatusOr<v1::SubmitApplicationResponse> first;
    absl::StatusOr<v1::SubmitApplicationResponse> second;
    std::thread one([&] { first = Submit(mother); });
    std::thread two([&] { second = Submit(father); });
    one.join();
    two.join();
    ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
    const std::vector<v1::ApplicationState> states = {first->application().state(),
                                                      second->application().state()};
    EXPECT_THAT(states, testing::UnorderedElementsAre(v1::APPLICATION_STATE_GRANTED,
                                                      v1::APPLICATION_STATE_PRELIMINARY_REFUSAL));
    const auto& loser = first->application().state() == v1::APPLICATION_STATE_GRANTED ? second : first;
    EXPECT_THAT(ReasonSet(loser->decision()), ElementsAre(v1::REASON_CODE_OTHER_CLAIMANT));
    EXPECT_TRUE(Replay(loser->decision().name()).identical());
  }
}

TEST_F(SubmitTest, ARetryGetsTheSameAnswerAndStoresNothing) {
  const v1::SubmitApplicationRequest request = Request("r1");
  const auto first = Submit(request);
  clock_.Set("2025-12-03T10:00:00+05:00");
  registry_.down = true;
  const auto again = Submit(request);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(again->SerializeAsString().size(), first->SerializeAsString().size());
  EXPECT_EQ(again->DebugString(), first->DebugString());
  EXPECT_EQ(registry_.lookups, 1);
}

// Whoever asks again reads: the record of the write does not stand for it.
TEST_F(SubmitTest, AStoredAnswerIsHandedOutAgainOnceThatIsRecorded) {
  const v1::SubmitApplicationRequest request = Request("r1");
  const auto first = Submit(request);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(store_->LastAudit()->event, "APPLICATION_SUBMITTED");
  call_.caller = "officer";
  ASSERT_TRUE(Submit(request).ok());
  const auto record = store_->LastAudit();
  EXPECT_EQ(record->seq, 2);
  EXPECT_EQ(record->event, "ACCESS_SUBMIT_APPLICATION");
  EXPECT_EQ(record->actor, "officer");
  EXPECT_EQ(record->application_id, first->decision().name());
  EXPECT_EQ(record->revision, 1);
  store_->Drain();
  EXPECT_EQ(ErrorName(Submit(request).status()), "SHUTTING_DOWN") << "no record, no answer";
}

TEST_F(SubmitTest, TheSameIdWithAnotherPayloadIsAnError) {
  v1::SubmitApplicationRequest request = Request("r1");
  ASSERT_TRUE(Submit(request).ok());
  request.mutable_form()->set_consent(false);
  EXPECT_EQ(ErrorName(Submit(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(SubmitTest, TheSameRequestTwiceAtOnceIsAnsweredAlike) {
  const v1::SubmitApplicationRequest request = Request("r1");
  absl::StatusOr<v1::SubmitApplicationResponse> first;
  absl::StatusOr<v1::SubmitApplicationResponse> second;
  std::thread one([&] { first = Submit(request); });
  std::thread two([&] { second = Submit(request); });
  one.join();
  two.join();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->application().name(), second->application().name());
}

TEST_F(SubmitTest, ValidateOnlyDecidesAndStoresNothing) {
  v1::SubmitApplicationRequest request = Request("r1");
  request.set_validate_only(true);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->application().name(), "");
  EXPECT_EQ(answer->application().state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_THAT(store_->GetClaims(Child())->grants, IsEmpty());
  EXPECT_TRUE(absl::IsNotFound(store_->FindRequest("SubmitApplication/r1").status()));
}

// What registers say of a child is read, though nothing is stored; and the record names nobody.
TEST_F(SubmitTest, ValidateOnlyIsAnsweredOnceItIsRecorded) {
  v1::SubmitApplicationRequest request = Request("r1");
  request.set_validate_only(true);
  const auto answer = Submit(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const auto record = store_->LastAudit();
  EXPECT_EQ(record->seq, 1);
  EXPECT_EQ(record->event, "ACCESS_VALIDATE_APPLICATION");
  EXPECT_EQ(record->application_id, "applications");
  EXPECT_EQ(record->decision_sha256,
            decision::Sha256Raw(decision::SerializeDeterministically(answer->decision())));
  store_->Drain();
  EXPECT_EQ(ErrorName(Submit(request).status()), "SHUTTING_DOWN") << "no record, no answer";
}

TEST_F(SubmitTest, ADistrictWithoutARegulationIsAnError) {
  v1::SubmitApplicationRequest request = Request("r1");
  request.mutable_form()->set_district_kato("999999999");
  EXPECT_EQ(ErrorName(Submit(request).status()), "UNKNOWN_DISTRICT");
}

TEST_F(SubmitTest, ACallerWhoseTimeIsUpGetsNoDecision) {
  call_.deadline = clock_.Now() - absl::Seconds(1);
  EXPECT_EQ(ErrorName(Submit(Request("r1")).status()), "DEADLINE_EXCEEDED");
}

TEST_F(SubmitTest, EveryViolationIsSaid) {
  v1::SubmitApplicationRequest request = Request("bad id");
  request.mutable_form()->set_child_iin("160305599994");
  request.mutable_form()->set_applicant_iin("1603055999931");
  request.mutable_form()->set_iban("KZ00125KZT5004100100");
  request.mutable_form()->set_district_kato("1944");
  request.mutable_form()->set_language("de");
  request.mutable_form()->set_capacity(v1::APPLICANT_CAPACITY_UNSPECIFIED);
  request.mutable_documents(0)->clear_signed_data();
  request.mutable_documents(1)->set_type(v1::DOCUMENT_TYPE_UNSPECIFIED);
  request.mutable_documents(1)->set_content(std::string((2 << 20) + 1, 'x'));
  EXPECT_THAT(ViolatedFields(Submit(request).status()),
              ElementsAre("request_id", "form.child_iin", "form.applicant_iin", "form.capacity",
                          "form.district_kato", "form.iban", "form.language", "documents[0].signed_data",
                          "documents[1].type", "documents[1].content"));
}

TEST_F(SubmitTest, NoErrorEchoesAnIin) {
  v1::SubmitApplicationRequest request = Request("r1");
  request.mutable_form()->set_child_iin("160305599994");
  EXPECT_THAT(Submit(request).status().ToString(), testing::Not(testing::HasSubstr("160305599994")));
}

TEST_F(SubmitTest, MoreThanTwentyDocumentsAreRefused) {
  v1::SubmitApplicationRequest request = Request("r1");
  for (int i = 0; i < 19; ++i) *request.add_documents() = request.documents(0);
  EXPECT_THAT(ViolatedFields(Submit(request).status()), ElementsAre("documents"));
}

}  // namespace
}  // namespace oteu::application
