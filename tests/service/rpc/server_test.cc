// Unary calls over a real connection: answers, errors, bounds, deadlines, cancellation, overload, drain,
// health, reflection.
#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "service/errors/error.h"
#include "service/rpc/listener_check.h"
#include "tests/service/rpc/rpc_fixture.h"

namespace oteu::rpc {
namespace {

using oteu::v1::ApplicationService;
using testing::HasSubstr;

class ServerTest : public RpcTest {
 protected:
  grpc::Status Get(const std::string& language = "", absl::Duration timeout = absl::Seconds(20)) {
    auto stub = ApplicationService::NewStub(channel_);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    if (!language.empty()) context.AddMetadata("accept-language", language);
    oteu::v1::GetApplicationRequest request;
    request.set_name("applications/a1");
    return stub->GetApplication(&context, request, &response_);
  }
  oteu::v1::GetApplicationResponse response_;
};

TEST_F(ServerTest, AnswersACall) {
  Start();
  ASSERT_TRUE(Get().ok());
  EXPECT_EQ(response_.application().name(), "applications/a1");
  EXPECT_THAT(log_lines_, HasSubstr("CALL_FINISHED"));
  EXPECT_THAT(log_lines_, HasSubstr("ApplicationService/GetApplication"));
}

TEST_F(ServerTest, WhatCannotBeRecordedIsNotAnswered) {
  std::string recorded;
  use_cases_.record = [&recorded](absl::string_view method, const application::Access& access) {
    recorded = absl::StrCat(method, " ", access.subject);
    return MakeError(ErrorReason::kStorageUnavailable);
  };
  Start();
  const grpc::Status status = Get();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reason(status), "STORAGE_UNAVAILABLE");
  EXPECT_FALSE(response_.has_application());
  EXPECT_EQ(recorded, "oteu.v1.ApplicationService/GetApplication applications/a1");
}

// The store's thread says when a record is durable; it has the next ones to write.
TEST_F(ServerTest, WhatWasReadIsSerializedByAWorkerAndNotByTheStoresThread) {
  Start();
  std::thread store;
  std::promise<void> answered;
  std::thread::id recorder;
  std::thread::id answerer;
  use_cases_.record_later = [&](absl::AnyInvocable<void(absl::Status)> done) {
    store = std::thread([&recorder, done = std::move(done)]() mutable {
      recorder = std::this_thread::get_id();
      done(absl::OkStatus());
    });
  };
  RecordThen(runtime_, {}, "S/M", {}, [&](const absl::Status& status) {
    EXPECT_TRUE(status.ok());
    answerer = std::this_thread::get_id();
    answered.set_value();
  });
  answered.get_future().wait();
  store.join();
  EXPECT_NE(answerer, recorder);
  pool_->Stop();
  bool in_place = false;
  RecordThen(runtime_, {}, "S/M", {}, [&](const absl::Status&) { in_place = true; });
  store.join();
  EXPECT_TRUE(in_place) << "no worker is left";
}

TEST_F(ServerTest, ARefusedReadingIsNotRecorded) {
  std::atomic<int> records = 0;
  use_cases_.record = [&records](absl::string_view, const application::Access&) {
    ++records;
    return absl::OkStatus();
  };
  use_cases_.get = [](const auto&, const auto&) -> absl::StatusOr<oteu::v1::GetApplicationResponse> {
    return MakeError(ErrorReason::kNotFound);
  };
  Start();
  EXPECT_EQ(Get().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(records, 0);
}

TEST_F(ServerTest, ABundleIsRecordedWithItsDigestAndComesInPieces) {
  const std::string file = std::string(2'500'000, 'b');
  std::string recorded;
  use_cases_.bundle = [&file] { return file; };
  use_cases_.record = [&](absl::string_view method, const application::Access& access) {
    recorded = absl::StrCat(method, " ", access.subject);
    return access.sha256.size() == 32 ? absl::OkStatus() : absl::InternalError("no digest");
  };
  Start();
  grpc::ClientContext context;
  oteu::v1::ExportDecisionBundleRequest request;
  request.set_name("applications/a1/decisions/1");
  const auto stream = oteu::v1::DecisionService::NewStub(channel_)->ExportDecisionBundle(&context, request);
  oteu::v1::ExportDecisionBundleResponse piece;
  std::string got;
  int pieces = 0;
  for (; stream->Read(&piece); ++pieces) got += piece.data();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(got, file);
  EXPECT_EQ(pieces, 3);
  EXPECT_EQ(recorded, "oteu.v1.DecisionService/ExportDecisionBundle applications/a1/decisions/1");
}

TEST_F(ServerTest, ABundleThatCannotBeRecordedIsNotSent) {
  use_cases_.bundle = [] { return std::string("secret"); };
  use_cases_.record = [](absl::string_view, const application::Access&) {
    return MakeError(ErrorReason::kStorageUnavailable);
  };
  Start();
  grpc::ClientContext context;
  const auto stream = oteu::v1::DecisionService::NewStub(channel_)->ExportDecisionBundle(&context, {});
  oteu::v1::ExportDecisionBundleResponse piece;
  EXPECT_FALSE(stream->Read(&piece));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTest, ErrorsCarryReasonFieldsAndTheCallersLanguage) {
  use_cases_.get = [](const auto& call, const auto&) -> absl::StatusOr<oteu::v1::GetApplicationResponse> {
    EXPECT_EQ(call.language, "ru");
    return InvalidArgument({{"name", "is malformed"}});
  };
  Start();
  const grpc::Status status = Get("de, ru;q=0.8, en;q=0.7");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Reason(status), "INVALID_FIELD");
  EXPECT_EQ(Find<google::rpc::BadRequest>(status)->field_violations(0).field(), "name");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(status)->locale(), "ru");
}

