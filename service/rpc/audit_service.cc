#include "service/rpc/audit_service.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerUnaryReactor* AuditService::GetAuditHead(grpc::CallbackServerContext* context,
                                                     const oteu::v1::GetAuditHeadRequest* request,
                                                     oteu::v1::GetAuditHeadResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.AuditService/GetAuditHead",
                   &UseCases::GetAuditHead);
}

grpc::ServerUnaryReactor* AuditService::ListAuditRecords(grpc::CallbackServerContext* context,
                                                         const oteu::v1::ListAuditRecordsRequest* request,
                                                         oteu::v1::ListAuditRecordsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.AuditService/ListAuditRecords",
                   &UseCases::ListAuditRecords);
}

}  // namespace oteu::rpc
