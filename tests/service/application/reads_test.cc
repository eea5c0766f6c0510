// Reads: applications, decisions, explanations, entitlements, documents and regulations.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;
using testing::Not;

class ReadsTest : public World {
 protected:
  std::string Submitted(int child = 0) {
    AddFamily(child);
    const auto answer = Submit(Request("r" + std::to_string(child), child));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer->application().name();
  }
};

TEST_F(ReadsTest, AnApplicationIsFoundByItsName) {
  v1::GetApplicationRequest request;
  request.set_name(Submitted());
  EXPECT_EQ(use_cases_->GetApplication(call_, request)->application().name(), request.name());
  request.set_name("applications/none");
  EXPECT_EQ(ErrorName(use_cases_->GetApplication(call_, request).status()), "NOT_FOUND");
  request.set_name("none");
  EXPECT_EQ(ErrorName(use_cases_->GetApplication(call_, request).status()), "INVALID_FIELD");
}

TEST_F(ReadsTest, AReadingIsRecordedUnderItsMethodAndNamesWhatWasRead) {
  EXPECT_EQ(AccessEvent("oteu.v1.ApplicationService/GetApplication"), "ACCESS_GET_APPLICATION");
  v1::ListApplicationsResponse list;
  EXPECT_EQ(AccessOf(v1::ListApplicationsRequest(), list)->subject, "applications");
  list.add_applications()->set_name("applications/a");
  list.add_applications()->set_name("applications/b");
  EXPECT_EQ(AccessOf(v1::ListApplicationsRequest(), list)->subject, "applications/a,applications/b");
  EXPECT_EQ(AccessOf(v1::ListApplicationsRequest(), list)->count, 2);
  EXPECT_FALSE(AccessOf(v1::ListRegulationsRequest(), v1::ListRegulationsResponse()).has_value());
  v1::ListChangesRequest changes;
  EXPECT_EQ(AccessOf(changes, v1::ListChangesResponse())->subject, "changes");
  changes.set_resume_token("t");
  EXPECT_FALSE(AccessOf(changes, v1::ListChangesResponse()).has_value());
  // A method of which nothing is said is recorded all the same.
  v1::WithdrawApplicationRequest unknown;
  unknown.set_name("applications/a");
  EXPECT_EQ(AccessOf(unknown, v1::WithdrawApplicationResponse())->subject, "applications/a");
}

TEST_F(ReadsTest, AReadingIsInTheChainWhenItIsAnswered) {
  std::promise<absl::Status> recorded;
  CallContext call = call_;
  call.caller = "officer";
  use_cases_->RecordAccess(call, "oteu.v1.ApplicationService/GetApplication", {"applications/a", 3, ""},
                           [&](absl::Status status) { recorded.set_value(std::move(status)); });
  EXPECT_TRUE(recorded.get_future().get().ok());
  const auto last = store_->LastAudit();
  EXPECT_EQ(last->event, "ACCESS_GET_APPLICATION");
  EXPECT_EQ(last->actor, "officer");
  EXPECT_EQ(last->application_id, "applications/a");
  EXPECT_EQ(last->revision, 3);
  store_->Drain();
  std::promise<absl::Status> refused;
  use_cases_->RecordAccess(call, "S/M", {"applications/a", 3, ""},
                           [&](absl::Status status) { refused.set_value(std::move(status)); });
  EXPECT_EQ(ErrorName(refused.get_future().get()), "SHUTTING_DOWN");
}

TEST_F(ReadsTest, PagesWalkNewestFirstAndOnce) {
  std::vector<std::string> names;
  for (int child = 0; child < 5; ++child) names.insert(names.begin(), Submitted(child));
  v1::ListApplicationsRequest request;
  request.set_page_size(2);
  request.add_states(v1::APPLICATION_STATE_GRANTED);
  std::vector<std::string> seen;
  do {
    const auto page = use_cases_->ListApplications(call_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& application : page->applications()) seen.push_back(application.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, names);
}

TEST_F(ReadsTest, ATokenOfAnotherFilterIsRefused) {
  for (int child = 0; child < 3; ++child) Submitted(child);
  v1::ListApplicationsRequest request;
  request.set_page_size(1);
  request.set_page_token(use_cases_->ListApplications(call_, request)->next_page_token());
  ASSERT_TRUE(use_cases_->ListApplications(call_, request).ok());
  request.set_child_iin(Child(1));
  EXPECT_THAT(ViolatedFields(use_cases_->ListApplications(call_, request).status()),
              ElementsAre("page_token"));
  request.set_page_size(201);
  request.set_applicant_iin("1");
  EXPECT_THAT(ViolatedFields(use_cases_->ListApplications(call_, request).status()),
              ElementsAre("page_size", "applicant_iin", "page_token"));
}

TEST_F(ReadsTest, DecisionsArePagedNewestFirst) {
  registry_.down = true;
  const auto first = Submit(Request("r"));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Review("v1", first->application().name()).ok());
  ASSERT_TRUE(Review("v2", first->application().name()).ok());
  v1::ListDecisionsRequest request;
  request.set_parent(first->application().name());
  request.set_page_size(2);
  const auto page = use_cases_->ListDecisions(call_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->decisions_size(), 2);
  EXPECT_EQ(page->decisions(0).version(), 3);
  request.set_page_token(page->next_page_token());
  const auto last = use_cases_->ListDecisions(call_, request);
  ASSERT_EQ(last->decisions_size(), 1);
  EXPECT_EQ(last->decisions(0).version(), 1);
  EXPECT_EQ(last->next_page_token(), "");
  v1::GetDecisionRequest get;
  get.set_name(first->application().name() + "/decisions/latest");
  EXPECT_EQ(use_cases_->GetDecision(call_, get)->decision().version(), 3);
  get.set_name(first->application().name() + "/decisions/9");
  EXPECT_EQ(ErrorName(use_cases_->GetDecision(call_, get).status()), "NOT_FOUND");
}