TEST_F(ServerTest, ADefectIsInternalWithAnIncidentOnly) {
  use_cases_.get = [](const auto&, const auto&) -> absl::StatusOr<oteu::v1::GetApplicationResponse> {
    return absl::UnknownError("secret detail");
  };
  Start();
  const grpc::Status status = Get();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message() + status.error_details(), testing::Not(HasSubstr("secret")));
  EXPECT_THAT(log_lines_, HasSubstr(Find<google::rpc::ErrorInfo>(status)->metadata().at("incident")));
}

TEST_F(ServerTest, AMessageOverFourMebibytesIsRefused) {
  use_cases_.submit = [](const auto&, auto request, auto done) {
    EXPECT_EQ(request.documents(0).signed_data().size(), std::size_t{3} << 20);
    done(oteu::v1::SubmitApplicationResponse());
  };
  Start();
  auto stub = ApplicationService::NewStub(channel_);
  for (const auto& [bytes, code] : {std::pair{std::size_t{3} << 20, grpc::StatusCode::OK},
                                    std::pair{std::size_t{5} << 20, grpc::StatusCode::RESOURCE_EXHAUSTED}}) {
    grpc::ClientContext context;
    oteu::v1::SubmitApplicationRequest request;
    request.add_documents()->set_signed_data(std::string(bytes, 'x'));
    oteu::v1::SubmitApplicationResponse response;
    EXPECT_EQ(stub->SubmitApplication(&context, request, &response).error_code(), code) << bytes;
  }
}

TEST_F(ServerTest, TheDeadlineReachesTheUseCase) {
  std::promise<absl::Duration> left;
  use_cases_.get = [&](const auto& call, const auto&) {
    left.set_value(call.deadline - clock_.Now());
    return oteu::v1::GetApplicationResponse();
  };
  Start();
  ASSERT_TRUE(Get("", absl::Seconds(7)).ok());
  const absl::Duration seen = left.get_future().get();
  EXPECT_GT(seen, absl::Seconds(1));
  // gRPC rounds what is left up to a few digits before it sends it.
  EXPECT_LE(seen, absl::Seconds(8));
}

TEST_F(ServerTest, AFullQueueIsOverloadAndSaysWhenToRetry) {
  std::promise<void> release;
  auto released = release.get_future().share();
  std::promise<void> entered;
  use_cases_.submit = [&](const auto&, auto, auto done) {
    entered.set_value();
    released.wait();
    done(oteu::v1::SubmitApplicationResponse());
  };
  Start(/*workers=*/1, /*queue=*/1);
  std::thread holder([&] {
    grpc::ClientContext context;
    oteu::v1::SubmitApplicationResponse response;
    EXPECT_TRUE(ApplicationService::NewStub(channel_)->SubmitApplication(&context, {}, &response).ok());
  });
  entered.get_future().wait();
  grpc::Status status;
  // The first of these takes the one place in the queue, and waits there; the next finds it taken.
  for (int i = 0; i < 200 && Reason(status) != "OVERLOADED"; ++i) {
    auto stub = ApplicationService::NewStub(channel_);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(500)));
    oteu::v1::GetApplicationResponse response;
    status = stub->GetApplication(&context, {}, &response);
  }
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Reason(status), "OVERLOADED");
  EXPECT_TRUE(Find<google::rpc::RetryInfo>(status).has_value());
  release.set_value();
  holder.join();
}

