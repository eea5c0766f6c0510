// kill -9 under load, again and again, on one database: every acknowledged application is there, and a retry
// doubles none.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "tests/integration/demo_folder.h"
#include "tests/integration/server_process.h"

namespace oteu::integration {
namespace {

constexpr int kKills = 50;
constexpr int kClients = 4;

class KillTest : public testing::Test {
 protected:
  KillTest() : demo_(absl::Now()), sample_(demo_.Request("good", "")) {}

  std::unique_ptr<ServerProcess> Start() {
    std::remove(PortFile().c_str());
    auto server = std::make_unique<ServerProcess>(
        OTEU_SERVER,
        std::vector<std::string>{
            "--listen=127.0.0.1:0", "--port_file=" + PortFile(), "--data_dir=" + demo_.data_dir(),
            "--regulations_dir=" + RegulationsDir(OTEU_SOURCE_DIR), "--trust_dir=" + demo_.trust_dir(),
            "--policy_file=" + demo_.policy_file(), "--registry_file=" + demo_.registry_file()},
        LogFile());
    port_ = server->WaitForPort(PortFile(), absl::Seconds(60));
    EXPECT_NE(port_, 0) << ReadWholeFile(LogFile());
    return server;
  }
  std::string PortFile() const { return demo_.path() + "/port"; }
  std::string LogFile() const { return demo_.path() + "/log"; }

  std::unique_ptr<oteu::v1::ApplicationService::Stub> NewStub() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return oteu::v1::ApplicationService::NewStub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port_), grpc::InsecureChannelCredentials(), arguments));
  }

  // Submits; true when it was acknowledged. Remembers what came of it, and that an id never gets two answers.
  bool Submit(oteu::v1::ApplicationService::Stub& stub, const std::string& request_id) {
    oteu::v1::SubmitApplicationRequest request = sample_;
    request.set_request_id(request_id);
    oteu::v1::SubmitApplicationResponse response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    const grpc::Status status = stub.SubmitApplication(&context, request, &response);
    std::lock_guard lock(mutex_);
    if (!status.ok()) {
      EXPECT_TRUE(status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                  status.error_code() == grpc::StatusCode::ABORTED)
          << status.error_code() << " " << status.error_message();
      if (!names_.contains(request_id)) unanswered_.insert(request_id);
      return false;
    }
    unanswered_.erase(request_id);
    ++acknowledged_;
    const auto [entry, fresh] = names_.emplace(request_id, response.application().name());
    EXPECT_EQ(entry->second, response.application().name()) << "a retry got another application";
    return true;
  }

  // New applications from all clients until `stop`, or until the server is gone.
  void Load(const std::atomic<bool>& stop) {
    std::vector<std::thread> clients;
    for (int c = 0; c < kClients; ++c) {
      clients.emplace_back([&] {
        auto stub = NewStub();
        while (!stop && Submit(*stub, "request-" + std::to_string(++ids_))) {
        }
      });
    }
    for (std::thread& client : clients) client.join();
  }

  // Sends again what got no answer, and a few that did.
  void Retry(std::mt19937& random) {
    auto stub = NewStub();
    std::vector<std::string> again(unanswered_.begin(), unanswered_.end());
    for (int i = 0; i < 3 && !names_.empty(); ++i) {
      again.push_back(
          std::next(names_.begin(), static_cast<std::ptrdiff_t>(random() % names_.size()))->first);
    }
    for (const std::string& id : again) EXPECT_TRUE(Submit(*stub, id)) << id;
  }

  std::multiset<std::string> ListAll() {
    auto stub = NewStub();
    std::multiset<std::string> names;
    oteu::v1::ListApplicationsRequest request;
    request.set_page_size(200);
    do {
      grpc::ClientContext context;
      oteu::v1::ListApplicationsResponse response;
      const grpc::Status status = stub->ListApplications(&context, request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok()) return names;
      for (const auto& application : response.applications()) names.insert(application.name());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  DemoFolder demo_;
  const oteu::v1::SubmitApplicationRequest sample_;
  int port_ = 0;
  std::atomic<int> ids_ = 0;
  std::atomic<int> acknowledged_ = 0;  // answers, retries included
  std::mutex mutex_;
  std::map<std::string, std::string> names_;  // request id to application, acknowledged
  std::set<std::string> unanswered_;
};

TEST_F(KillTest, NothingAcknowledgedIsLostAndNothingIsDoubled) {
  std::mt19937 random(2026);
  for (int kill = 0; kill < kKills && !HasFailure(); ++kill) {
    auto server = Start();
    ASSERT_NE(port_, 0);
    Retry(random);
    std::atomic<bool> stop = false;
    const std::chrono::milliseconds wait(random() % 250);
    const int acknowledged_before = acknowledged_;
    std::thread killer([&, wait] {
      // Under load for sure: from the first answer on, a while.
      for (int i = 0; i < 10000 && acknowledged_ == acknowledged_before; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      std::this_thread::sleep_for(wait);
      server->Signal(SIGKILL);
      stop = true;
    });
    Load(stop);
    killer.join();
    EXPECT_EQ(server->WaitForExit(absl::Seconds(20)), -SIGKILL);
  }
  auto server = Start();
  ASSERT_NE(port_, 0);
  Retry(random);
  EXPECT_TRUE(unanswered_.empty());
  std::multiset<std::string> acknowledged;
  for (const auto& [id, name] : names_) acknowledged.insert(name);
  EXPECT_EQ(ListAll(), acknowledged);
  server->Signal(SIGTERM);
  EXPECT_EQ(server->WaitForExit(absl::Seconds(40)), 0);
  std::printf("%d kills, %zu applications acknowledged\n", kKills, names_.size());
}

}  // namespace
}  // namespace oteu::integration
