#include "service/rpc/decision_service.h"

namespace oteu::rpc {

using application::UseCases;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* DecisionService::GetDecision(CallbackServerContext* context,
                                                 const oteu::v1::GetDecisionRequest* request,
                                                 oteu::v1::GetDecisionResponse* response) {
  return StartRead<&UseCases::GetDecision>(services_, "oteu.v1.DecisionService/GetDecision", context, request,
                                           response);
}

ServerUnaryReactor* DecisionService::ListDecisions(CallbackServerContext* context,
                                                   const oteu::v1::ListDecisionsRequest* request,
                                                   oteu::v1::ListDecisionsResponse* response) {
  return StartRead<&UseCases::ListDecisions>(services_, "oteu.v1.DecisionService/ListDecisions", context,
                                             request, response);
}

ServerUnaryReactor* DecisionService::RecordHearing(CallbackServerContext* context,
                                                   const oteu::v1::RecordHearingRequest* request,
                                                   oteu::v1::RecordHearingResponse* response) {
  return StartWrite<&UseCases::RecordHearing>(services_, "oteu.v1.DecisionService/RecordHearing", context,
                                              request, response);
}

ServerUnaryReactor* DecisionService::ConfirmRefusal(CallbackServerContext* context,
                                                    const oteu::v1::ConfirmRefusalRequest* request,
                                                    oteu::v1::ConfirmRefusalResponse* response) {
  return StartWrite<&UseCases::ConfirmRefusal>(services_, "oteu.v1.DecisionService/ConfirmRefusal", context,
                                               request, response);
}

ServerUnaryReactor* DecisionService::GrantAfterHearing(CallbackServerContext* context,
                                                       const oteu::v1::GrantAfterHearingRequest* request,
                                                       oteu::v1::GrantAfterHearingResponse* response) {
  return StartWrite<&UseCases::GrantAfterHearing>(services_, "oteu.v1.DecisionService/GrantAfterHearing",
                                                  context, request, response);
}

ServerUnaryReactor* DecisionService::CompleteReview(CallbackServerContext* context,
                                                    const oteu::v1::CompleteReviewRequest* request,
                                                    oteu::v1::CompleteReviewResponse* response) {
  return StartWrite<&UseCases::CompleteReview>(services_, "oteu.v1.DecisionService/CompleteReview", context,
                                               request, response);
}

ServerUnaryReactor* DecisionService::ExplainDecision(CallbackServerContext* context,
                                                     const oteu::v1::ExplainDecisionRequest* request,
                                                     oteu::v1::ExplainDecisionResponse* response) {
  return StartRead<&UseCases::ExplainDecision>(services_, "oteu.v1.DecisionService/ExplainDecision", context,
                                               request, response);
}

ServerUnaryReactor* DecisionService::ReplayDecision(CallbackServerContext* context,
                                                    const oteu::v1::ReplayDecisionRequest* request,
                                                    oteu::v1::ReplayDecisionResponse* response) {
  return StartRead<&UseCases::ReplayDecision>(services_, "oteu.v1.DecisionService/ReplayDecision", context,
                                              request, response);
}

}  // namespace oteu::rpc
