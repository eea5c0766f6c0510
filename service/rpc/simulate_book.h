// SimulateBook: cases of a book in messages, answered message by message, then what they add up to.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "oteu/v1/regulation_service.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

using SimulateBookReactor =
    grpc::ServerBidiReactor<oteu::v1::SimulateBookRequest, oteu::v1::SimulateBookResponse>;

// One message at a time: the next is read when the answer to the last was taken, so that a slow reader costs
// no memory. A bad case is answered with its error; a bad plan, or cases before it, end the stream.
SimulateBookReactor* StartSimulateBook(const Runtime& runtime, grpc::CallbackServerContext* context);

}  // namespace oteu::rpc
