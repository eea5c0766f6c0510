// Facts through the real oteu-server: the worked example of docs/school-systems.md by the real oteu, streams
// that are cut, kill -9 during a push, shutdown with a stream open.
//
// OTEU_FACTS and OTEU_FACT_KILLS set the size of the push and how often the server is killed.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "clients/demo_pki/identifiers.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "oteu/v1/fact_service.grpc.pb.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/walk_audit.h"
#include "tests/integration/running_service.h"

namespace oteu::integration {
namespace {

using oteu::v1::FactService;
using testing::HasSubstr;

constexpr int kFactsPerChunk = 100;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<int>(std::strtol(text, nullptr, 10));
}

using FactsTest = RunningService;

std::string Block(const std::string& page, const std::string& command) {
  const auto at = page.find("$ " + command);
  if (at == std::string::npos) return "";
  const auto begin = page.find('\n', at) + 1;
  return page.substr(begin, page.find("```", begin) - begin);
}

// What docs/school-systems.md prints is what the commands print.
TEST_F(FactsTest, TheWorkedExampleForVendorsIsTrue) {
  const std::string page = ReadWholeFile(OTEU_SOURCE_DIR "/docs/school-systems.md");
  const std::string csv = OTEU_SOURCE_DIR "/docs/examples/attendance.csv";
  const std::string name = Grant();
  const std::vector<std::string> who = {"--source=vendor-a", absl::StrCat("--school=", kSchool)};
  const auto with = [&who](std::vector<std::string> words) {
    words.insert(words.end(), who.begin(), who.end());
    return words;
  };
  EXPECT_EQ(Oteu(with({"push-facts", csv})), "1\n" + Block(page, "oteu push-facts attendance.csv"));
  EXPECT_EQ(Oteu(with({"push-facts", csv, "--from-offset=0"})),
            "0\n" + Block(page, "oteu push-facts attendance.csv --from-offset 0"));
  EXPECT_EQ(Oteu(with({"reconcile"})), "0\n" + Block(page, "oteu reconcile --source"));
  EXPECT_EQ(Oteu(with({"reconcile", csv})), "1\n" + Block(page, "oteu reconcile attendance.csv"));
  const auto entitlement = Entitlement(name);
  ASSERT_EQ(entitlement.confirmations_size(), 1);
  EXPECT_EQ(entitlement.confirmations(0).month(), "2025-11");
}

TEST_F(FactsTest, TheCommandSaysWhatIsWrong) {
  const std::string csv = demo_.path() + "/facts.csv";
  std::ofstream(csv)
      << "fact_id,kind,child_iin,month\na,HOME_EDUCATION_CONFIRMED,900000000019,2025-10\nb,NO,1,2\n";
  EXPECT_THAT(Oteu({"push-facts", csv, "--source=nobody"}), HasSubstr("UNKNOWN_SOURCE"));
  EXPECT_THAT(Oteu({"push-facts", csv, "--source=vendor-a", "--school=900040000027"}),
              HasSubstr("NOT_IN_CHARGE"));
  EXPECT_THAT(
      Oteu({"push-facts", csv, "--source=vendor-a", absl::StrCat("--school=", kSchool)}),
      testing::AllOf(HasSubstr("line 3: kind: is unknown"), HasSubstr("line 2: NOT_A_PUPIL child_iin")));
  EXPECT_THAT(
      Oteu({"push-facts", csv, "--source=vendor-a", "--from-offset=5", absl::StrCat("--school=", kSchool)}),
      HasSubstr("OFFSET_GAP"));
}

TEST_F(FactsTest, ALateDeathIsRecalculatedInTheSameTransaction_Clause5_4) {
  const std::string name = Grant();
  EXPECT_EQ(Entitlement(name).state(), oteu::v1::ENTITLEMENT_STATE_ACTIVE);
  const std::string jsonl = demo_.path() + "/facts.jsonl";
  std::ofstream(jsonl) << R"({"factId":"d","kind":"FACT_KIND_DEATH","childIin":"900000000019","from":)"
                       << R"({"year":2025,"month":1,"day":10}})"
                       << "\n";
  EXPECT_THAT(Oteu({"push-facts", jsonl, "--source=registers"}), HasSubstr("1 new"));
  EXPECT_EQ(Entitlement(name).state(), oteu::v1::ENTITLEMENT_STATE_ENDED);
  grpc::ClientContext context;
  oteu::v1::ReplayDecisionRequest replay;
  replay.set_name(name + "/decisions/latest");
  oteu::v1::ReplayDecisionResponse replayed;
  ASSERT_TRUE(oteu::v1::DecisionService::NewStub(channel_)->ReplayDecision(&context, replay, &replayed).ok());
  EXPECT_TRUE(replayed.identical());
  EXPECT_EQ(replayed.name(), name + "/decisions/2");
}

TEST_F(FactsTest, AnOpenStreamDoesNotHoldUpTheShutdown) {
  auto stub = FactService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->PushFacts(&context);
  oteu::v1::PushFactsRequest request;
  request.mutable_start()->set_source("registers");
  ASSERT_TRUE(stream->Write(request));
  oteu::v1::PushFactsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Stop(), 0);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(15)) << "the drain's time is 30 s";
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

