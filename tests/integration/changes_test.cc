// The change feed through the real oteu and oteu-server.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "oteu/v1/change_service.grpc.pb.h"
#include "tests/integration/running_service.h"

namespace oteu::integration {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ChangesTest : public RunningService {
 protected:
  // States a stay of the granted child; revisions open and close it in turn, so that each changes the grant.
  void Stay(int revision) {
    const std::string file = demo_.path() + "/stay.jsonl";
    const char* through = revision % 2 == 0 ? R"(,"through":{"year":2025,"month":8,"day":28})" : "";
    std::ofstream(file) << R"({"factId":"stay","revision":)" << revision
                        << R"(,"kind":"FACT_KIND_INSTITUTION_STAY","childIin":")" << kChild
                        << R"(","from":{"year":2025,"month":8,"day":1})" << through << "}\n";
    EXPECT_THAT(Oteu({"push-facts", file, "--source=registers"}), HasSubstr("1 facts"));
  }
  static bool Eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 600 && !condition(); ++i) absl::SleepFor(absl::Milliseconds(50));
    return condition();
  }
};

TEST_F(ChangesTest, TheCommandTellsTheStateAndThenWhatChanged) {
  const std::string name = Grant();
  const std::string token = demo_.path() + "/token";
  EXPECT_THAT(Oteu({"watch", "--once", "--token-file=" + token}),
              AllOf(testing::StartsWith("0\n"), HasSubstr("SNAPSHOT  GRANTED  " + name + "/decisions/1\n")));
  EXPECT_EQ(Oteu({"watch", "--once", "--token-file=" + token}), "0\n") << "nothing since";
  Stay(1);
  EXPECT_THAT(Oteu({"watch", "--once", "--token-file=" + token}),
              HasSubstr("ENTITLEMENT_RECALCULATED  GRANTED  " + name + "/decisions/2\n"));
  EXPECT_THAT(Oteu({"watch", "--once", "--district=999999999"}), "0\n");
  EXPECT_THAT(Oteu({"watch", "--once", absl::StrCat("--school=", kSchool), "--json"}),
              HasSubstr("\"kind\":\"CHANGE_KIND_SNAPSHOT\""));
  EXPECT_THAT(Oteu({"watch", "--once", "--resume-token=nonsense"}),
              AllOf(testing::StartsWith("2\n"), HasSubstr("INVALID_FIELD")));
  EXPECT_THAT(Oteu({"watch", "--kind=NONE"}), HasSubstr("is no kind of change"));
}

// Killed and restarted in between, the follower hears every change of the application, in order.
TEST_F(ChangesTest, AFollowerMissesNothingWhenTheServerIsKilled) {
  const std::string name = Grant();
  const std::string log = demo_.path() + "/watch-output";
  const auto follower = StartOteu({"watch", "--json", "--token-file=" + demo_.path() + "/token"}, log);
  const auto heard = [&log] {
    std::set<std::string> ids;
    for (const absl::string_view line : absl::StrSplit(ReadWholeFile(log), '\n')) {
      const auto at = line.find("\"changeId\":\"");
      if (at != absl::string_view::npos)
        ids.insert(std::string(line.substr(at + 12, line.find('"', at + 12) - at - 12)));
    }
    return ids;
  };
  const std::string id = name.substr(name.find('/') + 1);
  EXPECT_TRUE(Eventually([&] { return heard().count(id + "@1") == 1; })) << ReadWholeFile(log);
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    Stay(2 * round + 1);
    server_->Signal(SIGKILL);
    EXPECT_EQ(server_->WaitForExit(absl::Seconds(20)), -SIGKILL);
    Start();
    Stay(2 * round + 2);
  }
  std::set<std::string> all;
  for (int revision = 1; revision <= 1 + 2 * kRounds; ++revision) all.insert(absl::StrCat(id, "@", revision));
  EXPECT_TRUE(Eventually([&] { return heard() == all; })) << ReadWholeFile(log);
  follower->Signal(SIGTERM);
  follower->WaitForExit(absl::Seconds(20));
}

TEST_F(ChangesTest, AFollowerDoesNotHoldUpTheShutdown) {
  Grant();
  const auto stub = oteu::v1::ChangeService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->WatchChanges(&context, {});
  oteu::v1::WatchChangesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.changes_size(), 1);
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Stop(), 0);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(15)) << "the drain's time is 30 s";
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace oteu::integration
