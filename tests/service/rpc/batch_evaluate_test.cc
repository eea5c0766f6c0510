// The stream: order, errors per case, bounded work, cancellation.
#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "service/errors/error.h"
#include "tests/service/rpc/rpc_fixture.h"

namespace oteu::rpc {
namespace {

using oteu::v1::EntitlementService;

class BatchEvaluateTest : public RpcTest {
 protected:
  BatchEvaluateTest() {
    use_cases_.evaluate =
        [this](const auto&, const auto& request) -> absl::StatusOr<oteu::v1::EvaluateEntitlementResponse> {
      const int now = ++under_way_;
      most_ = std::max(most_.load(), now);
      int number = 0;
      const bool good = absl::SimpleAtoi(request.case_id(), &number);
      // Later questions are done sooner: answers must wait for their turn.
      std::this_thread::sleep_for(std::chrono::microseconds(number % 2 == 0 ? 500 : 10));
      --under_way_;
      if (!good) return InvalidArgument({{"case_id", "is no number"}});
      oteu::v1::EvaluateEntitlementResponse response;
      response.set_case_id(request.case_id());
      return response;
    };
  }
  std::atomic<int> under_way_ = 0;
  std::atomic<int> most_ = 0;
};

TEST_F(BatchEvaluateTest, AnswersInOrderAndABadCaseDoesNotEndTheStream) {
  Start(/*workers=*/4, /*queue=*/100, /*batch_in_flight=*/4);
  auto stub = EntitlementService::NewStub(channel_);
  grpc::ClientContext context;
  context.AddMetadata("accept-language", "en");
  auto stream = stub->BatchEvaluateEntitlements(&context);
  constexpr int kCases = 300;
  std::thread sender([&] {
    for (int i = 0; i < kCases; ++i) {
      oteu::v1::BatchEvaluateEntitlementsRequest request;
      request.mutable_request()->set_case_id(i % 50 == 7 ? "bad" : std::to_string(i));
      ASSERT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
  });
  oteu::v1::BatchEvaluateEntitlementsResponse response;
  int count = 0;
  for (; stream->Read(&response); ++count) {
    if (count % 50 == 7) {
      EXPECT_EQ(response.error().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
    } else {
      EXPECT_EQ(response.response().case_id(), std::to_string(count));
    }
  }
  sender.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(count, kCases);
  EXPECT_LE(most_, 4);
}

TEST_F(BatchEvaluateTest, AnEmptyStreamEndsWell) {
  Start();
  auto stub = EntitlementService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->BatchEvaluateEntitlements(&context);
  stream->WritesDone();
  oteu::v1::BatchEvaluateEntitlementsResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(BatchEvaluateTest, AFullPoolIsAnErrorOfTheCase) {
  Start(/*workers=*/1, /*queue=*/1, /*batch_in_flight=*/16);
  auto stub = EntitlementService::NewStub(channel_);
  grpc::ClientContext context;
  auto stream = stub->BatchEvaluateEntitlements(&context);
  for (int i = 0; i < 16; ++i) {
    oteu::v1::BatchEvaluateEntitlementsRequest request;
    request.mutable_request()->set_case_id("0");
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  oteu::v1::BatchEvaluateEntitlementsResponse response;
  int answers = 0;
  while (stream->Read(&response)) ++answers;
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(answers, 16);
}

// Many at once, so that messages are still arriving when the server has taken note of the end.
TEST_F(BatchEvaluateTest, CancelledStreamsEndWhileWorkIsUnderWay) {
  Start(/*workers=*/4, /*queue=*/100, /*batch_in_flight=*/8);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([this] {
      auto stub = EntitlementService::NewStub(NewChannel());
      for (int round = 0; round < 150; ++round) {
        grpc::ClientContext context;
        auto stream = stub->BatchEvaluateEntitlements(&context);
        for (int i = 0; i < 20; ++i) {
          oteu::v1::BatchEvaluateEntitlementsRequest request;
          request.mutable_request()->set_case_id(std::to_string(i));
          if (!stream->Write(request)) break;
        }
        oteu::v1::BatchEvaluateEntitlementsResponse response;
        for (int i = 0; i < round % 5; ++i) stream->Read(&response);
        context.TryCancel();
        while (stream->Read(&response)) {
        }
        EXPECT_FALSE(stream->Finish().ok());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  server_->Shutdown(absl::Seconds(10));
}

}  // namespace
}  // namespace oteu::rpc
