// The real oteu-server: what it refuses to start with, what it serves, how it reloads and stops.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "absl/time/clock.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "tests/integration/demo_folder.h"
#include "tests/integration/server_process.h"

namespace oteu::integration {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() : demo_(absl::Now()) {}

  std::vector<std::string> Arguments(const std::string& listen = "127.0.0.1:0") const {
    return {"--listen=" + listen,
            "--port_file=" + demo_.path() + "/port",
            "--data_dir=" + demo_.data_dir(),
            "--regulations_dir=" + RegulationsDir(OTEU_SOURCE_DIR),
            "--trust_dir=" + demo_.trust_dir(),
            "--policy_file=" + demo_.policy_file(),
            "--registry_file=" + demo_.registry_file()};
  }
  std::string LogFile() const { return demo_.path() + "/log"; }
  std::string Log() const { return ReadWholeFile(LogFile()); }

  // Runs to the end; the exit code.
  int RunToEnd(const std::vector<std::string>& arguments) {
    ServerProcess server(OTEU_SERVER, arguments, LogFile());
    return server.WaitForExit(absl::Seconds(60));
  }
  void Start(const std::vector<std::string>& arguments) {
    std::filesystem::remove(demo_.path() + "/port");  // of a server before
    server_ = std::make_unique<ServerProcess>(OTEU_SERVER, arguments, LogFile());
    port_ = server_->WaitForPort(demo_.path() + "/port", absl::Seconds(60));
    ASSERT_NE(port_, 0) << Log();
  }
  std::string Target() const { return "127.0.0.1:" + std::to_string(port_); }

  grpc::Status Submit(const std::shared_ptr<grpc::Channel>& channel, const std::string& request_id,
                      std::string* name = nullptr) {
    auto stub = oteu::v1::ApplicationService::NewStub(channel);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    oteu::v1::SubmitApplicationResponse response;
    const grpc::Status status =
        stub->SubmitApplication(&context, demo_.Request("good", request_id), &response);
    if (name != nullptr) *name = response.application().name();
    return status;
  }
  bool WaitForLog(const std::string& text) {
    for (int i = 0; i < 1000 && Log().find(text) == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return Log().find(text) != std::string::npos;
  }

  DemoFolder demo_;
  std::unique_ptr<ServerProcess> server_;
  int port_ = 0;
};

TEST_F(ProcessTest, RefusesPlaintextBeyondLoopback) {
  for (const char* listen : {"0.0.0.0:0", "[::]:0", "localhost:0"}) {
    EXPECT_EQ(RunToEnd(Arguments(listen)), 2) << listen;
  }
  EXPECT_THAT(Log(), HasSubstr("listen.address: without tls"));
}

TEST_F(ProcessTest, ListsEverythingThatIsWrong) {
  EXPECT_EQ(RunToEnd({"--listen=127.0.0.1:0"}), 2);
  EXPECT_THAT(Log(), AllOf(HasSubstr("store.data_dir"), HasSubstr("regulations_dir"),
                           HasSubstr("trust.anchors_dir"), HasSubstr("registry")));
}

TEST_F(ProcessTest, CheckValidatesAndExits) {
  auto arguments = Arguments();
  arguments.emplace_back("--check");
  EXPECT_EQ(RunToEnd(arguments), 0);
  EXPECT_THAT(Log(), HasSubstr("the configuration is good"));
  arguments.push_back("--trust_dir=" + demo_.path());
  EXPECT_EQ(RunToEnd(arguments), 2);
}

TEST_F(ProcessTest, HelpShowsTheFlags) {
  RunToEnd({"--help"});
  EXPECT_THAT(Log(), AllOf(HasSubstr("--listen"), HasSubstr("--data_dir"), HasSubstr("--check")));
}

TEST_F(ProcessTest, ASecondServerOnTheSameDataIsRefused) {
  Start(Arguments());
  EXPECT_EQ(RunToEnd(Arguments()), 2);
  EXPECT_THAT(Log(), HasSubstr("another process uses"));
}

TEST_F(ProcessTest, DrainsUnderLoadAndLosesNothing) {
  Start(Arguments());
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::map<std::string, std::string> acknowledged;  // request to application; guarded by mutex
  std::vector<std::thread> clients;
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      grpc::ChannelArguments local;
      local.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      auto channel = grpc::CreateCustomChannel(Target(), grpc::InsecureChannelCredentials(), local);
      for (int i = 0; !stop; ++i) {
        const std::string request = "c" + std::to_string(c) + "-" + std::to_string(i);
        std::string name;
        const grpc::Status status = Submit(channel, request, &name);
        const std::lock_guard<std::mutex> lock(mutex);
        if (status.ok()) acknowledged[request] = name;
        // CANCELLED is gRPC's own refusal of a call that came while it shut down.
        if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
            status.error_code() == grpc::StatusCode::CANCELLED) {
          return;
        }
        EXPECT_TRUE(status.ok() || status.error_code() == grpc::StatusCode::ABORTED)
            << status.error_code() << " " << status.error_message();
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  server_->Signal(SIGTERM);
  EXPECT_EQ(server_->WaitForExit(absl::Seconds(60)), 0) << Log();
  stop = true;
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(Log(), AllOf(HasSubstr("SERVER_STOPPING"), HasSubstr("SERVER_STOPPED")));
  EXPECT_THAT(Log(), testing::Not(HasSubstr("INTERNAL_ERROR")));
  // What was acknowledged is there: the same request has the same answer.
  ASSERT_FALSE(acknowledged.empty());
  Start(Arguments());
  auto channel = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
  for (const auto& [request, application] : acknowledged) {
    std::string name;
    EXPECT_TRUE(Submit(channel, request, &name).ok());
    EXPECT_EQ(name, application) << request;
  }
}

TEST_F(ProcessTest, ReloadsOnSighupAndKeepsTheLastGood) {
  Start(Arguments());
  server_->Signal(SIGHUP);
  EXPECT_TRUE(WaitForLog("\"event\":\"RELOADED\",\"what\":\"trust\""));
  std::ofstream(demo_.trust_dir() + "/anchors/broken.cer") << "broken";
  server_->Signal(SIGHUP);
  EXPECT_TRUE(WaitForLog("\"event\":\"RELOAD_FAILED\",\"what\":\"trust\""));
  EXPECT_TRUE(Submit(grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials()), "r1").ok());
}

