#include "service/rpc/verification_service.h"

namespace oteu::rpc {

using application::UseCases;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* VerificationService::VerifyDocument(CallbackServerContext* context,
                                                        const oteu::v1::VerifyDocumentRequest* request,
                                                        oteu::v1::VerifyDocumentResponse* response) {
  return StartRead<&UseCases::VerifyDocument>(services_, "oteu.v1.VerificationService/VerifyDocument",
                                              context, request, response);
}

}  // namespace oteu::rpc
