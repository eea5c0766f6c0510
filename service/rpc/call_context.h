// From gRPC's context to the use cases' CallContext: deadline, language and, later, who calls.
#pragma once

#include <grpcpp/grpcpp.h>

#include "service/application/use_cases.h"

namespace oteu::rpc {

// The seam for authentication: the peer's certificate and token will be read here, and nowhere else.
application::CallContext MakeCallContext(const grpc::CallbackServerContext& context);

}  // namespace oteu::rpc
