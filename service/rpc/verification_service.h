// oteu.v1.VerificationService over the use cases: Verifies documents.
#pragma once

#include "oteu/v1/verification_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class VerificationService final : public oteu::v1::VerificationService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit VerificationService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* VerifyDocument(grpc::CallbackServerContext* context,
                                           const oteu::v1::VerifyDocumentRequest* request,
                                           oteu::v1::VerifyDocumentResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
