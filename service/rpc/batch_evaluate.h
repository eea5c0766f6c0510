// BatchEvaluateEntitlements: a stream of questions, answered in order, a bounded number of them under way.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "oteu/v1/entitlement_service.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

using BatchEvaluateReactor = grpc::ServerBidiReactor<oteu::v1::BatchEvaluateEntitlementsRequest,
                                                     oteu::v1::BatchEvaluateEntitlementsResponse>;

// At most Runtime::batch_in_flight_max questions are held, unanswered or unwritten; the next is read only
// then: a slow reader slows the sender and costs no memory. A question that fails, or finds the pool full, is
// answered with its error.
BatchEvaluateReactor* StartBatchEvaluate(const Runtime& runtime, grpc::CallbackServerContext* context);

}  // namespace oteu::rpc
