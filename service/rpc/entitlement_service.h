// oteu.v1.EntitlementService over the use cases: Says what is or would be due.
#pragma once

#include "oteu/v1/entitlement_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class EntitlementService final : public oteu::v1::EntitlementService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit EntitlementService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* EvaluateEntitlement(grpc::CallbackServerContext* context,
                                                const oteu::v1::EvaluateEntitlementRequest* request,
                                                oteu::v1::EvaluateEntitlementResponse* response) override;
  grpc::ServerUnaryReactor* GetEntitlement(grpc::CallbackServerContext* context,
                                           const oteu::v1::GetEntitlementRequest* request,
                                           oteu::v1::GetEntitlementResponse* response) override;
  grpc::ServerBidiReactor<oteu::v1::BatchEvaluateEntitlementsRequest,
                          oteu::v1::BatchEvaluateEntitlementsResponse>*
  BatchEvaluateEntitlements(grpc::CallbackServerContext* context) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
