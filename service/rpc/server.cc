#include "service/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>

#include <chrono>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/rpc/application_service.h"
#include "service/rpc/audit_service.h"
#include "service/rpc/change_service.h"
#include "service/rpc/decision_service.h"
#include "service/rpc/entitlement_service.h"
#include "service/rpc/fact_service.h"
#include "service/rpc/notice_service.h"
#include "service/rpc/payment_service.h"
#include "service/rpc/regulation_service.h"
#include "service/rpc/verification_service.h"

namespace oteu::rpc {
namespace {

constexpr const char* kServiceNames[] = {"oteu.v1.ApplicationService", "oteu.v1.AuditService",
                                         "oteu.v1.ChangeService",      "oteu.v1.DecisionService",
                                         "oteu.v1.EntitlementService", "oteu.v1.FactService",
                                         "oteu.v1.NoticeService",      "oteu.v1.PaymentService",
                                         "oteu.v1.RegulationService",  "oteu.v1.VerificationService"};

// gRPC keeps these two switches per process and asks for them before any server is built.
void EnablePlugins() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

class GrpcServer final : public Server {
 public:
  explicit GrpcServer(const Runtime* runtime)
      : application_(runtime),
        audit_(runtime),
        changes_(runtime),
        decision_(runtime),
        entitlement_(runtime),
        facts_(runtime),
        notices_(runtime),
        payments_(runtime),
        regulation_(runtime),
        verification_(runtime) {}
  ~GrpcServer() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Listen(const ServerOptions& options) {
    auto credentials = MakeCredentials(options);
    if (!credentials.ok()) return credentials.status();
    EnablePlugins();
    grpc::ServerBuilder builder;
    ApplyBounds(options, builder);
    builder.AddListeningPort(options.address, *credentials, &port_);
    builder.RegisterService(&application_);
    builder.RegisterService(&audit_);
    builder.RegisterService(&changes_);
    builder.RegisterService(&decision_);
    builder.RegisterService(&entitlement_);
    builder.RegisterService(&facts_);
    builder.RegisterService(&notices_);
    builder.RegisterService(&payments_);
    builder.RegisterService(&regulation_);
    builder.RegisterService(&verification_);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) {
      return absl::UnavailableError(absl::StrCat("cannot listen on ", options.address));
    }
    address_ = absl::StartsWith(options.address, "unix:")
                   ? options.address
                   : absl::StrCat(options.address.substr(0, options.address.rfind(':')), ":", port_);
    SetServing(true);
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  std::string address() const override { return address_; }

  void SetServing(bool serving) override {
    grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
    if (health == nullptr) return;
    health->SetServingStatus(serving);
    for (const char* name : kServiceNames) health->SetServingStatus(name, serving);
  }

  void Shutdown(absl::Duration grace) override {
    if (server_ == nullptr) return;
    if (auto* health = server_->GetHealthCheckService(); health != nullptr) health->Shutdown();
    server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
    server_->Wait();
    server_ = nullptr;
  }

 private:
  ApplicationService application_;
  AuditService audit_;
  ChangeService changes_;
  DecisionService decision_;
  EntitlementService entitlement_;
  FactService facts_;
  NoticeService notices_;
  PaymentService payments_;
  RegulationService regulation_;
  VerificationService verification_;
  int port_ = 0;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options, const Runtime* runtime) {
  auto server = std::make_unique<GrpcServer>(runtime);
  if (absl::Status status = server->Listen(options); !status.ok()) return status;
  return server;
}

}  // namespace oteu::rpc
