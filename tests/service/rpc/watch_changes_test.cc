// The change feed as a stream: order, waking, heartbeats, slow followers, shutdown, cancellation.
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "oteu/v1/change_service.grpc.pb.h"
#include "service/errors/error.h"
#include "tests/service/rpc/rpc_fixture.h"

namespace oteu::rpc {
namespace {

using oteu::v1::ChangeService;
using oteu::v1::WatchChangesRequest;
using oteu::v1::WatchChangesResponse;

// A feed of numbered changes: tokens are numbers, a page is at most `page_` of them.
class WatchChangesTest : public RpcTest {
 protected:
  WatchChangesTest() {
    options_for_watchers_ = {.look_every = absl::Milliseconds(5),
                             .heartbeat = absl::Seconds(3600),
                             .slow_after = absl::Seconds(3600)};
    use_cases_.changes = [this](const auto&, const auto& request) {
      std::int64_t from = 0;
      if (!request.resume_token().empty()) {
        EXPECT_TRUE(absl::SimpleAtoi(request.resume_token(), &from));
      }
      if (request.skip_snapshot() && request.resume_token().empty()) from = use_cases_.latest_change;
      return Page(from);
    };
  }
  ~WatchChangesTest() override {
    if (watchers_) watchers_->EndAll();
    if (server_) server_->Shutdown(absl::Seconds(5));
  }

  absl::StatusOr<oteu::v1::ListChangesResponse> Page(std::int64_t from) {
    if (from < expired_before_) return MakeError(ErrorReason::kTokenExpired);
    const std::int64_t latest = use_cases_.latest_change;
    oteu::v1::ListChangesResponse page;
    for (; from < latest && page.changes_size() < page_; ++from) {
      oteu::v1::Change* change = page.add_changes();
      change->set_change_id(absl::StrCat(from));
      change->set_application(std::string(padding_, 'a'));
    }
    page.set_resume_token(absl::StrCat(from));
    page.set_more(from < latest);
    return page;
  }
  void StartServer() {
    Start(/*workers=*/2);
    watchers_ =
        std::make_unique<Watchers>(options_for_watchers_, [this] { return use_cases_.LatestChange(); });
    runtime_.watchers = watchers_.get();
  }
  std::unique_ptr<grpc::ClientReader<WatchChangesResponse>> Watch(grpc::ClientContext* context,
                                                                  const WatchChangesRequest& request = {}) {
    stub_ = ChangeService::NewStub(channel_);
    return stub_->WatchChanges(context, request);
  }
  // Reads until `count` changes came; their ids.
  static std::vector<std::string> Read(grpc::ClientReader<WatchChangesResponse>& stream, std::size_t count,
                                       std::string* token = nullptr) {
    std::vector<std::string> ids;
    WatchChangesResponse message;
    while (ids.size() < count && stream.Read(&message)) {
      for (const auto& change : message.changes()) ids.push_back(change.change_id());
      if (token != nullptr) *token = message.resume_token();
    }
    return ids;
  }
  static std::vector<std::string> Numbers(std::int64_t from, std::int64_t to) {
    std::vector<std::string> out;
    for (; from < to; ++from) out.push_back(absl::StrCat(from));
    return out;
  }

