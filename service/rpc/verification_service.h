// VerificationService over gRPC. Verifies one document.
#pragma once

#include "oteu/v1/verification_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class VerificationService final : public oteu::v1::VerificationService::CallbackService {
 public:
  explicit VerificationService(const Services& services) : services_(services) {}

  grpc::ServerUnaryReactor* VerifyDocument(grpc::CallbackServerContext* context,
                                           const oteu::v1::VerifyDocumentRequest* request,
                                           oteu::v1::VerifyDocumentResponse* response) override;

 private:
  const Services& services_;
};

}  // namespace oteu::rpc
