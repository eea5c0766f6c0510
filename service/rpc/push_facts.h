// PushFacts: a session of a source, chunk by chunk, answered in order when durable.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "oteu/v1/fact_service.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

using PushFactsReactor = grpc::ServerBidiReactor<oteu::v1::PushFactsRequest, oteu::v1::PushFactsResponse>;

// At most Runtime::fact_chunks_in_flight_max chunks are held, from being read until their result is
// delivered; then the next is not read. One worker at a time judges the chunks of a stream, so that they
// reach the store in order; the waiting for the disk is done by none. An error of a chunk ends the stream
// after the results of those before it: the caller resumes from its committed offset.
PushFactsReactor* StartPushFacts(const Runtime& runtime, grpc::CallbackServerContext* context);

}  // namespace oteu::rpc
