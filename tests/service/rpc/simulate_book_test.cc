// The stream: plan, cases, answers in order, summary; what ends it early.
#include <thread>

#include "oteu/v1/regulation_service.grpc.pb.h"
#include "service/errors/error.h"
#include "tests/service/rpc/rpc_fixture.h"

namespace oteu::rpc {
namespace {

using oteu::v1::RegulationService;
using oteu::v1::SimulateBookRequest;
using oteu::v1::SimulateBookResponse;

// Echoes case ids; "bad" is an error, 7 cases are too many.
class EchoBook final : public application::BookSimulation {
 public:
  absl::StatusOr<application::BookAnswers> Add(oteu::v1::BookCases cases) override {
    if (cases.cases_size() == 7) return MakeError(ErrorReason::kLimitExceeded);
    application::BookAnswers answers;
    for (const oteu::v1::BookCase& item : cases.cases()) {
      oteu::v1::SimulatedCase& out = *answers.cases.add_cases();
      out.set_number(++count_);
      out.set_case_id(item.request().case_id());
      if (item.request().case_id() == "bad") {
        answers.errors.emplace_back(answers.cases.cases_size() - 1, InvalidArgument({{"request", "bad"}}));
      }
    }
    return answers;
  }
  oteu::v1::SimulationSummary Finish() override {
    oteu::v1::SimulationSummary summary;
    summary.set_cases(count_);
    return summary;
  }

 private:
  int64_t count_ = 0;
};

class SimulateBookTest : public RpcTest {
 protected:
  SimulateBookTest() {
    use_cases_.open_book =
        [](const auto&, const auto& plan) -> absl::StatusOr<std::unique_ptr<application::BookSimulation>> {
      if (plan.regulation_id() == "none") return MakeError(ErrorReason::kUnknownRegulation);
      return std::make_unique<EchoBook>();
    };
  }

  static SimulateBookRequest Plan(const std::string& regulation_id = "") {
    SimulateBookRequest request;
    request.mutable_plan()->set_regulation_id(regulation_id);
    return request;
  }
  static SimulateBookRequest Cases(const std::vector<std::string>& ids) {
    SimulateBookRequest request;
    request.mutable_cases();
    for (const std::string& id : ids)
      request.mutable_cases()->add_cases()->mutable_request()->set_case_id(id);
    return request;
  }

  // Sends everything and reads to the end.
  grpc::Status Exchange(const std::vector<SimulateBookRequest>& requests,
                        std::vector<SimulateBookResponse>& responses) {
    auto stub = RegulationService::NewStub(channel_);
    grpc::ClientContext context;
    auto stream = stub->SimulateBook(&context);
    std::thread sender([&] {
      for (const SimulateBookRequest& request : requests) {
        if (!stream->Write(request)) break;
      }
      stream->WritesDone();
    });
    SimulateBookResponse response;
    while (stream->Read(&response)) responses.push_back(response);
    sender.join();
    return stream->Finish();
  }
};

TEST_F(SimulateBookTest, AnswersEachMessageInOrderAndThenAddsUp) {
  Start();
  std::vector<SimulateBookRequest> requests = {Plan()};
  for (int i = 0; i < 200; ++i) requests.push_back(Cases({std::to_string(i), i == 5 ? "bad" : "x"}));
  std::vector<SimulateBookResponse> responses;
  const grpc::Status status = Exchange(requests, responses);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(responses.size(), 201U);
  for (int i = 0; i < 200; ++i) {
    const auto& cases = responses[static_cast<size_t>(i)].cases();
    ASSERT_EQ(cases.cases_size(), 2);
    EXPECT_EQ(cases.cases(0).case_id(), std::to_string(i));
    EXPECT_EQ(cases.cases(1).has_error(), i == 5);
  }
  EXPECT_EQ(responses.back().summary().cases(), 400);
}

TEST_F(SimulateBookTest, WhatIsOutOfTurnEndsTheStream) {
  Start();
  const std::vector<std::pair<std::vector<SimulateBookRequest>, std::string>> bad = {
      {{}, "INVALID_FIELD"},
      {{Cases({"1"})}, "INVALID_FIELD"},
      {{Plan(), Plan()}, "INVALID_FIELD"},
      {{Plan(), SimulateBookRequest()}, "INVALID_FIELD"},
      {{Plan("none")}, "UNKNOWN_REGULATION"},
      {{Plan(), Cases({"1", "2", "3", "4", "5", "6", "7"})}, "LIMIT_EXCEEDED"}};
  for (const auto& [requests, reason] : bad) {
    std::vector<SimulateBookResponse> responses;
    const grpc::Status status = Exchange(requests, responses);
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(Reason(status), reason);
    EXPECT_TRUE(responses.empty());
  }
}

TEST_F(SimulateBookTest, CancelledAndIdleStreamsEnd) {
  Start(/*workers=*/4);
  auto stub = RegulationService::NewStub(channel_);
  for (int round = 0; round < 50; ++round) {
    grpc::ClientContext context;
    auto stream = stub->SimulateBook(&context);
    stream->Write(Plan());
    for (int i = 0; i < round % 4; ++i) stream->Write(Cases({"1"}));
    SimulateBookResponse response;
    if (round % 3 == 0 && round % 4 > 0) stream->Read(&response);
    context.TryCancel();
    while (stream->Read(&response)) {
    }
    EXPECT_FALSE(stream->Finish().ok());
  }
  grpc::ClientContext context;
  auto idle = stub->SimulateBook(&context);
  ASSERT_TRUE(idle->Write(Plan()));
  ASSERT_TRUE(idle->Write(Cases({"1"})));
  SimulateBookResponse response;
  ASSERT_TRUE(idle->Read(&response));
  streams_.EndAll();
  EXPECT_FALSE(idle->Read(&response));
  EXPECT_FALSE(idle->Finish().ok());
  server_->Shutdown(absl::Seconds(10));
}

}  // namespace
}  // namespace oteu::rpc