TEST_F(ReadsTest, AnExplanationComesInTheLanguageAskedForElseInTheCallsElseInKazakh) {
  v1::ExplainDecisionRequest request;
  request.set_name(Submitted() + "/decisions/1");
  request.set_language("ru");
  const auto russian = use_cases_->ExplainDecision(call_, request);
  ASSERT_TRUE(russian.ok()) << russian.status();
  EXPECT_EQ(russian->language(), "ru");
  EXPECT_EQ(russian->decision(), request.name());
  EXPECT_EQ(AccessOf(request, *russian)->subject, request.name());
  EXPECT_FALSE(russian->clauses().empty());
  EXPECT_THAT(russian->DebugString(), Not(testing::HasSubstr(Child())));
  request.clear_language();
  request.mutable_name()->replace(request.name().size() - 1, 1, "latest");
  EXPECT_EQ(use_cases_->ExplainDecision(call_, request)->decision(), russian->decision());
  call_.language = "en";
  EXPECT_EQ(use_cases_->ExplainDecision(call_, request)->language(), "en");
  call_.language = "de";
  EXPECT_EQ(use_cases_->ExplainDecision(call_, request)->language(), "kk");
  request.set_language("de");
  EXPECT_EQ(ErrorName(use_cases_->ExplainDecision(call_, request).status()), "INVALID_FIELD");
}

TEST_F(ReadsTest, AnEntitlementIsActiveThenEnded) {
  v1::GetEntitlementRequest request;
  request.set_name(Submitted() + "/entitlement");
  EXPECT_EQ(use_cases_->GetEntitlement(call_, request)->state(), v1::ENTITLEMENT_STATE_ACTIVE);
  clock_.Set("2026-06-01T00:30:00+05:00");
  EXPECT_EQ(use_cases_->GetEntitlement(call_, request)->state(), v1::ENTITLEMENT_STATE_ENDED);
}

TEST_F(ReadsTest, AStayToComeSuspendsTheEntitlementForItsTime) {
  auto* stay = registry_.families[Child()].mutable_institution_stays()->add_stays();
  *stay->mutable_from() = Date(2025, 11, 10);
  *stay->mutable_through() = Date(2026, 2, 10);
  const auto answer = Submit(Request("r"));
  ASSERT_EQ(answer->application().state(), v1::APPLICATION_STATE_GRANTED);
  v1::GetEntitlementRequest request;
  request.set_name(answer->application().name() + "/entitlement");
  EXPECT_EQ(use_cases_->GetEntitlement(call_, request)->state(), v1::ENTITLEMENT_STATE_ACTIVE);
  clock_.Set("2025-12-15T10:00:00+05:00");
  EXPECT_EQ(use_cases_->GetEntitlement(call_, request)->state(), v1::ENTITLEMENT_STATE_SUSPENDED);
}

TEST_F(ReadsTest, WhatIsNotGrantedHasNoEntitlement) {
  registry_.down = true;
  const auto answer = Submit(Request("r"));
  v1::GetEntitlementRequest request;
  request.set_name(answer->application().name() + "/entitlement");
  EXPECT_EQ(ErrorName(use_cases_->GetEntitlement(call_, request).status()), "NOT_FOUND");
}

TEST_F(ReadsTest, ADocumentIsVerifiedWithoutBeingStored) {
  v1::VerifyDocumentRequest request;
  *request.mutable_document() = Signed(SchoolCertificate());
  const auto passed = use_cases_->VerifyDocument(call_, request);
  ASSERT_TRUE(passed.ok()) << passed.status();
  EXPECT_EQ(passed->report().indication(), v1::INDICATION_TOTAL_PASSED) << passed->report().DebugString();
  request.mutable_document()->clear_signed_data();
  request.mutable_validation_time()->set_seconds(-99999999999999);
  EXPECT_THAT(ViolatedFields(use_cases_->VerifyDocument(call_, request).status()),
              ElementsAre("document.signed_data", "validation_time"));
}