// ---- kill -9 ----

// Fact i of a register: stays of many children; every 50th is a correction of one stay of the granted child,
// so that decisions are made in the midst of the push.
oteu::v1::Fact FactNumber(int i) {
  oteu::v1::Fact fact;
  fact.set_kind(oteu::v1::FACT_KIND_INSTITUTION_STAY);
  fact.mutable_from()->set_year(2024);
  fact.mutable_from()->set_month(1 + i % 12);
  fact.mutable_from()->set_day(1 + i % 28);
  if (i % 50 == 0 && i / 50 < 100) {
    fact.set_fact_id("granted-child");
    fact.set_revision(1 + i / 50);
    fact.set_child_iin("900000000019");
    fact.mutable_from()->set_year(2025);
    fact.mutable_from()->set_month(8);
    if (i / 50 % 2 == 1) {  // over before the benefit begins; else open
      *fact.mutable_through() = fact.from();
      fact.mutable_through()->set_day(28);
    }
    return fact;
  }
  fact.set_fact_id(absl::StrCat("stay-", i));
  fact.set_revision(1);
  std::string digits;
  int control = -1;
  for (int n = i; control < 0; n += 10'000'000) {  // some prefixes have no control digit
    digits = absl::StrFormat("8%010d", n);
    control = demo_pki::ControlDigit(digits);
  }
  fact.set_child_iin(absl::StrCat(digits, control));
  return fact;
}

// Pushes facts from `from` on until all are acknowledged or the stream breaks; returns the committed offset
// heard last.
struct PushResult {
  std::int64_t committed = 0;
  std::map<int, std::int64_t> outcomes;
  bool complete = false;
};
PushResult Push(const std::shared_ptr<grpc::Channel>& channel, std::int64_t from, int total,
                std::atomic<std::int64_t>* acknowledged) {
  PushResult result;
  auto stub = FactService::NewStub(channel);
  grpc::ClientContext context;
  auto stream = stub->PushFacts(&context);
  oteu::v1::PushFactsRequest request;
  request.mutable_start()->set_source("registers");
  oteu::v1::PushFactsResponse response;
  if (!stream->Write(request) || !stream->Read(&response)) {
    stream->Finish();
    return result;
  }
  result.committed = response.started().committed_offset();
  const int most = response.started().unacknowledged_chunks_max();
  std::int64_t next = from < 0 ? result.committed : from;
  int unacknowledged = 0;
  while (next < total || unacknowledged > 0) {
    if (next < total && unacknowledged < most) {
      request.mutable_chunk()->Clear();
      request.mutable_chunk()->set_offset(next);
      for (int i = 0; i < kFactsPerChunk && next < total; ++i)
        *request.mutable_chunk()->add_facts() = FactNumber(static_cast<int>(next++));
      if (!stream->Write(request)) break;
      ++unacknowledged;
      continue;
    }
    if (!stream->Read(&response)) break;
    --unacknowledged;
    EXPECT_GE(response.result().committed_offset(), result.committed) << "never goes back";
    result.committed = response.result().committed_offset();
    for (const auto& fact : response.result().results()) ++result.outcomes[fact.outcome()];
    if (acknowledged != nullptr) *acknowledged = result.committed;
  }
  result.complete = next >= total && unacknowledged == 0;
  if (result.complete) stream->WritesDone();
  stream->Finish();
  return result;
}

