#include "service/rpc/application_service.h"

namespace oteu::rpc {

using application::UseCases;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* ApplicationService::SubmitApplication(CallbackServerContext* context,
                                                          const oteu::v1::SubmitApplicationRequest* request,
                                                          oteu::v1::SubmitApplicationResponse* response) {
  return StartWrite<&UseCases::SubmitApplication>(services_, "oteu.v1.ApplicationService/SubmitApplication",
                                                  context, request, response);
}

ServerUnaryReactor* ApplicationService::GetApplication(CallbackServerContext* context,
                                                       const oteu::v1::GetApplicationRequest* request,
                                                       oteu::v1::GetApplicationResponse* response) {
  return StartRead<&UseCases::GetApplication>(services_, "oteu.v1.ApplicationService/GetApplication", context,
                                              request, response);
}

ServerUnaryReactor* ApplicationService::ListApplications(CallbackServerContext* context,
                                                         const oteu::v1::ListApplicationsRequest* request,
                                                         oteu::v1::ListApplicationsResponse* response) {
  return StartRead<&UseCases::ListApplications>(services_, "oteu.v1.ApplicationService/ListApplications",
                                                context, request, response);
}

ServerUnaryReactor* ApplicationService::SupplyDocuments(CallbackServerContext* context,
                                                        const oteu::v1::SupplyDocumentsRequest* request,
                                                        oteu::v1::SupplyDocumentsResponse* response) {
  return StartWrite<&UseCases::SupplyDocuments>(services_, "oteu.v1.ApplicationService/SupplyDocuments",
                                                context, request, response);
}

ServerUnaryReactor* ApplicationService::WithdrawApplication(
    CallbackServerContext* context, const oteu::v1::WithdrawApplicationRequest* request,
    oteu::v1::WithdrawApplicationResponse* response) {
  return StartWrite<&UseCases::WithdrawApplication>(
      services_, "oteu.v1.ApplicationService/WithdrawApplication", context, request, response);
}

}  // namespace oteu::rpc