TEST_F(ReadsTest, WhatWouldIGet) {
  v1::EvaluateEntitlementRequest request;
  request.set_regulation_id("kz-kegen");
  *request.mutable_facts()->mutable_birth_date() = Date(2015, 3, 5);
  *request.mutable_facts()->add_applications()->mutable_date() = Date(2025, 8, 10);
  *request.mutable_facts()->add_pmpc_terms()->mutable_from() = Date(2025, 8, 1);
  *request.mutable_facts()->mutable_pmpc_terms(0)->mutable_through() = Date(2026, 5, 25);
  *request.mutable_facts()->add_home_education() = request.facts().pmpc_terms(0);
  *request.mutable_facts()->add_disability_terms()->mutable_from() = Date(2024, 1, 1);
  *request.mutable_known_as_of() = Date(2026, 1, 15);
  const auto due = use_cases_->EvaluateEntitlement(call_, request);
  ASSERT_TRUE(due.ok()) << due.status();
  EXPECT_EQ(due->entitlement().total_tenge(), "132112.00");
  request.clear_facts();
  EXPECT_EQ(ErrorName(use_cases_->EvaluateEntitlement(call_, request).status()), "INVALID_FIELD");
}

TEST_F(ReadsTest, RegulationsAreListedAndShown) {
  v1::ListRegulationsRequest list;
  list.set_page_size(1);
  std::vector<std::string> ids;
  do {
    const auto page = use_cases_->ListRegulations(call_, list);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& regulation : page->regulations()) ids.push_back(regulation.id());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(ids, catalog_->ids());
  v1::GetRegulationRequest get;
  get.set_district_kato(kKegen);
  const auto kegen = use_cases_->GetRegulation(call_, get);
  ASSERT_TRUE(kegen.ok()) << kegen.status();
  EXPECT_EQ(kegen->id(), "kz-kegen");
  EXPECT_EQ(kegen->version().amount().mci_multiple(), "8");
  get.set_id("kz-nowhere");
  EXPECT_EQ(ErrorName(use_cases_->GetRegulation(call_, get).status()), "UNKNOWN_REGULATION");
  get.Clear();
  EXPECT_EQ(ErrorName(use_cases_->GetRegulation(call_, get).status()), "INVALID_FIELD");
}

class DraftTest : public World {
 protected:
  static std::string Kegen() {
    std::ifstream file(OTEU_SOURCE_DIR "/service/regulations/kegen.txtpb");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
};

TEST_F(DraftTest, AGoodDraftHasNoErrorAndABrokenOneSaysWhere) {
  v1::LintRegulationRequest request;
  request.set_text(Kegen());
  auto linted = use_cases_->LintRegulation(call_, request);
  ASSERT_TRUE(linted.ok()) << linted.status();
  for (const auto& finding : linted->findings())
    EXPECT_NE(finding.severity(), v1::LINT_SEVERITY_ERROR) << finding.message();
  request.set_text("id: \"kz-x\"\nnonsense: 1\n");
  linted = use_cases_->LintRegulation(call_, request);
  ASSERT_FALSE(linted->findings().empty());
  EXPECT_EQ(linted->findings(0).severity(), v1::LINT_SEVERITY_ERROR);
  request.set_text("\xff");
  EXPECT_EQ(ErrorName(use_cases_->LintRegulation(call_, request).status()), "INVALID_FIELD");
}

TEST_F(DraftTest, ADraftIsTriedBesideWhatIsInForce) {
  v1::SimulateRegulationRequest request;
  std::string draft = Kegen();
  const std::string from = "mci_multiple: \"8\"";
  ASSERT_NE(draft.find(from), std::string::npos);
  draft.replace(draft.find(from), from.size(), "mci_multiple: \"10\"");
  request.set_text(draft);
  auto& facts = *request.mutable_request()->mutable_facts();
  request.mutable_request()->set_regulation_id("kz-kegen");
  *request.mutable_request()->mutable_known_as_of() = Date(2026, 1, 15);
  *facts.mutable_birth_date() = Date(2015, 3, 5);
  *facts.add_applications()->mutable_date() = Date(2025, 8, 10);
  *facts.add_pmpc_terms()->mutable_from() = Date(2025, 8, 1);
  *facts.mutable_pmpc_terms(0)->mutable_through() = Date(2026, 5, 25);
  *facts.add_home_education() = facts.pmpc_terms(0);
  *facts.add_disability_terms()->mutable_from() = Date(2024, 1, 1);
  const auto tried = use_cases_->SimulateRegulation(call_, request);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->current().total_tenge(), "132112.00");
  EXPECT_EQ(tried->draft().total_tenge(), "165140.00");
  request.set_text("id: \"broken\"");
  EXPECT_EQ(ErrorName(use_cases_->SimulateRegulation(call_, request).status()), "INVALID_FIELD");
}

}  // namespace
}  // namespace oteu::application
