// oteu.v1.FactService over the use cases: takes facts and shows them.
#pragma once

#include "oteu/v1/fact_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class FactService final : public oteu::v1::FactService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit FactService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerBidiReactor<oteu::v1::PushFactsRequest, oteu::v1::PushFactsResponse>* PushFacts(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* BatchPushFacts(grpc::CallbackServerContext* context,
                                           const oteu::v1::BatchPushFactsRequest* request,
                                           oteu::v1::BatchPushFactsResponse* response) override;
  grpc::ServerUnaryReactor* ReconcileFacts(grpc::CallbackServerContext* context,
                                           const oteu::v1::ReconcileFactsRequest* request,
                                           oteu::v1::ReconcileFactsResponse* response) override;
  grpc::ServerUnaryReactor* ListFacts(grpc::CallbackServerContext* context,
                                      const oteu::v1::ListFactsRequest* request,
                                      oteu::v1::ListFactsResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
