// What the use cases are told of a call. The seam for identity: mTLS certificates and tokens will be read
// here, and nowhere else.
#pragma once

#include <grpcpp/server_context.h>

#include "absl/time/time.h"
#include "service/application/use_cases.h"
#include "service/clock.h"

namespace oteu::rpc {

// `call_time_max` bounds calls without a deadline, or with a longer one. The deadline is told in `clock`'s
// time.
application::CallContext MakeCallContext(const grpc::CallbackServerContext& context, const Clock& clock,
                                         absl::Duration call_time_max);

}  // namespace oteu::rpc
