#include "service/rpc/verification_service.h"

namespace oteu::rpc {

using application::UseCases;

grpc::ServerUnaryReactor* VerificationService::VerifyDocument(grpc::CallbackServerContext* context,
                                                              const oteu::v1::VerifyDocumentRequest* request,
                                                              oteu::v1::VerifyDocumentResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.VerificationService/VerifyDocument",
                   &UseCases::VerifyDocument);
}

}  // namespace oteu::rpc
