// WatchChanges: the change feed as a stream.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "oteu/v1/change_service.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

using WatchChangesReactor = grpc::ServerWriteReactor<oteu::v1::WatchChangesResponse>;

// Deletes itself when gRPC is done with it.
WatchChangesReactor* StartWatchChanges(const Runtime& runtime, grpc::CallbackServerContext* context,
                                       const oteu::v1::WatchChangesRequest& request);

}  // namespace oteu::rpc
