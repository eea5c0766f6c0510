// The service's clocks, while time passes and the service is stopped and started again: its turns run by
// themselves as in oteu-server, the notices and the feed are read over the wire, and each thing is told once.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/change_service.grpc.pb.h"
#include "oteu/v1/notice_service.grpc.pb.h"
#include "service/civil/date.h"
#include "service/rpc/server.h"
#include "service/runtime/periodic.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ClocksTest : public World {
 protected:
  ClocksTest() : log_([](absl::string_view) {}, logging::Level::kError, &clock_) { StartService(); }
  ~ClocksTest() override { StopService(); }

  void StartService() {
    pool_ = std::make_unique<rpc::WorkerPool>(rpc::WorkerPoolOptions{2, 100});
    runtime_ = {use_cases_.get(), pool_.get(), &clock_, &log_};
    rpc::ServerOptions options;
    options.address = "127.0.0.1:0";
    auto server = rpc::Server::Start(options, &runtime_);
    if (!server.ok()) std::abort();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    clocks_ =
        std::make_unique<runtime::Periodic>(runtime::PeriodicOptions{absl::Milliseconds(10), 0.1}, [this] {
          const auto counts = use_cases_->GiveNotices(100, clock_.Now() + absl::Seconds(5));
          EXPECT_TRUE(counts.ok()) << counts.status();
          ++turns_;
        });
  }
  void StopService() {
    clocks_ = nullptr;
    server_->Shutdown(absl::Seconds(10));
    pool_->Stop();
  }
  // As after a crash of the machine: nothing is left but the database.
  void Restart() {
    StopService();
    Reopen();
    StartService();
  }
  // Until a turn has begun and ended at the time that is set.
  void WaitForTurns() {
    const int seen = turns_;
    while (turns_ < seen + 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  // What NoticeService tells that it did not tell before: "KIND 2026-05-25 -30".
  std::vector<std::string> Told() {
    v1::ListNoticesRequest request;
    request.set_page_token(token_);
    v1::ListNoticesResponse response;
    grpc::ClientContext context;
    const auto status = v1::NoticeService::NewStub(channel_)->ListNotices(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    token_ = response.next_page_token();
    std::vector<std::string> out;
    for (const v1::Notice& notice : response.notices()) {
      out.push_back(absl::StrCat(v1::NoticeKind_Name(notice.kind()).substr(12), " ",
                                 civil::FormatIsoDate(*civil::FromProto(notice.due_on())), " -",
                                 notice.days_before()));
    }
    return out;
  }
  // Told when that time has come; a service that starts then once more tells nothing again.
  std::vector<std::string> At(absl::string_view rfc3339) {
    clock_.Set(rfc3339);
    WaitForTurns();
    auto told = Told();
    Restart();
    WaitForTurns();
    EXPECT_THAT(Told(), IsEmpty()) << "again, after a start at " << rfc3339;
    return told;
  }

  // Changes of these applications since the last call: "DEEMED_REFUSAL_RECORDED applications/...".
  std::map<std::string, int> Changed() {
    v1::ListChangesRequest request;
    request.set_page_size(200);
    request.mutable_filter()->add_kinds(v1::CHANGE_KIND_NOTICE_GIVEN);
    request.mutable_filter()->add_kinds(v1::CHANGE_KIND_DEEMED_REFUSAL_RECORDED);
    if (feed_.empty()) request.set_skip_snapshot(true);
    request.set_resume_token(feed_);
    v1::ListChangesResponse response;
    grpc::ClientContext context;
    const auto status = v1::ChangeService::NewStub(channel_)->ListChanges(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    feed_ = response.resume_token();
    std::map<std::string, int> out;
    for (const v1::Change& change : response.changes())
      ++out[absl::StrCat(v1::ChangeKind_Name(change.kind()).substr(12), " ", change.application())];
    return out;
  }
  v1::Application Get(const std::string& name) {
    v1::GetApplicationRequest request;
    request.set_name(name);
    v1::GetApplicationResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(v1::ApplicationService::NewStub(channel_)->GetApplication(&context, request, &response).ok());
    return response.application();
  }

  logging::Logger log_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  rpc::Runtime runtime_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<runtime::Periodic> clocks_;
  std::atomic<int> turns_ = 0;
  std::string token_;
  std::string feed_;
};

TEST_F(ClocksTest, DeadlinesAndTermsAreToldOnceOverEveryStart) {
  EXPECT_THAT(Changed(), IsEmpty());
  // Held for a register that is silent: received on Friday, 3 October 2025, so that the decision is due on
  // the 15th, notice of a refusal on the 10th.
  registry_.down = true;
  const std::string held = Submit(Request("held"))->application().name();
  registry_.down = false;
  ASSERT_EQ(Get(held).state(), v1::APPLICATION_STATE_UNDER_REVIEW);
  // Granted: certificate and conclusion end on 25 May 2026.
  AddFamily(1);
  const std::string granted = Granted(1);

  EXPECT_THAT(At("2025-10-07T10:00:00+05:00"), IsEmpty());
  EXPECT_THAT(At("2025-10-08T10:00:00+05:00"), ElementsAre("HEARING_NOTICE_DUE 2025-10-10 -2"));
  EXPECT_THAT(At("2025-10-09T10:00:00+05:00"), ElementsAre("HEARING_NOTICE_DUE 2025-10-10 -1"));
  EXPECT_THAT(At("2025-10-13T10:00:00+05:00"), ElementsAre("DECISION_DUE 2025-10-15 -2"));
  EXPECT_THAT(At("2025-10-15T23:59:59+05:00"), ElementsAre("DECISION_DUE 2025-10-15 -1"));
  EXPECT_FALSE(Get(held).has_deemed_refused_after()) << "the deadline has not passed";
  EXPECT_THAT(At("2025-10-16T00:00:00+05:00"), ElementsAre("DEEMED_REFUSAL 2025-10-15 -0"));
  EXPECT_EQ(civil::FormatIsoDate(*civil::FromProto(Get(held).deemed_refused_after())), "2025-10-15");
  EXPECT_EQ(Get(held).state(), v1::APPLICATION_STATE_UNDER_REVIEW) << "it can still be decided";

  const auto ends = [](int days) {
    return ElementsAre(absl::StrCat("PMPC_TERM_ENDS 2026-05-25 -", days),
                       absl::StrCat("SCHOOL_CERTIFICATE_ENDS 2026-05-25 -", days));
  };
  EXPECT_THAT(At("2026-03-25T23:59:59+05:00"), IsEmpty());
  EXPECT_THAT(At("2026-03-26T00:00:00+05:00"), ends(60));
  EXPECT_THAT(At("2026-04-25T00:00:00+05:00"), ends(30));
  EXPECT_THAT(At("2026-05-18T00:00:00+05:00"), ends(7));
  EXPECT_THAT(At("2026-05-26T00:00:00+05:00"), IsEmpty());

  // One change for what one look told of one application.
  EXPECT_THAT(Changed(),
              ElementsAre(std::pair("DEEMED_REFUSAL_RECORDED " + held, 1),
                          std::pair("NOTICE_GIVEN " + held, 4), std::pair("NOTICE_GIVEN " + granted, 3)));
}

}  // namespace
}  // namespace oteu::application
