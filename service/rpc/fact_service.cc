#include "service/rpc/fact_service.h"

#include "service/rpc/push_facts.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerBidiReactor<oteu::v1::PushFactsRequest, oteu::v1::PushFactsResponse>* FactService::PushFacts(
    grpc::CallbackServerContext* context) {
  return StartPushFacts(runtime_, context);
}

grpc::ServerUnaryReactor* FactService::BatchPushFacts(grpc::CallbackServerContext* context,
                                                      const oteu::v1::BatchPushFactsRequest* request,
                                                      oteu::v1::BatchPushFactsResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.FactService/BatchPushFacts",
                    &UseCases::BatchPushFacts);
}

grpc::ServerUnaryReactor* FactService::ReconcileFacts(grpc::CallbackServerContext* context,
                                                      const oteu::v1::ReconcileFactsRequest* request,
                                                      oteu::v1::ReconcileFactsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.FactService/ReconcileFacts",
                   &UseCases::ReconcileFacts);
}

grpc::ServerUnaryReactor* FactService::ListFacts(grpc::CallbackServerContext* context,
                                                 const oteu::v1::ListFactsRequest* request,
                                                 oteu::v1::ListFactsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.FactService/ListFacts",
                   &UseCases::ListFacts);
}

}  // namespace oteu::rpc
