#include "tests/service/rpc/rpc_fixture.h"

#include <grpcpp/generic/generic_stub.h>

#include <chrono>

namespace oteu::rpc {

RpcTest::RpcTest()
    : log_([this](absl::string_view line) { log_lines_ += std::string(line); }, logging::Level::kDebug,
           &clock_) {
  options_.address = "127.0.0.1:0";
  use_cases_.get = [](const auto&, const auto& request) {
    oteu::v1::GetApplicationResponse response;
    response.mutable_application()->set_name(request.name());
    return response;
  };
}

void RpcTest::Start(int workers, int queue, int batch_in_flight) {
  pool_ = std::make_unique<WorkerPool>(WorkerPoolOptions{workers, static_cast<std::size_t>(queue)});
  runtime_ = {&use_cases_, pool_.get(), &clock_, &log_, absl::Seconds(30), batch_in_flight};
  runtime_.streams = &streams_;
  auto server = Server::Start(options_, &runtime_);
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  channel_ = NewChannel();
}

std::shared_ptr<grpc::Channel> RpcTest::NewChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
}

std::string RpcTest::Reason(const grpc::Status& status) {
  const auto info = Find<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : "";
}

// Without the health service's generated code: its request is one string field, its answer one enum field.
std::string RpcTest::HealthOf(const std::string& service) {
  grpc::GenericStub stub(channel_);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  std::string request;
  if (!service.empty()) request = "\x0a" + std::string(1, static_cast<char>(service.size())) + service;
  const grpc::Slice slice(request);
  grpc::ByteBuffer answer;
  grpc::Status status;
  auto call =
      stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::ByteBuffer(&slice, 1), &queue);
  call->StartCall();
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) return "ERROR " + std::to_string(status.error_code());
  std::vector<grpc::Slice> slices;
  answer.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& part : slices)
    bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  if (bytes == "\x08\x01") return "SERVING";
  return bytes == "\x08\x02" ? "NOT_SERVING" : "UNKNOWN";
}

}  // namespace oteu::rpc
