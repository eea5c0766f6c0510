#include "service/rpc/regulation_service.h"

#include "service/rpc/simulate_book.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerUnaryReactor* RegulationService::ListRegulations(grpc::CallbackServerContext* context,
                                                             const oteu::v1::ListRegulationsRequest* request,
                                                             oteu::v1::ListRegulationsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.RegulationService/ListRegulations",
                   &UseCases::ListRegulations);
}

grpc::ServerUnaryReactor* RegulationService::GetRegulation(grpc::CallbackServerContext* context,
                                                           const oteu::v1::GetRegulationRequest* request,
                                                           oteu::v1::GetRegulationResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.RegulationService/GetRegulation",
                   &UseCases::GetRegulation);
}

grpc::ServerUnaryReactor* RegulationService::LintRegulation(grpc::CallbackServerContext* context,
                                                            const oteu::v1::LintRegulationRequest* request,
                                                            oteu::v1::LintRegulationResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.RegulationService/LintRegulation",
                   &UseCases::LintRegulation);
}

grpc::ServerUnaryReactor* RegulationService::SimulateRegulation(
    grpc::CallbackServerContext* context, const oteu::v1::SimulateRegulationRequest* request,
    oteu::v1::SimulateRegulationResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.RegulationService/SimulateRegulation",
                   &UseCases::SimulateRegulation);
}

grpc::ServerBidiReactor<oteu::v1::SimulateBookRequest, oteu::v1::SimulateBookResponse>*
RegulationService::SimulateBook(grpc::CallbackServerContext* context) {
  return StartSimulateBook(runtime_, context);
}

}  // namespace oteu::rpc
