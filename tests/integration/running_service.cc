#include "tests/integration/running_service.h"

#include <csignal>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/entitlement_service.grpc.pb.h"

namespace oteu::integration {

RunningService::RunningService() : demo_(absl::Now()) { Start(); }

void RunningService::Start() {
  std::remove(PortFile().c_str());
  server_ = std::make_unique<ServerProcess>(
      OTEU_SERVER,
      std::vector<std::string>{
          // The same port again, so that a client that waits finds the server.
          absl::StrCat("--config=", OTEU_SOURCE_DIR, "/docs/examples/facts-config.txtpb"),
          absl::StrCat("--listen=127.0.0.1:", port_), "--port_file=" + PortFile(),
          "--data_dir=" + demo_.data_dir(), "--regulations_dir=" + RegulationsDir(OTEU_SOURCE_DIR),
          "--trust_dir=" + demo_.trust_dir(), "--policy_file=" + demo_.policy_file(),
          "--registry_file=" + demo_.registry_file()},
      demo_.path() + "/log");
  port_ = server_->WaitForPort(PortFile(), absl::Seconds(60));
  ASSERT_NE(port_, 0) << ReadWholeFile(demo_.path() + "/log");
  address_ = absl::StrCat("127.0.0.1:", port_);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments);
}

int RunningService::Stop() {
  server_->Signal(SIGTERM);
  return server_->WaitForExit(absl::Seconds(40));
}

std::string RunningService::Grant() {
  grpc::ClientContext context;
  oteu::v1::SubmitApplicationResponse response;
  const auto status = oteu::v1::ApplicationService::NewStub(channel_)->SubmitApplication(
      &context, demo_.Request("good", "r1"), &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.decision().outcome(), oteu::v1::DECISION_OUTCOME_GRANTED);
  return response.application().name();
}

oteu::v1::GetEntitlementResponse RunningService::Entitlement(const std::string& name) {
  grpc::ClientContext context;
  oteu::v1::GetEntitlementRequest request;
  request.set_name(name + "/entitlement");
  oteu::v1::GetEntitlementResponse response;
  const auto status =
      oteu::v1::EntitlementService::NewStub(channel_)->GetEntitlement(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

std::unique_ptr<ServerProcess> RunningService::StartOteu(std::vector<std::string> words,
                                                         const std::string& log) {
  std::remove(log.c_str());
  words.push_back("--server=" + address_);
  words.emplace_back("--lang=en");
  return std::make_unique<ServerProcess>(OTEU_CLI, words, log);
}

std::string RunningService::Oteu(std::vector<std::string> words) {
  const std::string log = demo_.path() + "/oteu-output";
  const int code = StartOteu(std::move(words), log)->WaitForExit(absl::Seconds(60));
  return absl::StrCat(code, "\n", ReadWholeFile(log));
}

}  // namespace oteu::integration
