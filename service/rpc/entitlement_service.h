// EntitlementService over gRPC. Says what is or would be due, one case or a stream of them.
#pragma once

#include "oteu/v1/entitlement_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class EntitlementService final : public oteu::v1::EntitlementService::CallbackService {
 public:
  explicit EntitlementService(const Services& services) : services_(services) {}

  grpc::ServerUnaryReactor* EvaluateEntitlement(grpc::CallbackServerContext* context,
                                                const oteu::v1::EvaluateEntitlementRequest* request,
                                                oteu::v1::EvaluateEntitlementResponse* response) override;
  grpc::ServerBidiReactor<oteu::v1::BatchEvaluateEntitlementsRequest,
                          oteu::v1::BatchEvaluateEntitlementsResponse>*
  BatchEvaluateEntitlements(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetEntitlement(grpc::CallbackServerContext* context,
                                           const oteu::v1::GetEntitlementRequest* request,
                                           oteu::v1::GetEntitlementResponse* response) override;

 private:
  const Services& services_;
};

}  // namespace oteu::rpc
