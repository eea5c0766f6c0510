// What happens in a family after the grant, told to the running service over the wire: the facts through
// PushFacts, the answers from its reads, and every decision made again to the same bytes. Figures in tiyn, or
// as tenge in the names of domain examples; Kegen, 8 MCI a quarter, reading B.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "oteu/v1/entitlement_service.grpc.pb.h"
#include "oteu/v1/fact_service.grpc.pb.h"
#include "service/rpc/server.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kQuarter2025 = 3'145'600, kQuarter2026 = 3'460'000;  // 8 MCI

class ScenarioTest : public World {
 protected:
  ScenarioTest() : log_([](absl::string_view) {}, logging::Level::kError, &clock_) {
    runtime_ = {use_cases_.get(), &pool_, &clock_, &log_};
    runtime_.streams = &streams_;
    rpc::ServerOptions options;
    options.address = "127.0.0.1:0";
    auto server = rpc::Server::Start(options, &runtime_);
    if (!server.ok()) {
      ADD_FAILURE() << server.status();
      std::abort();
    }
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    clock_.Set("2025-09-20T10:00:00+05:00");
  }
  ~ScenarioTest() override {
    server_->Shutdown(absl::Seconds(10));
    pool_.Stop();
  }

  v1::SubmitApplicationResponse Apply(const v1::SubmitApplicationRequest& request) {
    grpc::ClientContext context;
    v1::SubmitApplicationResponse response;
    const auto status =
        v1::ApplicationService::NewStub(channel_)->SubmitApplication(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // Granted; its name.
  std::string Grant(const v1::SubmitApplicationRequest& request) {
    const auto response = Apply(request);
    EXPECT_EQ(response.decision().outcome(), v1::DECISION_OUTCOME_GRANTED)
        << response.decision().ShortDebugString();
    return response.application().name();
  }

  // One chunk through a stream of its own; what became of each fact. Empty when the stream was refused.
  std::vector<v1::FactOutcome> Tell(const std::string& source, const std::vector<v1::Fact>& facts,
                                    std::string* reason = nullptr) {
    grpc::ClientContext context;
    const auto stub = v1::FactService::NewStub(channel_);
    auto stream = stub->PushFacts(&context);
    v1::PushFactsRequest request;
    request.mutable_start()->set_source(source);
    if (source.starts_with("vendor")) request.mutable_start()->set_school_bin(demo_pki::SchoolBin());
    stream->Write(request);
    v1::PushFactsResponse response;
    std::vector<v1::FactOutcome> outcomes;
    if (stream->Read(&response)) {
      request.mutable_chunk()->set_offset(response.started().committed_offset());
      for (const v1::Fact& fact : facts) *request.mutable_chunk()->add_facts() = fact;
      stream->Write(request);
      if (stream->Read(&response)) {
        for (const auto& result : response.result().results()) outcomes.push_back(result.outcome());
      }
    }
    stream->WritesDone();
    const grpc::Status status = stream->Finish();
    google::rpc::Status rpc;
    google::rpc::ErrorInfo info;
    if (reason != nullptr && rpc.ParseFromString(status.error_details()) && rpc.details_size() > 0 &&
        rpc.details(0).UnpackTo(&info))
      *reason = info.reason();
    return outcomes;
  }

  // The latest decision, after it has been made again to the same bytes.
  v1::Decision Latest(const std::string& application) {
    const auto stub = v1::DecisionService::NewStub(channel_);
    v1::GetDecisionRequest get;
    get.set_name(application + "/decisions/latest");
    v1::GetDecisionResponse got;
    grpc::ClientContext get_context;
    EXPECT_TRUE(stub->GetDecision(&get_context, get, &got).ok());
    v1::ReplayDecisionRequest replay;
    replay.set_name(got.decision().name());
    v1::ReplayDecisionResponse replayed;
    grpc::ClientContext replay_context;
    EXPECT_TRUE(stub->ReplayDecision(&replay_context, replay, &replayed).ok());
    EXPECT_TRUE(replayed.identical()) << replayed.ShortDebugString();
    return got.decision();
  }
  static std::vector<std::string> Months(const v1::Decision& decision) {
    return {decision.granted_months().begin(), decision.granted_months().end()};
  }
  static std::int64_t Total(const v1::Decision& decision) { return decision.entitlement().total_tiyn(); }
  // Tiyn proposed in this direction.
  static std::int64_t Proposed(const v1::Decision& decision, v1::AdjustmentKind kind) {
    std::int64_t sum = 0;
    for (const v1::Adjustment& adjustment : decision.recalculation().adjustments()) {
      if (adjustment.kind() == kind) sum += adjustment.amount_tiyn();
    }
    return sum;
  }
  static std::int64_t Overpaid(const v1::Decision& d) { return Proposed(d, v1::ADJUSTMENT_KIND_OVERPAYMENT); }
  static std::int64_t Owed(const v1::Decision& d) { return Proposed(d, v1::ADJUSTMENT_KIND_SUPPLEMENT); }
  // Everything that must not depend on the way there.
  static std::string State(const v1::Decision& decision) {
    std::string state = absl::StrCat(absl::StrJoin(Months(decision), ","), " ", Total(decision), " -",
                                     Overpaid(decision), " +", Owed(decision));
    for (const v1::MonthEntitlement& month : decision.entitlement().months())
      absl::StrAppend(&state, " ", month.month(), ":", absl::StrJoin(month.reasons(), ","));
    return state;
  }
  // Turns of the clock's work, until nothing is left to look at.
  void LookUntilAllIsSeen() {
    for (int turn = 0; turn < 5; ++turn) {
      const auto counts = use_cases_->GiveNotices(100, clock_.Now() + absl::Seconds(5));
      ASSERT_TRUE(counts.ok()) << counts.status();
      if (counts->looked == 0) return;
    }
    FAIL() << "there is always something to look at";
  }
  // A fact that changes nothing by itself, but lets the grant be looked at with what is known today.
  v1::Fact LongAgo(int child = 0) {
    return Period(absl::StrCat("long-ago-", child), v1::FACT_KIND_INSTITUTION_STAY, Child(child),
                  Date(2025, 1, 1), Date(2025, 8, 1));
  }

  rpc::WorkerPool pool_{rpc::WorkerPoolOptions{4, 1000}};
  logging::Logger log_;
  rpc::OpenStreams streams_;
  rpc::Runtime runtime_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// Death on 3 October, known on 5 December: 41,941.33 are due.
TEST_F(ScenarioTest, ALateDeath_Clause5_4) {
  const std::string name = Grant(Request("r1"));
  clock_.Set("2025-12-05T10:00:00+05:00");
  EXPECT_THAT(Tell("civil", {Period("death", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 3))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  const auto decision = Latest(name);
  EXPECT_EQ(decision.entitlement().total_tenge(), "41941.33");
  EXPECT_EQ(Overpaid(decision), 4 * kQuarter2025 - 4'194'133) << "the MCI of 2026 is not known yet";
  EXPECT_EQ(decision.recalculation().adjustments(0).payee_iin(), Mother());
}

TEST_F(ScenarioTest, AnInstitutionAndTheReturn_Clause5_3) {
  const std::string name = Grant(Request("r1"));
  clock_.Set("2026-02-05T10:00:00+05:00");
  v1::Fact stay = Period("stay", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2025, 11, 10));
  Tell("registers", {stay});
  EXPECT_THAT(Months(Latest(name)), ElementsAre("2025-09", "2025-10", "2025-11"));
  *stay.mutable_through() = Date(2026, 1, 20);
  Tell("registers", {Revision(stay, 2)});
  const auto back = Latest(name);
  EXPECT_THAT(Months(back), ElementsAre("2025-09", "2025-10", "2025-11", "2026-01", "2026-02", "2026-03",
                                        "2026-04", "2026-05"));
  EXPECT_EQ(Total(back), kQuarter2025 + 2'097'067 + 2 * kQuarter2026);
  EXPECT_EQ(Overpaid(back), kQuarter2025 - 2'097'067);
}

// The conclusion ends on 15 November, the next one begins on 1 January: December is not paid, and the months
// from January on need the application of 6 January.
TEST_F(ScenarioTest, APmpcTermRenewedAfterAGapNeedsANewApplication_Clause4) {
  v1::PmpcConclusion conclusion = PmpcConclusion();
  *conclusion.mutable_term_through() = Date(2025, 11, 15);
  auto first = Request("r1");
  *first.mutable_documents(1) = Signed(conclusion);
  const std::string one = Grant(first);
  clock_.Set("2026-01-06T10:00:00+05:00");
  // The register tells the new term too: it does not make the old application go on.
  Tell("registers", {Period("next", v1::FACT_KIND_PMPC_TERM, Child(), Date(2026, 1, 1), Date(2026, 5, 25))});
  EXPECT_THAT(Months(Latest(one)), ElementsAre("2025-09", "2025-10", "2025-11"));
  auto second = Request("r2");
  *conclusion.mutable_term_from() = Date(2026, 1, 1);
  *conclusion.mutable_term_through() = Date(2026, 5, 25);
  *conclusion.mutable_issued_on() = Date(2026, 1, 1);
  conclusion.set_number("10");
  *second.mutable_documents(1) = Signed(conclusion);
  const std::string two = Grant(second);
  EXPECT_THAT(Months(Latest(two)), ElementsAre("2026-01", "2026-02", "2026-03", "2026-04", "2026-05"));
  EXPECT_EQ(Total(Latest(one)) + Total(Latest(two)), kQuarter2025 + 2'097'067 + 2 * kQuarter2026);
}

TEST_F(ScenarioTest, APmpcTermRenewedWithoutAGapContinues_Clause4) {
  v1::PmpcConclusion conclusion = PmpcConclusion();
  *conclusion.mutable_term_through() = Date(2026, 2, 15);
  auto request = Request("r1");
  *request.mutable_documents(1) = Signed(conclusion);
  const std::string name = Grant(request);
  clock_.Set("2026-03-20T10:00:00+05:00");
  Tell("registers", {Period("next", v1::FACT_KIND_PMPC_TERM, Child(), Date(2026, 2, 16), Date(2026, 5, 25))});
  const auto decision = Latest(name);
  EXPECT_EQ(Total(decision), 2 * kQuarter2025 + 2 * kQuarter2026);
  EXPECT_EQ(Owed(decision), kQuarter2026 - 2'306'667 + kQuarter2026) << "March, April and May";
  EXPECT_EQ(Overpaid(decision), 0);
}

TEST_F(ScenarioTest, DisabilityEndedAndGrantedAgainBackwards_Clause5_2) {
  const std::string name = Grant(Request("r1"));
  clock_.Set("2026-02-05T10:00:00+05:00");
  v1::Fact term =
      Period("term", v1::FACT_KIND_DISABILITY_TERM, Child(), Date(2024, 1, 1), Date(2025, 11, 30));
  Tell("registers", {term});
  EXPECT_THAT(Months(Latest(name)), ElementsAre("2025-09", "2025-10", "2025-11"));
  EXPECT_GT(Overpaid(Latest(name)), 0);
  *term.mutable_through() = Date(2028, 1, 1);
  Tell("registers", {Revision(term, 2)});
  EXPECT_EQ(Total(Latest(name)), 2 * kQuarter2025 + 2 * kQuarter2026);
  EXPECT_THAT(Latest(name).recalculation().adjustments(), IsEmpty());
}

// The mother loses her rights; the father applies; no month is granted twice.
TEST_F(ScenarioTest, ThePayeeLosesHerRightsAndTheFatherApplies_Clause3) {
  const std::string mother = Grant(Request("r1"));
  clock_.Set("2025-12-10T10:00:00+05:00");
  auto request = Request("r2");
  request.mutable_form()->set_applicant_iin(Father());
  EXPECT_EQ(Apply(request).decision().outcome(), v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL)
      << "the months are the mother's";
  v1::Fact rights = Period("rights", v1::FACT_KIND_PARENTAL_RIGHTS, Child(), Date(2025, 11, 20));
  rights.set_person_iin(Mother());
  Tell("registers", {rights});
  EXPECT_THAT(Months(Latest(mother)), ElementsAre("2025-09", "2025-10", "2025-11"));
  EXPECT_TRUE(Latest(mother).recalculation().adjustments(0).needs_human());
  request.set_request_id("r3");
  const std::string father = Grant(request);
  EXPECT_THAT(Months(Latest(father)),
              ElementsAre("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"));
  // Her rights come back: the months stay with him to whom they were granted.
  Tell("registers", {Retraction(rights, 2)});
  EXPECT_THAT(Months(Latest(father)),
              ElementsAre("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"));
  std::vector<std::string> both = Months(Latest(mother));
  for (const std::string& month : Months(Latest(father))) both.push_back(month);
  std::sort(both.begin(), both.end());
  EXPECT_EQ(std::adjacent_find(both.begin(), both.end()), both.end()) << "a month is granted twice";
}

TEST_F(ScenarioTest, AnAnnulledConclusion_Clause4) {
  const std::string name = Grant(Request("r1"));
  clock_.Set("2025-12-09T10:00:00+05:00");
  v1::Fact annulled = Period("pmpc", v1::FACT_KIND_PMPC_TERM, Child(), Date(2025, 8, 20), Date(2026, 5, 25));
  annulled.set_annulled(true);
  Tell("registers", {annulled});
  EXPECT_THAT(Months(Latest(name)), IsEmpty());
  EXPECT_EQ(Overpaid(Latest(name)), 2 * kQuarter2025 + 2 * kQuarter2026);
  Tell("registers", {Retraction(annulled, 2)});
  EXPECT_EQ(Total(Latest(name)), 2 * kQuarter2025 + 2 * kQuarter2026);
}

TEST_F(ScenarioTest, TheMciOf2026IsPublishedLate_Clause7) {
  const std::string name = Grant(Request("r1"));
  EXPECT_EQ(Total(Latest(name)), 4 * kQuarter2025) << "provisional, at the last known index";
  clock_.Set("2026-02-05T10:00:00+05:00");
  LookUntilAllIsSeen();
  const auto decision = Latest(name);
  EXPECT_EQ(Total(decision), 2 * kQuarter2025 + 2 * kQuarter2026);
  EXPECT_EQ(decision.recalculation().period_changes_size(), 2);
  EXPECT_THAT(decision.recalculation().adjustments(), IsEmpty());
}

// The act is amended to 9 MCI from 1 January.
TEST_F(ScenarioTest, TheActIsAmendedInMidYear_Clause7) {
  const std::string name = Grant(Request("r1"));
  clock_.Set("2026-02-05T10:00:00+05:00");
  oteu::regulation::v1::CatalogSnapshot acts;
  ASSERT_TRUE(acts.ParseFromString(catalog_->snapshot()));
  for (auto& act : *acts.mutable_regulations()) {
    if (act.id() != "kz-kegen") continue;
    auto next = act.versions(0);
    next.set_revision("2026-01-01");
    next.mutable_act()->set_revision("2026-01-01");
    next.set_in_force_from("2026-01-01");
    next.set_known_from("2025-12-20");
    next.mutable_amount()->set_mci_multiple("9");
    *act.add_versions() = std::move(next);
  }
  const auto amended = regulation::Catalog::FromSnapshot(acts.SerializeAsString());
  ASSERT_TRUE(amended.ok()) << amended.status();
  const auto before = catalog_;
  catalog_ = *amended;
  LookUntilAllIsSeen();
  const auto decision = Latest(name);
  EXPECT_EQ(Total(decision), 2 * kQuarter2025 + 2 * (kQuarter2026 / 8 * 9));
  EXPECT_EQ(decision.recalculation().period_changes_size(), 2);
  // Back again: the decision under the amended act is replayed under that act, from its own snapshot.
  catalog_ = before;
  EXPECT_EQ(Latest(name).name(), decision.name());
}

TEST_F(ScenarioTest, ASchoolIsHandedOverInMidYearWithoutDuplicatesOrGaps_Clause2) {
  const std::string name = Grant(Request("r1"));
  clock_.Set("2025-12-20T10:00:00+05:00");
  using Outcomes = std::vector<v1::FactOutcome>;
  EXPECT_EQ(Tell("vendor-a", {Confirmed("a-1", Child(), "2025-09"), Confirmed("a-2", Child(), "2025-10"),
                              Confirmed("a-3", Child(), "2025-11")}),
            (Outcomes{v1::FACT_OUTCOME_NEW, v1::FACT_OUTCOME_NEW, v1::FACT_OUTCOME_NEW}));
  std::string reason;
  EXPECT_THAT(Tell("vendor-b", {Confirmed("b-1", Child(), "2025-12")}, &reason), IsEmpty());
  EXPECT_EQ(reason, "NOT_IN_CHARGE");
  clock_.Set("2026-01-10T10:00:00+05:00");
  EXPECT_THAT(Tell("vendor-a", {Confirmed("a-4", Child(), "2025-12")}, &reason), IsEmpty());
  EXPECT_EQ(reason, "NOT_IN_CHARGE");
  // The new vendor tells the year again under its own ids, and what the old one forgot.
  EXPECT_EQ(
      Tell("vendor-b", {Confirmed("b-1", Child(), "2025-12"), Confirmed("b-2", Child(), "2025-11"),
                        Confirmed("b-3", Child(), "2025-10"), Confirmed("b-4", Child(), "2025-09")}),
      (Outcomes{v1::FACT_OUTCOME_NEW, v1::FACT_OUTCOME_SAME, v1::FACT_OUTCOME_SAME, v1::FACT_OUTCOME_SAME}));
  v1::GetEntitlementRequest get;
  get.set_name(name + "/entitlement");
  v1::GetEntitlementResponse entitlement;
  grpc::ClientContext context;
  ASSERT_TRUE(v1::EntitlementService::NewStub(channel_)->GetEntitlement(&context, get, &entitlement).ok());
  std::vector<std::string> months;
  for (const auto& confirmation : entitlement.confirmations()) months.push_back(confirmation.month());
  EXPECT_THAT(months, ElementsAre("2025-09", "2025-10", "2025-11", "2025-12"));
  // The new vendor's word holds, also against the old one's.
  Tell("vendor-b", {Retraction(Confirmed("b-3", Child(), "2025-10"), 2)});
  grpc::ClientContext again;
  ASSERT_TRUE(v1::EntitlementService::NewStub(channel_)->GetEntitlement(&again, get, &entitlement).ok());
  EXPECT_EQ(entitlement.confirmations_size(), 3);
  EXPECT_EQ(Latest(name).version(), 1) << "attendance never changes an amount";
}

// ---- Whatever the way, the same end ----

TEST_F(ScenarioTest, RecalculatingTwiceIsRecalculatingOnce) {
  const std::string name = Grant(Request("r1"));
  const v1::Fact stay =
      Period("stay", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2025, 10, 10), Date(2026, 1, 20));
  clock_.Set("2026-02-05T10:00:00+05:00");
  Tell("registers", {stay});
  const auto once = Latest(name);
  EXPECT_THAT(Tell("registers", {stay}), ElementsAre(v1::FACT_OUTCOME_SAME));
  // The same content under a new revision, and the same stay from another authority.
  EXPECT_THAT(Tell("registers", {Revision(stay, 2)}), ElementsAre(v1::FACT_OUTCOME_SUPERSEDED));
  const auto twice = Latest(name);
  EXPECT_EQ(twice.name(), once.name());
  EXPECT_EQ(State(twice), State(once));
}

TEST_F(ScenarioTest, FactsAboutOthersChangeNothing) {
  for (const int child : {1, 2}) AddFamily(child);
  const std::string name = Grant(Request("r1"));
  const std::string other = Grant(Request("r2", 1));
  clock_.Set("2026-02-05T10:00:00+05:00");
  v1::Fact fathers = Period("rights", v1::FACT_KIND_PARENTAL_RIGHTS, Child(), Date(2025, 11, 20));
  fathers.set_person_iin(Father());
  Tell("registers", {Period("s1", v1::FACT_KIND_INSTITUTION_STAY, Child(1), Date(2025, 10, 10)),
                     Period("s2", v1::FACT_KIND_STATE_SUPPORT, Child(2), Date(2025, 10, 10)), fathers});
  Tell("civil", {Period("d", v1::FACT_KIND_DEATH, Child(1), Date(2025, 11, 1))});
  // The father's rights are a fact about the child: the grant is looked at again with today's MCI.
  v1::Decision now = Latest(name);
  EXPECT_EQ(Months(now).size(), 9U);
  EXPECT_THAT(now.recalculation().adjustments(), IsEmpty());
  EXPECT_THAT(now.recalculation().month_changes(), IsEmpty());
  EXPECT_THAT(Months(Latest(other)), ElementsAre("2025-09", "2025-10"));
}

// Four sources speak at once, each in its own order, split and repeated at random, each through streams of
// its own: every child ends in the same state as the one that was told everything in order.
TEST_F(ScenarioTest, ConcurrentPermutedSplitAndRepeatedArrivalEndsInTheSameState) {
  constexpr int kChildren = 8;
  std::vector<std::string> names;
  for (int i = 0; i < kChildren; ++i) {
    if (i > 0) AddFamily(i);
    names.push_back(Grant(Request(absl::StrCat("r", i), i)));
  }
  clock_.Set("2026-02-05T10:00:00+05:00");
  const auto story = [](int i) {
    const std::string child = Child(i);
    const auto id = [i](const char* what) { return absl::StrCat(what, "-", i); };
    v1::Fact stay = Period(id("stay"), v1::FACT_KIND_INSTITUTION_STAY, child, Date(2025, 10, 10));
    v1::Fact ended = stay;
    *ended.mutable_through() = Date(2026, 1, 20);
    const v1::Fact death = Period(id("death"), v1::FACT_KIND_DEATH, child, Date(2025, 12, 5));
    const v1::Fact term =
        Period(id("term"), v1::FACT_KIND_DISABILITY_TERM, child, Date(2024, 1, 1), Date(2026, 4, 2));
    const v1::Fact end = Ended(id("end"), child, Date(2026, 1, 25));
    return std::map<std::string, std::vector<v1::Fact>>{
        {"registers", {stay, Revision(ended, 2), term, Revision(term, 3)}},
        {"civil", {death, Retraction(death, 2), Revision(death, 4)}},
        {"vendor-b", {end, Retraction(end, 3), Confirmed(id("c"), child, "2025-10")}}};
  };
  for (const auto& [source, facts] : story(0)) Tell(source, facts);
  std::map<std::string, std::vector<v1::Fact>> rest;
  for (int i = 1; i < kChildren; ++i) {
    for (const auto& [source, facts] : story(i)) {
      auto& all = rest[source];
      for (int repeat = 0; repeat <= i % 3; ++repeat) all.insert(all.end(), facts.begin(), facts.end());
    }
  }
  std::vector<std::thread> sources;
  for (auto& [name, facts] : rest) {
    const std::string source = name;
    std::mt19937 random(static_cast<unsigned>(source.size() * 7 + 2026));
    std::shuffle(facts.begin(), facts.end(), random);
    sources.emplace_back([this, source, facts = facts, random]() mutable {
      for (std::size_t at = 0; at < facts.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 5, facts.size() - at);
        const auto begin = facts.begin() + static_cast<std::ptrdiff_t>(at);
        for (const auto outcome : Tell(source, {begin, begin + static_cast<std::ptrdiff_t>(size)}))
          EXPECT_NE(outcome, v1::FACT_OUTCOME_REJECTED);
        at += size;
      }
    });
  }
  for (std::thread& source : sources) source.join();
  const std::string expected = State(Latest(names[0]));
  for (int i = 1; i < kChildren; ++i) EXPECT_EQ(State(Latest(names[static_cast<std::size_t>(i)])), expected);
  EXPECT_THAT(Months(Latest(names[0])), ElementsAre("2025-09", "2025-10"));
}

}  // namespace
}  // namespace oteu::application
