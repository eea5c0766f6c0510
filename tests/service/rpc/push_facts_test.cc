// The stream of facts: order, bounded work, errors, shutdown, cancellation.
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "oteu/v1/fact_service.grpc.pb.h"
#include "service/errors/error.h"
#include "tests/service/rpc/rpc_fixture.h"

namespace oteu::rpc {
namespace {

using oteu::v1::FactService;
using oteu::v1::PushFactsRequest;
using oteu::v1::PushFactsResponse;

PushFactsRequest StartMessage() {
  PushFactsRequest request;
  request.mutable_start()->set_source("vendor");
  return request;
}
PushFactsRequest ChunkMessage(std::int64_t offset) {
  PushFactsRequest request;
  request.mutable_chunk()->set_offset(offset);
  return request;
}

class PushFactsTest : public RpcTest {
 protected:
  using ChunkDone = FakeUseCases::Done<oteu::v1::FactChunkResult>;

  PushFactsTest() {
    use_cases_.open = [](const auto&, const auto& start) -> absl::StatusOr<oteu::v1::PushFactsStarted> {
      if (start.source() != "vendor") return MakeError(ErrorReason::kUnknownSource);
      oteu::v1::PushFactsStarted started;
      started.set_committed_offset(7);
      return started;
    };
    use_cases_.push = [this](const auto&, const auto&, auto chunk, ChunkDone done) {
      std::lock_guard lock(mutex_);
      offsets_.push_back(chunk.offset());
      waiting_.push_back(std::move(done));
    };
  }
  ~PushFactsTest() override { AnswerAll(); }

