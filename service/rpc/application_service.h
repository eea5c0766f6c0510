// oteu.v1.ApplicationService over the use cases: Takes applications.
#pragma once

#include "oteu/v1/application_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class ApplicationService final : public oteu::v1::ApplicationService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit ApplicationService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* SubmitApplication(grpc::CallbackServerContext* context,
                                              const oteu::v1::SubmitApplicationRequest* request,
                                              oteu::v1::SubmitApplicationResponse* response) override;
  grpc::ServerUnaryReactor* GetApplication(grpc::CallbackServerContext* context,
                                           const oteu::v1::GetApplicationRequest* request,
                                           oteu::v1::GetApplicationResponse* response) override;
  grpc::ServerUnaryReactor* ListApplications(grpc::CallbackServerContext* context,
                                             const oteu::v1::ListApplicationsRequest* request,
                                             oteu::v1::ListApplicationsResponse* response) override;
  grpc::ServerUnaryReactor* SupplyDocuments(grpc::CallbackServerContext* context,
                                            const oteu::v1::SupplyDocumentsRequest* request,
                                            oteu::v1::SupplyDocumentsResponse* response) override;
  grpc::ServerUnaryReactor* WithdrawApplication(grpc::CallbackServerContext* context,
                                                const oteu::v1::WithdrawApplicationRequest* request,
                                                oteu::v1::WithdrawApplicationResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