TEST_F(FactsTest, KilledInTheMidstOfAPushNothingIsLostAndNothingIsDoubled) {
  const int facts = FromEnvironment("OTEU_FACTS", 20'000);
  const int kills = FromEnvironment("OTEU_FACT_KILLS", 10);
  const std::string name = Grant();
  std::mt19937 random(2026);
  std::int64_t heard = 0;  // the committed offset that was acknowledged last
  std::int64_t fresh = 0;
  for (int kill = 0; kill < kills; ++kill) {
    std::atomic<std::int64_t> acknowledged = -1;
    std::atomic<bool> over = false;
    const std::int64_t until = heard + facts / kills / 2;
    const auto wait = std::chrono::microseconds(random() % 20'000);
    std::thread killer([&] {
      while (!over && acknowledged < until) std::this_thread::sleep_for(std::chrono::microseconds(200));
      std::this_thread::sleep_for(wait);
      server_->Signal(SIGKILL);
    });
    const PushResult pushed = Push(channel_, -1, facts, &acknowledged);
    over = true;
    killer.join();
    EXPECT_EQ(server_->WaitForExit(absl::Seconds(20)), -SIGKILL);
    heard = std::max(heard, pushed.committed);
    for (const auto& [outcome, count] : pushed.outcomes) {
      EXPECT_NE(outcome, oteu::v1::FACT_OUTCOME_REJECTED);
      if (outcome == oteu::v1::FACT_OUTCOME_NEW) fresh += count;
    }
    Start();
  }
  const PushResult rest = Push(channel_, -1, facts, nullptr);
  EXPECT_TRUE(rest.complete);
  EXPECT_GE(rest.committed, heard) << "what was acknowledged is durable";
  EXPECT_EQ(rest.committed, facts);
  // All again: nothing is new, so nothing was lost.
  const PushResult again = Push(channel_, 0, facts, nullptr);
  EXPECT_TRUE(again.complete);
  std::int64_t count = 0;
  for (const auto& [outcome, n] : again.outcomes) {
    EXPECT_TRUE(outcome == oteu::v1::FACT_OUTCOME_SAME || outcome == oteu::v1::FACT_OUTCOME_STALE) << outcome;
    count += n;
  }
  EXPECT_EQ(count, facts);
  EXPECT_LE(fresh, facts) << "nothing was new twice";
  // The last correction says that the stay was over before the benefit began: everything is due again.
  EXPECT_EQ(Entitlement(name).state(), oteu::v1::ENTITLEMENT_STATE_ACTIVE);
  EXPECT_EQ(Stop(), 0);

  const auto connection = store::sqlite::Connection::Open(
      {.path = demo_.data_dir() + "/oteu.db", .access = store::sqlite::Access::kRead});
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ(*connection->QueryInt("SELECT count(*) FROM facts"), facts);
  EXPECT_EQ(*connection->QueryInt("SELECT count(*) - max(version) FROM decisions"), 0)
      << "versions without gaps";
  EXPECT_EQ(*connection->QueryInt("SELECT count(*) FROM audit WHERE event = 'ENTITLEMENT_RECALCULATED'"),
            *connection->QueryInt("SELECT count(*) - 1 FROM decisions"));
  const auto audited = store::sqlite::VerifyAudit(*connection);
  EXPECT_TRUE(audited.ok()) << audited.status();
  std::printf("%d kills, %d facts\n", kills, facts);
}

}  // namespace
}  // namespace oteu::integration
