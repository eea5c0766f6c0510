#include <grpcpp/grpcpp.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "tests/benchmark/floor.h"

namespace oteu::benchmark {
namespace {

class Echo final : public oteu::v1::ApplicationService::CallbackService {
 public:
  explicit Echo(oteu::v1::SubmitApplicationResponse response) : response_(std::move(response)) {}

  grpc::ServerUnaryReactor* SubmitApplication(grpc::CallbackServerContext* context,
                                              const oteu::v1::SubmitApplicationRequest* /*request*/,
                                              oteu::v1::SubmitApplicationResponse* response) override {
    *response = response_;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const oteu::v1::SubmitApplicationResponse response_;
};

}  // namespace

int ServeEcho(int port, const std::string& response_path) {
  std::ifstream in(response_path, std::ios::binary);
  oteu::v1::SubmitApplicationResponse response;
  if (!response.ParseFromIstream(&in)) return 2;
  Echo echo(std::move(response));
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials());
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return 2;
  server->Wait();
  return 0;
}

}  // namespace oteu::benchmark
