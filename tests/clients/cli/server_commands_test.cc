// The commands against a server, here a fake one in this process: what is sent, what is printed, exit codes.
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "tests/clients/cli/run_oteu.h"

namespace oteu::cli {
namespace {

using testing::HasSubstr;

v1::Decision MakeDecision(v1::DecisionOutcome outcome) {
  v1::Decision decision;
  decision.set_name("applications/a1/decisions/1");
  decision.set_outcome(outcome);
  decision.mutable_entitlement()->set_total_tiyn(13211200);
  decision.mutable_deadlines()->mutable_decision_due()->set_year(2026);
  decision.mutable_deadlines()->mutable_decision_due()->set_month(12);
  decision.mutable_deadlines()->mutable_decision_due()->set_day(2);
  if (outcome != v1::DECISION_OUTCOME_GRANTED) {
    v1::DecisionFinding& finding = *decision.add_findings();
    finding.set_reason(v1::REASON_CODE_SIGNATURE_INVALID);
    finding.set_ground(v1::REFUSAL_GROUND_UNRELIABLE_DOCUMENTS);
    finding.set_severity(v1::SEVERITY_REFUSAL);
    finding.set_object("documents[0]");
    finding.add_citations()->set_act_id("rules-84");
    finding.mutable_citations(0)->set_clause_id("9.1");
  }
  return decision;
}

grpc::Status BadForm() {
  google::rpc::Status rpc;
  rpc.set_code(3);
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  rpc.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("form.child_iin");
  bad.mutable_field_violations(0)->set_description("control digit is wrong");
  rpc.add_details()->PackFrom(bad);
  return {grpc::StatusCode::INVALID_ARGUMENT, "invalid", rpc.SerializeAsString()};
}

class FakeApplications final : public v1::ApplicationService::Service {
 public:
  grpc::Status SubmitApplication(grpc::ServerContext* context, const v1::SubmitApplicationRequest* request,
                                 v1::SubmitApplicationResponse* response) override {
    last_submit = *request;
    const auto language = context->client_metadata().find("accept-language");
    last_language = language == context->client_metadata().end()
                        ? ""
                        : std::string(language->second.data(), language->second.size());
    if (request->form().child_iin() == "bad") return BadForm();
    response->mutable_application()->set_name("applications/a1");
    *response->mutable_decision() =
        MakeDecision(request->documents_size() == 2 ? v1::DECISION_OUTCOME_GRANTED
                                                    : v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
    return grpc::Status::OK;
  }
  grpc::Status GetApplication(grpc::ServerContext* /*context*/, const v1::GetApplicationRequest* request,
                              v1::GetApplicationResponse* response) override {
    if (request->name() != "applications/a1") return {grpc::StatusCode::NOT_FOUND, "no such application"};
    response->mutable_application()->set_name(request->name());
    response->mutable_application()->set_latest_decision("applications/a1/decisions/1");
    return grpc::Status::OK;
  }
  grpc::Status ListApplications(grpc::ServerContext* /*context*/, const v1::ListApplicationsRequest* request,
                                v1::ListApplicationsResponse* response) override {
    last_list = *request;
    response->add_applications()->set_name(
        absl::StrCat("applications/", request->page_token().empty() ? "a1" : "a2"));
    if (request->page_token().empty()) response->set_next_page_token("next");
    return grpc::Status::OK;
  }

  v1::SubmitApplicationRequest last_submit;
  v1::ListApplicationsRequest last_list;
  std::string last_language;
};

class FakeDecisions final : public v1::DecisionService::Service {
 public:
  grpc::Status GetDecision(grpc::ServerContext* /*context*/, const v1::GetDecisionRequest* request,
                           v1::GetDecisionResponse* response) override {
    *response->mutable_decision() = MakeDecision(v1::DECISION_OUTCOME_GRANTED);
    response->mutable_decision()->set_name(request->name());
    return grpc::Status::OK;
  }
  grpc::Status ReplayDecision(grpc::ServerContext* /*context*/, const v1::ReplayDecisionRequest* request,
                              v1::ReplayDecisionResponse* response) override {
    response->set_name(request->name());
    response->set_identical(request->name() == "applications/a1/decisions/1");
    if (!response->identical()) response->add_differences("entitlement.total_tiyn");
    return grpc::Status::OK;
  }
  grpc::Status ExplainDecision(grpc::ServerContext* /*context*/, const v1::ExplainDecisionRequest* request,
                               v1::ExplainDecisionResponse* response) override {
    response->set_summary(absl::StrCat("in ", request->language(), " of ", request->name()));
    return grpc::Status::OK;
  }
  grpc::Status GrantAfterHearing(grpc::ServerContext* /*context*/,
                                 const v1::GrantAfterHearingRequest* request,
                                 v1::GrantAfterHearingResponse* response) override {
    last_grant = *request;
    *response->mutable_decision() = MakeDecision(v1::DECISION_OUTCOME_GRANTED);
    return grpc::Status::OK;
  }
  grpc::Status CompleteReview(grpc::ServerContext* /*context*/, const v1::CompleteReviewRequest* request,
                              v1::CompleteReviewResponse* response) override {
    last_review = *request;
    *response->mutable_decision() = MakeDecision(v1::DECISION_OUTCOME_UNDER_REVIEW);
    return grpc::Status::OK;
  }

  v1::GrantAfterHearingRequest last_grant;
  v1::CompleteReviewRequest last_review;
};

class OteuServerCommandsTest : public testing::Test {
 protected:
  OteuServerCommandsTest() : folder_(FreshFolder("server")) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&applications_);
    builder.RegisterService(&decisions_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
    WriteOrFail(folder_ + "/a.cms", "container");
    WriteOrFail(folder_ + "/a.json", "content");
    WriteOrFail(folder_ + "/form.json",
                R"({"childIin":"900000000017","districtKato":"194400000","consent":true})");
  }
  ~OteuServerCommandsTest() override { server_->Shutdown(); }

