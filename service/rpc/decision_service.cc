#include "service/rpc/decision_service.h"

#include "service/rpc/export_bundle.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerUnaryReactor* DecisionService::GetDecision(grpc::CallbackServerContext* context,
                                                       const oteu::v1::GetDecisionRequest* request,
                                                       oteu::v1::GetDecisionResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.DecisionService/GetDecision",
                   &UseCases::GetDecision);
}

grpc::ServerUnaryReactor* DecisionService::ListDecisions(grpc::CallbackServerContext* context,
                                                         const oteu::v1::ListDecisionsRequest* request,
                                                         oteu::v1::ListDecisionsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.DecisionService/ListDecisions",
                   &UseCases::ListDecisions);
}

grpc::ServerUnaryReactor* DecisionService::RecordHearing(grpc::CallbackServerContext* context,
                                                         const oteu::v1::RecordHearingRequest* request,
                                                         oteu::v1::RecordHearingResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.DecisionService/RecordHearing",
                    &UseCases::RecordHearing);
}

grpc::ServerUnaryReactor* DecisionService::ConfirmRefusal(grpc::CallbackServerContext* context,
                                                          const oteu::v1::ConfirmRefusalRequest* request,
                                                          oteu::v1::ConfirmRefusalResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.DecisionService/ConfirmRefusal",
                    &UseCases::ConfirmRefusal);
}

grpc::ServerUnaryReactor* DecisionService::GrantAfterHearing(
    grpc::CallbackServerContext* context, const oteu::v1::GrantAfterHearingRequest* request,
    oteu::v1::GrantAfterHearingResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.DecisionService/GrantAfterHearing",
                    &UseCases::GrantAfterHearing);
}

grpc::ServerUnaryReactor* DecisionService::CompleteReview(grpc::CallbackServerContext* context,
                                                          const oteu::v1::CompleteReviewRequest* request,
                                                          oteu::v1::CompleteReviewResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.DecisionService/CompleteReview",
                    &UseCases::CompleteReview);
}

grpc::ServerUnaryReactor* DecisionService::ExplainDecision(grpc::CallbackServerContext* context,
                                                           const oteu::v1::ExplainDecisionRequest* request,
                                                           oteu::v1::ExplainDecisionResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.DecisionService/ExplainDecision",
                   &UseCases::ExplainDecision);
}

grpc::ServerUnaryReactor* DecisionService::ReplayDecision(grpc::CallbackServerContext* context,
                                                          const oteu::v1::ReplayDecisionRequest* request,
                                                          oteu::v1::ReplayDecisionResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.DecisionService/ReplayDecision",
                   &UseCases::ReplayDecision);
}

grpc::ServerWriteReactor<oteu::v1::ExportDecisionBundleResponse>* DecisionService::ExportDecisionBundle(
    grpc::CallbackServerContext* context, const oteu::v1::ExportDecisionBundleRequest* request) {
  return StartExportBundle(runtime_, context, *request);
}

}  // namespace oteu::rpc
