#include "service/rpc/application_service.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerUnaryReactor* ApplicationService::SubmitApplication(
    grpc::CallbackServerContext* context, const oteu::v1::SubmitApplicationRequest* request,
    oteu::v1::SubmitApplicationResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.ApplicationService/SubmitApplication",
                    &UseCases::SubmitApplication);
}

grpc::ServerUnaryReactor* ApplicationService::GetApplication(grpc::CallbackServerContext* context,
                                                             const oteu::v1::GetApplicationRequest* request,
                                                             oteu::v1::GetApplicationResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.ApplicationService/GetApplication",
                   &UseCases::GetApplication);
}

grpc::ServerUnaryReactor* ApplicationService::ListApplications(
    grpc::CallbackServerContext* context, const oteu::v1::ListApplicationsRequest* request,
    oteu::v1::ListApplicationsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.ApplicationService/ListApplications",
                   &UseCases::ListApplications);
}

grpc::ServerUnaryReactor* ApplicationService::SupplyDocuments(grpc::CallbackServerContext* context,
                                                              const oteu::v1::SupplyDocumentsRequest* request,
                                                              oteu::v1::SupplyDocumentsResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.ApplicationService/SupplyDocuments",
                    &UseCases::SupplyDocuments);
}

grpc::ServerUnaryReactor* ApplicationService::WithdrawApplication(
    grpc::CallbackServerContext* context, const oteu::v1::WithdrawApplicationRequest* request,
    oteu::v1::WithdrawApplicationResponse* response) {
  return StartWrite(runtime_, context, request, response, "oteu.v1.ApplicationService/WithdrawApplication",
                    &UseCases::WithdrawApplication);
}

}  // namespace oteu::rpc