  RunResult Run(std::vector<std::string> words) {
    words.insert(words.end(), {"--server", address_});
    return RunOteu(words);
  }

  std::string folder_;
  FakeApplications applications_;
  FakeDecisions decisions_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

TEST_F(OteuServerCommandsTest, SubmitSendsTheDossierAndPrintsTheGrant) {
  const RunResult result = Run({"submit", "--form", folder_ + "/form.json", "--iban", "KZ1", "--capacity",
                                "parent", "--lang", "ru", "--request-id", "r1", "--document",
                                "school-certificate=" + folder_ + "/a.cms:" + folder_ + "/a.json",
                                "--document", "PMPC_CONCLUSION=" + folder_ + "/a.cms"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const v1::SubmitApplicationRequest& sent = applications_.last_submit;
  EXPECT_EQ(sent.request_id(), "r1");
  EXPECT_EQ(sent.form().child_iin(), "900000000017");
  EXPECT_EQ(sent.form().iban(), "KZ1");
  EXPECT_EQ(sent.form().capacity(), v1::APPLICANT_CAPACITY_PARENT);
  EXPECT_EQ(sent.documents(0).type(), v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  EXPECT_EQ(sent.documents(0).content(), "content");
  EXPECT_EQ(sent.documents(1).content(), "");
  EXPECT_EQ(applications_.last_language, "ru");
  for (const char* part :
       {"GRANTED", "applications/a1/decisions/1", "132,112.00", "decision due", "2026-12-02"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
}

TEST_F(OteuServerCommandsTest, ARefusalIsAFindingWithItsClause) {
  const RunResult result = Run({"submit", "--form", folder_ + "/form.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              HasSubstr("SIGNATURE_INVALID  [UNRELIABLE_DOCUMENTS]  documents[0]  (rules-84 cl. 9.1)"));
  EXPECT_THAT(result.err, HasSubstr("request id "));
  EXPECT_EQ(applications_.last_submit.request_id().size(), 36U);
}

TEST_F(OteuServerCommandsTest, ErrorsShowReasonAndFields) {
  const RunResult result = Run({"submit", "--child-iin", "bad"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("INVALID_ARGUMENT INVALID_FIELD: invalid"));
  EXPECT_THAT(result.err, HasSubstr("form.child_iin: control digit is wrong"));
  const RunResult json = Run({"submit", "--child-iin", "bad", "--json"});
  EXPECT_EQ(Field(JsonLines(json.out).at(0), "error.reason"), "INVALID_FIELD");
}

TEST_F(OteuServerCommandsTest, GetTakesAnApplicationOrADecision) {
  const RunResult application = Run({"get", "a1"});
  EXPECT_EQ(application.exit_code, 0) << application.err;
  EXPECT_THAT(application.out, HasSubstr("GRANTED"));
  const RunResult decision = Run({"get", "applications/a1/decisions/7", "--json"});
  EXPECT_EQ(Field(JsonLines(decision.out).at(0), "decision.name"), "applications/a1/decisions/7");
  EXPECT_EQ(Run({"get", "a9"}).exit_code, 2);
}

TEST_F(OteuServerCommandsTest, ListFiltersAndPages) {
  const RunResult result =
      Run({"list", "--state", "granted", "--state", "preliminary-refusal", "--all", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(JsonLines(result.out).size(), 2U);
  EXPECT_THAT(applications_.last_list.states(),
              testing::ElementsAre(v1::APPLICATION_STATE_GRANTED, v1::APPLICATION_STATE_PRELIMINARY_REFUSAL));
  EXPECT_THAT(Run({"list"}).out, HasSubstr("more: --page-token next"));
}

TEST_F(OteuServerCommandsTest, ReplayTellsADifferenceByItsExitCode) {
  EXPECT_EQ(Run({"replay", "applications/a1/decisions/1"}).exit_code, 0);
  const RunResult different = Run({"replay", "a1"});
  EXPECT_EQ(different.exit_code, 1);
  EXPECT_THAT(different.out, HasSubstr("differs: entitlement.total_tiyn"));
}

TEST_F(OteuServerCommandsTest, ExplainAsksForTheLanguage) {
  EXPECT_EQ(Run({"explain", "a1", "--lang", "kk"}).out, "in kk of applications/a1/decisions/latest\n");
}

TEST_F(OteuServerCommandsTest, OfficersActsAreSentAsGiven) {
  EXPECT_EQ(Run({"hearing", "grant", "a1", "--set-aside", "NO_HOME_EDUCATION", "--justification", "seen",
                 "--officer", "o1"})
                .exit_code,
            0);
  EXPECT_EQ(decisions_.last_grant.name(), "applications/a1");
  EXPECT_EQ(decisions_.last_grant.grant().set_aside(0), v1::REASON_CODE_NO_HOME_EDUCATION);
  EXPECT_EQ(decisions_.last_grant.grant().officer(), "o1");
  EXPECT_EQ(Run({"review", "a1", "--officer", "o1", "--attest",
                 "school-certificate@2026-09-01..2027-05-25=read it"})
                .exit_code,
            1);
  const v1::OfficerAttestation& word = decisions_.last_review.attestations(0);
  EXPECT_EQ(word.type(), v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  EXPECT_EQ(word.period().through().month(), 5);
  EXPECT_EQ(word.justification(), "read it");
}

}  // namespace
}  // namespace oteu::cli
