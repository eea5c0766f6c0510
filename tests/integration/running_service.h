// The real oteu-server on a demonstration PKI and register, and the real oteu against it.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "oteu/v1/entitlement_service.pb.h"
#include "tests/integration/demo_folder.h"
#include "tests/integration/server_process.h"

namespace oteu::integration {

inline constexpr char kSchool[] = "900040000017";  // of the demonstration
inline constexpr char kChild[] = "900000000019";   // of the good sample

class RunningService : public testing::Test {
 protected:
  RunningService();

  // Starts the server on docs/examples/facts-config.txtpb; after Stop or a kill, again on the same data.
  void Start();
  // SIGTERM; the exit code.
  int Stop();

  // Submits the good sample; its name.
  std::string Grant();
  oteu::v1::GetEntitlementResponse Entitlement(const std::string& name);

  // Starts the real oteu with --server and --lang=en; its output goes to `log`.
  std::unique_ptr<ServerProcess> StartOteu(std::vector<std::string> words, const std::string& log);
  // Runs it to its end; its output, with the exit code in front.
  std::string Oteu(std::vector<std::string> words);

  DemoFolder demo_;
  std::unique_ptr<ServerProcess> server_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;

 private:
  std::string PortFile() const { return demo_.path() + "/port"; }
  int port_ = 0;
};

}  // namespace oteu::integration
