// DecisionService.ExportDecisionBundle: the file in pieces.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "oteu/v1/decision_service.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

grpc::ServerWriteReactor<oteu::v1::ExportDecisionBundleResponse>* StartExportBundle(
    const Runtime& runtime, grpc::CallbackServerContext* context,
    const oteu::v1::ExportDecisionBundleRequest& request);

}  // namespace oteu::rpc