  WatchOptions options_for_watchers_;
  int page_ = 7;
  std::size_t padding_ = 0;
  std::atomic<std::int64_t> expired_before_ = 0;
  std::unique_ptr<Watchers> watchers_;
  std::unique_ptr<ChangeService::Stub> stub_;
};

TEST_F(WatchChangesTest, TellsWhatIsThereAndThenWhatComes) {
  use_cases_.latest_change = 20;
  StartServer();
  grpc::ClientContext context;
  auto stream = Watch(&context);
  EXPECT_EQ(Read(*stream, 20), Numbers(0, 20));
  for (int i = 21; i <= 40; ++i) {
    use_cases_.latest_change = i;
    if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(7));
  }
  EXPECT_EQ(Read(*stream, 20), Numbers(20, 40));
}

TEST_F(WatchChangesTest, ResumesAfterATokenAndWithoutSnapshotFromNowOn) {
  use_cases_.latest_change = 20;
  StartServer();
  std::string token;
  {
    grpc::ClientContext context;
    auto stream = Watch(&context);
    EXPECT_EQ(Read(*stream, 7, &token), Numbers(0, 7));
    context.TryCancel();
    WatchChangesResponse rest;
    while (stream->Read(&rest)) {
    }
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  WatchChangesRequest request;
  request.set_resume_token(token);
  grpc::ClientContext context;
  EXPECT_EQ(Read(*Watch(&context, request), 13), Numbers(7, 20));

  request.Clear();
  request.set_skip_snapshot(true);
  grpc::ClientContext now_context;
  auto stream = Watch(&now_context, request);
  WatchChangesResponse message;
  ASSERT_TRUE(stream->Read(&message)) << "the first message says where it stands";
  EXPECT_EQ(message.changes_size(), 0);
  EXPECT_EQ(message.resume_token(), "20");
  use_cases_.latest_change = 22;
  EXPECT_EQ(Read(*stream, 2), Numbers(20, 22));
}

TEST_F(WatchChangesTest, AnExpiredTokenIsAnError) {
  use_cases_.latest_change = 20;
  expired_before_ = 5;
  StartServer();
  WatchChangesRequest request;
  request.set_resume_token("3");
  grpc::ClientContext context;
  auto stream = Watch(&context, request);
  EXPECT_TRUE(Read(*stream, 1).empty());
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Reason(status), "TOKEN_EXPIRED");
}

TEST_F(WatchChangesTest, AQuietFeedHasHeartbeats) {
  use_cases_.latest_change = 3;
  options_for_watchers_.heartbeat = absl::Milliseconds(20);
  StartServer();
  grpc::ClientContext context;
  auto stream = Watch(&context);
  EXPECT_EQ(Read(*stream, 3), Numbers(0, 3));
  WatchChangesResponse message;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(stream->Read(&message));
    EXPECT_EQ(message.changes_size(), 0);
    EXPECT_EQ(message.resume_token(), "3");
  }
}

TEST_F(WatchChangesTest, ASlowFollowerIsCutWithItsLastTokenAndLosesNothing) {
  padding_ = 100'000;  // far beyond what flow control lets through unread
  page_ = 10;
  use_cases_.latest_change = 1000;
  options_for_watchers_.slow_after = absl::Milliseconds(200);
  StartServer();
  grpc::ClientContext context;
  auto stream = Watch(&context);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  std::string token;
  const auto ids = Read(*stream, 1000, &token);
  EXPECT_LT(ids.size(), 1000U) << "it was not cut";
  EXPECT_EQ(ids, Numbers(0, static_cast<std::int64_t>(ids.size()))) << "nothing is left out";
  const grpc::Status status = stream->Finish();
  if (status.error_code() != grpc::StatusCode::CANCELLED) {  // it came too late even for the status
    EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
    EXPECT_EQ(Reason(status), "SLOW_CONSUMER");
    EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->metadata().at("resume_token"), token);
  }
  // It goes on where it was cut.
  padding_ = 0;
  WatchChangesRequest request;
  request.set_resume_token(token);
  grpc::ClientContext again;
  EXPECT_EQ(Read(*Watch(&again, request), 1000 - ids.size()),
            Numbers(static_cast<std::int64_t>(ids.size()), 1000));
}

TEST_F(WatchChangesTest, AtShutdownEveryFollowerIsTold) {
  StartServer();
  grpc::ClientContext context;
  auto stream = Watch(&context);
  WatchChangesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  watchers_->EndAll();
  while (stream->Read(&message)) {
  }
  EXPECT_EQ(Reason(stream->Finish()), "SHUTTING_DOWN");
  grpc::ClientContext late_context;
  auto late = Watch(&late_context);
  while (late->Read(&message)) {
  }
  EXPECT_EQ(Reason(late->Finish()), "SHUTTING_DOWN");
}

TEST_F(WatchChangesTest, ManyFollowersComeAndGoWhileTheFeedMoves) {
  StartServer();
  std::atomic<bool> stop = false;
  std::thread feed([&] {
    while (!stop) {
      ++use_cases_.latest_change;
      std::this_thread::sleep_for(std::chrono::microseconds(300));
    }
  });
  std::vector<std::thread> followers;
  for (int i = 0; i < 4; ++i) {
    followers.emplace_back([this] {
      const auto stub = ChangeService::NewStub(channel_);
      std::string token;
      std::int64_t next = 0;
      for (int round = 0; round < 20; ++round) {
        grpc::ClientContext context;
        WatchChangesRequest request;
        request.set_resume_token(token);
        auto stream = stub->WatchChanges(&context, request);
        for (const std::string& id : Read(*stream, 10, &token)) EXPECT_EQ(id, absl::StrCat(next++));
        context.TryCancel();
        WatchChangesResponse rest;
        while (stream->Read(&rest)) {
        }
        stream->Finish();
      }
    });
  }
  for (std::thread& follower : followers) follower.join();
  stop = true;
  feed.join();
}

}  // namespace
}  // namespace oteu::rpc