  // Answers what waits, as a store does: from another thread, in order.
  std::size_t AnswerAll() {
    std::vector<ChunkDone> done;
    std::vector<std::int64_t> offsets;
    {
      std::lock_guard lock(mutex_);
      done.swap(waiting_);
      offsets.assign(offsets_.end() - static_cast<std::ptrdiff_t>(done.size()), offsets_.end());
    }
    for (std::size_t i = 0; i < done.size(); ++i) {
      oteu::v1::FactChunkResult result;
      result.set_offset(offsets[i]);
      done[i](std::move(result));
    }
    return done.size();
  }
  std::size_t Waiting() {
    std::lock_guard lock(mutex_);
    return waiting_.size();
  }
  template <typename Condition>
  static bool Eventually(Condition condition) {
    for (int i = 0; i < 5000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return condition();
  }

  std::mutex mutex_;
  std::vector<ChunkDone> waiting_;     // guarded by mutex_
  std::vector<std::int64_t> offsets_;  // of all chunks pushed; guarded by mutex_
};

TEST_F(PushFactsTest, TakesNoMoreThanItsBoundAndAnswersInOrder) {
  Start(/*workers=*/4);
  auto stub = FactService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->PushFacts(&context);
  ASSERT_TRUE(stream->Write(StartMessage()));
  PushFactsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.started().committed_offset(), 7);
  const int bound = response.started().unacknowledged_chunks_max();
  EXPECT_EQ(bound, runtime_.fact_chunks_in_flight_max);
  constexpr int kChunks = 200;
  std::thread sender([&] {
    for (int i = 0; i < kChunks; ++i) {
      if (!stream->Write(ChunkMessage(i))) return;
    }
    stream->WritesDone();
  });
  EXPECT_TRUE(Eventually([&] { return Waiting() == static_cast<std::size_t>(bound); }));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(Waiting(), static_cast<std::size_t>(bound)) << "the server read on";
  std::atomic<bool> stop = false;
  std::thread store([&] {
    while (!stop) AnswerAll();
  });
  for (int i = 0; i < kChunks; ++i) {
    ASSERT_TRUE(stream->Read(&response)) << i;
    EXPECT_EQ(response.result().offset(), i);
  }
  EXPECT_FALSE(stream->Read(&response));
  sender.join();
  stop = true;
  store.join();
  EXPECT_TRUE(stream->Finish().ok());
  for (int i = 0; i < kChunks; ++i) EXPECT_EQ(offsets_[static_cast<std::size_t>(i)], i);
}

TEST_F(PushFactsTest, AnErrorEndsTheStreamAfterTheResultsBeforeIt) {
  use_cases_.push = [](const auto&, const auto&, auto chunk, ChunkDone done) {
    oteu::v1::FactChunkResult result;
    result.set_offset(chunk.offset());
    if (chunk.offset() < 3) return done(std::move(result));
    done(MakeError(ErrorReason::kOffsetGap, "gap", {{"committed_offset", "3"}}));
  };
  Start(/*workers=*/2);
  auto stub = FactService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->PushFacts(&context);
  stream->Write(StartMessage());
  for (int i = 0; i < 6; ++i) {
    if (!stream->Write(ChunkMessage(i))) break;
  }
  PushFactsResponse response;
  int results = -1;  // the first is `started`
  while (stream->Read(&response)) ++results;
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(results, 3);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Reason(status), "OFFSET_GAP");
}

TEST_F(PushFactsTest, ASessionBeginsOnceAndFirst) {
  Start(/*workers=*/2);
  auto stub = FactService::NewStub(channel_);
  const auto reason_of = [&](std::vector<PushFactsRequest> messages) {
    grpc::ClientContext context;
    auto stream = stub->PushFacts(&context);
    for (const PushFactsRequest& message : messages) stream->Write(message);
    PushFactsResponse response;
    while (stream->Read(&response)) {
    }
    return Reason(stream->Finish());
  };
  EXPECT_EQ(reason_of({ChunkMessage(0)}), "INVALID_FIELD");
  EXPECT_EQ(reason_of({StartMessage(), StartMessage()}), "INVALID_FIELD");
  EXPECT_EQ(reason_of({StartMessage(), PushFactsRequest()}), "INVALID_FIELD");
  PushFactsRequest stranger = StartMessage();
  stranger.mutable_start()->set_source("stranger");
  EXPECT_EQ(reason_of({stranger}), "UNKNOWN_SOURCE");
}

TEST_F(PushFactsTest, AtShutdownAnIdleStreamEndsAtOnceAndABusyOneAfterItsAnswers) {
  Start(/*workers=*/2);
  auto stub = FactService::NewStub(channel_);
  grpc::ClientContext idle_context, busy_context;
  PushFactsResponse response;
  auto idle = stub->PushFacts(&idle_context);
  idle->Write(StartMessage());
  ASSERT_TRUE(idle->Read(&response));
  auto busy = stub->PushFacts(&busy_context);
  busy->Write(StartMessage());
  ASSERT_TRUE(busy->Read(&response));
  busy->Write(ChunkMessage(0));
  ASSERT_TRUE(Eventually([&] { return Waiting() == 1; }));
  streams_.EndAll();
  EXPECT_FALSE(idle->Read(&response));
  EXPECT_EQ(Reason(idle->Finish()), "SHUTTING_DOWN");
  AnswerAll();
  EXPECT_TRUE(busy->Read(&response)) << "what was taken is answered";
  EXPECT_FALSE(busy->Read(&response));
  EXPECT_EQ(Reason(busy->Finish()), "SHUTTING_DOWN");
  // One that comes late.
  grpc::ClientContext late_context;
  auto late = stub->PushFacts(&late_context);
  while (late->Read(&response)) {
  }
  EXPECT_EQ(Reason(late->Finish()), "SHUTTING_DOWN");
}

TEST_F(PushFactsTest, CancelledStreamsEndWhileTheStoreIsBusy) {
  Start(/*workers=*/4);
  auto stub = FactService::NewStub(channel_);
  std::atomic<bool> stop = false;
  std::thread store([&] {
    while (!stop) {
      AnswerAll();
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  });
  for (int round = 0; round < 50; ++round) {
    grpc::ClientContext context;
    auto stream = stub->PushFacts(&context);
    stream->Write(StartMessage());
    for (int i = 0; i < 20; ++i) {
      if (round % 3 == 0 && !stream->Write(ChunkMessage(i))) break;
    }
    PushFactsResponse response;
    for (int i = 0; i < round % 4; ++i) {
      if (round % 3 == 0) stream->Read(&response);
    }
    context.TryCancel();
    while (stream->Read(&response)) {
    }
    EXPECT_FALSE(stream->Finish().ok());
  }
  streams_.EndAll();
  server_->Shutdown(absl::Seconds(10));
  stop = true;
  store.join();
}

}  // namespace
}  // namespace oteu::rpc