TEST_F(ProcessTest, ServesTls) {
  const std::string certificate = demo_.path() + "/cert.pem";
  const std::string key = demo_.path() + "/key.pem";
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
      " -addext subjectAltName=IP:127.0.0.1 -keyout " +
      key + " -out " + certificate + " 2>/dev/null";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "no openssl program";
  auto arguments = Arguments("0.0.0.0:0");
  arguments.push_back("--tls_certificate=" + certificate);
  arguments.push_back("--tls_key=" + key);
  Start(arguments);
  const auto credentials = grpc::SslCredentials({ReadWholeFile(certificate), "", ""});
  EXPECT_TRUE(Submit(grpc::CreateChannel(Target(), credentials), "r1").ok());
  EXPECT_FALSE(Submit(grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials()), "r2").ok());
}

TEST_F(ProcessTest, ReflectionListsTheServices) {
  Start(Arguments());
  // The reflection service's request 7 ("list_services", a string) by hand: no generated code for it here.
  auto channel = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto stream =
      stub.PrepareCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  void* tag = nullptr;
  bool ok = false;
  stream->StartCall(nullptr);
  queue.Next(&tag, &ok);
  const grpc::Slice request(std::string("\x3a\x01*"));
  stream->Write(grpc::ByteBuffer(&request, 1), nullptr);
  queue.Next(&tag, &ok);
  grpc::ByteBuffer answer;
  stream->Read(&answer, nullptr);
  queue.Next(&tag, &ok);
  ASSERT_TRUE(ok);
  std::vector<grpc::Slice> slices;
  answer.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  EXPECT_THAT(bytes, AllOf(HasSubstr("oteu.v1.ApplicationService"), HasSubstr("oteu.v1.RegulationService"),
                           HasSubstr("grpc.health.v1.Health")));
  context.TryCancel();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
}

}  // namespace
}  // namespace oteu::integration
