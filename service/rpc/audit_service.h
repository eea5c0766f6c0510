// oteu.v1.AuditService over gRPC.
#pragma once

#include "oteu/v1/audit_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class AuditService final : public oteu::v1::AuditService::CallbackService {
 public:
  explicit AuditService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* GetAuditHead(grpc::CallbackServerContext* context,
                                         const oteu::v1::GetAuditHeadRequest* request,
                                         oteu::v1::GetAuditHeadResponse* response) override;
  grpc::ServerUnaryReactor* ListAuditRecords(grpc::CallbackServerContext* context,
                                             const oteu::v1::ListAuditRecordsRequest* request,
                                             oteu::v1::ListAuditRecordsResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
