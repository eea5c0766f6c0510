#include "service/rpc/entitlement_service.h"

#include "service/rpc/batch_evaluate.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerUnaryReactor* EntitlementService::EvaluateEntitlement(
    grpc::CallbackServerContext* context, const oteu::v1::EvaluateEntitlementRequest* request,
    oteu::v1::EvaluateEntitlementResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.EntitlementService/EvaluateEntitlement",
                   &UseCases::EvaluateEntitlement);
}

grpc::ServerUnaryReactor* EntitlementService::GetEntitlement(grpc::CallbackServerContext* context,
                                                             const oteu::v1::GetEntitlementRequest* request,
                                                             oteu::v1::GetEntitlementResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.EntitlementService/GetEntitlement",
                   &UseCases::GetEntitlement);
}

grpc::ServerBidiReactor<oteu::v1::BatchEvaluateEntitlementsRequest,
                        oteu::v1::BatchEvaluateEntitlementsResponse>*
EntitlementService::BatchEvaluateEntitlements(grpc::CallbackServerContext* context) {
  return StartBatchEvaluate(runtime_, context);
}

}  // namespace oteu::rpc
