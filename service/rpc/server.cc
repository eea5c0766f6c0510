#include "service/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/rpc/application_service.h"
#include "service/rpc/decision_service.h"
#include "service/rpc/entitlement_service.h"
#include "service/rpc/regulation_service.h"
#include "service/rpc/unary_call.h"
#include "service/rpc/verification_service.h"
#include "service/rpc/worker_pool.h"

namespace oteu::rpc {
namespace {

int Milliseconds(absl::Duration duration) { return static_cast<int>(absl::ToInt64Milliseconds(duration)); }

// Connections that are idle or old are closed in good order, so that a listener that ran out of descriptors
// recovers and load spreads over new replicas; pings find peers that vanished.
void BoundConnections(const ServerOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.message_bytes_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.concurrent_streams_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(options.connection_idle_max));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(options.connection_age_max));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, Milliseconds(absl::Minutes(1)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(absl::Minutes(2)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(absl::Seconds(20)));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Milliseconds(absl::Seconds(30)));
  grpc::ResourceQuota quota("oteu");
  quota.Resize(options.memory_bytes_max);
  builder.SetResourceQuota(quota);
}

class GrpcServer final : public Server {
 public:
  GrpcServer(const ServerOptions& options, application::UseCases* use_cases, CallObserver* observer)
      : workers_({.threads = options.worker_threads, .queue_max = options.queue_max}),
        services_{.use_cases = use_cases, .workers = &workers_, .observer = observer} {}
  ~GrpcServer() override { Shutdown(absl::Seconds(5)); }

  absl::Status Listen(const ServerOptions& options) {
    grpc::ServerBuilder builder;
    BoundConnections(options, builder);
    builder.AddListeningPort(options.address, options.credentials, &port_);
    builder.RegisterService(&application_);
    builder.RegisterService(&verification_);
    builder.RegisterService(&entitlement_);
    builder.RegisterService(&decision_);
    builder.RegisterService(&regulation_);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr)
      return absl::InvalidArgumentError(absl::StrCat("cannot listen on ", options.address));
    SetServing(true);
    return absl::OkStatus();
  }

  int port() const override { return port_; }

  void SetServing(bool serving) override { server_->GetHealthCheckService()->SetServingStatus(serving); }

  void Shutdown(absl::Duration timeout) override {
    if (server_ == nullptr || std::exchange(stopped_, true)) return;
    SetServing(false);
    server_->Shutdown(absl::ToChronoTime(absl::Now() + timeout));
    server_->Wait();
  }

 private:
  // The workers go first: by then Shutdown has waited for every call.
  int port_ = 0;
  bool stopped_ = false;
  WorkerPool workers_;
  const Services services_;
  ApplicationService application_{services_};
  VerificationService verification_{services_};
  EntitlementService entitlement_{services_};
  DecisionService decision_{services_};
  RegulationService regulation_{services_};
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      application::UseCases* use_cases,
                                                      CallObserver* observer) {
  // Process-wide switches of gRPC: they only say which services builders add from here on.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto server = std::make_unique<GrpcServer>(options, use_cases, observer);
  if (absl::Status listening = server->Listen(options); !listening.ok()) return listening;
  return server;
}

}  // namespace oteu::rpc
