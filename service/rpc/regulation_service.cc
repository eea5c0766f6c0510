#include "service/rpc/regulation_service.h"

namespace oteu::rpc {

using application::UseCases;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* RegulationService::ListRegulations(CallbackServerContext* context,
                                                       const oteu::v1::ListRegulationsRequest* request,
                                                       oteu::v1::ListRegulationsResponse* response) {
  return StartRead<&UseCases::ListRegulations>(services_, "oteu.v1.RegulationService/ListRegulations",
                                               context, request, response);
}

ServerUnaryReactor* RegulationService::GetRegulation(CallbackServerContext* context,
                                                     const oteu::v1::GetRegulationRequest* request,
                                                     oteu::v1::GetRegulationResponse* response) {
  return StartRead<&UseCases::GetRegulation>(services_, "oteu.v1.RegulationService/GetRegulation", context,
                                             request, response);
}

ServerUnaryReactor* RegulationService::LintRegulation(CallbackServerContext* context,
                                                      const oteu::v1::LintRegulationRequest* request,
                                                      oteu::v1::LintRegulationResponse* response) {
  return StartRead<&UseCases::LintRegulation>(services_, "oteu.v1.RegulationService/LintRegulation", context,
                                              request, response);
}

ServerUnaryReactor* RegulationService::SimulateRegulation(CallbackServerContext* context,
                                                          const oteu::v1::SimulateRegulationRequest* request,
                                                          oteu::v1::SimulateRegulationResponse* response) {
  return StartRead<&UseCases::SimulateRegulation>(services_, "oteu.v1.RegulationService/SimulateRegulation",
                                                  context, request, response);
}

}  // namespace oteu::rpc
