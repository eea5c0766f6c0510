// oteu.v1.DecisionService over the use cases: Shows decisions and takes the department's acts on them.
#pragma once

#include "oteu/v1/decision_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class DecisionService final : public oteu::v1::DecisionService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit DecisionService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* GetDecision(grpc::CallbackServerContext* context,
                                        const oteu::v1::GetDecisionRequest* request,
                                        oteu::v1::GetDecisionResponse* response) override;
  grpc::ServerUnaryReactor* ListDecisions(grpc::CallbackServerContext* context,
                                          const oteu::v1::ListDecisionsRequest* request,
                                          oteu::v1::ListDecisionsResponse* response) override;
  grpc::ServerUnaryReactor* RecordHearing(grpc::CallbackServerContext* context,
                                          const oteu::v1::RecordHearingRequest* request,
                                          oteu::v1::RecordHearingResponse* response) override;
  grpc::ServerUnaryReactor* ConfirmRefusal(grpc::CallbackServerContext* context,
                                           const oteu::v1::ConfirmRefusalRequest* request,
                                           oteu::v1::ConfirmRefusalResponse* response) override;
  grpc::ServerUnaryReactor* GrantAfterHearing(grpc::CallbackServerContext* context,
                                              const oteu::v1::GrantAfterHearingRequest* request,
                                              oteu::v1::GrantAfterHearingResponse* response) override;
  grpc::ServerUnaryReactor* CompleteReview(grpc::CallbackServerContext* context,
                                           const oteu::v1::CompleteReviewRequest* request,
                                           oteu::v1::CompleteReviewResponse* response) override;
  grpc::ServerUnaryReactor* ExplainDecision(grpc::CallbackServerContext* context,
                                            const oteu::v1::ExplainDecisionRequest* request,
                                            oteu::v1::ExplainDecisionResponse* response) override;
  grpc::ServerUnaryReactor* ReplayDecision(grpc::CallbackServerContext* context,
                                           const oteu::v1::ReplayDecisionRequest* request,
                                           oteu::v1::ReplayDecisionResponse* response) override;

  grpc::ServerWriteReactor<oteu::v1::ExportDecisionBundleResponse>* ExportDecisionBundle(
      grpc::CallbackServerContext* context, const oteu::v1::ExportDecisionBundleRequest* request) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
