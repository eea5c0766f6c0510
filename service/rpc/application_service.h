// ApplicationService over gRPC. Accepts applications and shows them.
#pragma once

#include "oteu/v1/application_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class ApplicationService final : public oteu::v1::ApplicationService::CallbackService {
 public:
  explicit ApplicationService(const Services& services) : services_(services) {}

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
  const Services& services_;
};

}  // namespace oteu::rpc