TEST_F(ServerTest, ACancelledCallsResultIsDroppedSafely) {
  std::promise<void> entered;
  std::promise<void> release;
  std::atomic<bool> finished = false;
  use_cases_.submit = [&](const auto&, auto, auto done) {
    entered.set_value();
    release.get_future().wait();
    done(oteu::v1::SubmitApplicationResponse());  // the commit happened; nobody reads the answer
    finished = true;
  };
  Start();
  grpc::ClientContext context;
  std::thread caller([&] {
    oteu::v1::SubmitApplicationResponse response;
    EXPECT_EQ(ApplicationService::NewStub(channel_)->SubmitApplication(&context, {}, &response).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  entered.get_future().wait();
  context.TryCancel();
  caller.join();
  release.set_value();
  ASSERT_TRUE(Get().ok()) << "the server goes on";
  server_->Shutdown(absl::Seconds(5));
  EXPECT_TRUE(finished);
}

TEST_F(ServerTest, AnAnswerMayComeLaterFromAnotherThread) {
  std::thread store;
  use_cases_.submit = [&](const auto&, auto, auto done) {
    store = std::thread([done = std::move(done)]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      oteu::v1::SubmitApplicationResponse response;
      response.mutable_application()->set_name("applications/late");
      done(std::move(response));
    });
  };
  Start();
  grpc::ClientContext context;
  oteu::v1::SubmitApplicationResponse response;
  ASSERT_TRUE(ApplicationService::NewStub(channel_)->SubmitApplication(&context, {}, &response).ok());
  EXPECT_EQ(response.application().name(), "applications/late");
  store.join();
}

TEST_F(ServerTest, ShutdownLetsCallsFinish) {
  std::promise<void> entered;
  use_cases_.submit = [&](const auto&, auto, auto done) {
    entered.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    done(oteu::v1::SubmitApplicationResponse());
  };
  Start();
  std::thread caller([&] {
    grpc::ClientContext context;
    oteu::v1::SubmitApplicationResponse response;
    EXPECT_TRUE(ApplicationService::NewStub(channel_)->SubmitApplication(&context, {}, &response).ok());
  });
  entered.get_future().wait();
  server_->Shutdown(absl::Seconds(10));
  caller.join();
  EXPECT_FALSE(Get("", absl::Milliseconds(300)).ok());
}

TEST_F(ServerTest, HealthFollowsTheServer) {
  Start();
  EXPECT_EQ(HealthOf(""), "SERVING");
  EXPECT_EQ(HealthOf("oteu.v1.ApplicationService"), "SERVING");
  EXPECT_EQ(HealthOf("no.such.Service"), "ERROR 5");
  server_->SetServing(false);
  EXPECT_EQ(HealthOf(""), "NOT_SERVING");
  EXPECT_EQ(HealthOf("oteu.v1.DecisionService"), "NOT_SERVING");
}

TEST_F(ServerTest, ATakenAddressIsRefused) {
  Start();
  ServerOptions second = options_;
  second.address = server_->address();
  EXPECT_TRUE(absl::IsUnavailable(Server::Start(second, &runtime_).status()));
}

TEST_F(ServerTest, ServesAUnixSocket) {
  options_.address = "unix:" + testing::TempDir() + "/oteu-rpc-" + std::to_string(getpid()) + ".sock";
  Start();
  EXPECT_TRUE(Get().ok());
  EXPECT_TRUE(CheckListener(server_->address(), absl::Seconds(5)).ok());
}

TEST_F(ServerTest, TheListenerIsCheckedFromOutside) {
  Start();
  EXPECT_TRUE(CheckListener(server_->address(), absl::Seconds(5)).ok());
  const std::string address = server_->address();
  server_->Shutdown(absl::Seconds(1));
  EXPECT_FALSE(CheckListener(address, absl::Milliseconds(300)).ok());
}

}  // namespace
}  // namespace oteu::rpc
