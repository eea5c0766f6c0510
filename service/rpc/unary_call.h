// UnaryCall: one unary RPC from arrival to answer.
//
//   return StartRead<&UseCases::GetApplication>(services, "…/GetApplication", context, request, response);
//
// Polling thread: notes the time and queues the work. Worker: drops what nobody waits for any more, runs the
// use case. The answer is finished wherever the use case calls back, for writes after the commit is durable.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/application/use_cases.h"
#include "service/errors/error.h"
#include "service/rpc/call_context.h"
#include "service/rpc/call_observer.h"
#include "service/rpc/error_mapping.h"
#include "service/rpc/worker_pool.h"

namespace oteu::rpc {

// What every handler needs; all outlive the server.
struct Services {
  application::UseCases* use_cases = nullptr;
  WorkerPool* workers = nullptr;
  CallObserver* observer = nullptr;
};

// gRPC code in UPPER_SNAKE.
const char* CodeName(grpc::StatusCode code);

// Reports a finished call and gives the status to finish it with.
grpc::Status FinishedStatus(const Services& services, const char* method, const absl::Status& result,
                            const std::string& language, std::chrono::steady_clock::time_point arrived);

// OK while somebody waits for the answer; DEADLINE_EXCEEDED or CANCELLED otherwise.
absl::Status StillWanted(const grpc::CallbackServerContext& context);

// The answer of one unary call. Owned by the work in flight; finishes the call exactly once: at the latest,
// as INTERNAL, when it is destroyed unanswered.
template <typename Response>
class UnaryAnswer {
 public:
  UnaryAnswer(const Services& services, const char* method, grpc::CallbackServerContext* context,
              Response* response)
      : services_(services),
        method_(method),
        response_(response),
        reactor_(context->DefaultReactor()),
        call_(MakeCallContext(*context)) {}
  ~UnaryAnswer() {
    if (!finished_) Finish(absl::InternalError("the call was dropped without an answer"));
  }
  UnaryAnswer(const UnaryAnswer&) = delete;
  UnaryAnswer& operator=(const UnaryAnswer&) = delete;

  const application::CallContext& call() const { return call_; }

  void Finish(absl::StatusOr<Response> result) {
    finished_ = true;
    if (result.ok()) *response_ = *std::move(result);
    reactor_->Finish(FinishedStatus(services_, method_, result.status(), call_.language, arrived_));
  }

 private:
  const Services& services_;
  const char* method_;
  Response* response_;
  grpc::ServerUnaryReactor* reactor_;
  application::CallContext call_;
  std::chrono::steady_clock::time_point arrived_ = std::chrono::steady_clock::now();
  bool finished_ = false;
};

// Queues `work(answer)`; it must call answer->Finish. The reactor that is returned is owned by gRPC.
template <typename Response, typename Work>
grpc::ServerUnaryReactor* StartUnary(const Services& services, const char* method,
                                     grpc::CallbackServerContext* context, Response* response, Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto answer = std::make_shared<UnaryAnswer<Response>>(services, method, context, response);
  const bool queued = services.workers->Post([answer, context, work = std::move(work)]() mutable {
    if (absl::Status wanted = StillWanted(*context); !wanted.ok()) {
      answer->Finish(std::move(wanted));
      return;
    }
    work(std::move(answer));
  });
  if (!queued) answer->Finish(MakeError(ErrorReason::kOverloaded));
  return reactor;
}

// For reads: `Method` returns the answer. `request` lives until the call is finished.
template <auto Method, typename Request, typename Response>
grpc::ServerUnaryReactor* StartRead(const Services& services, const char* method,
                                    grpc::CallbackServerContext* context, const Request* request,
                                    Response* response) {
  return StartUnary(services, method, context, response,
                    [use_cases = services.use_cases, request](std::shared_ptr<UnaryAnswer<Response>> answer) {
                      answer->Finish((use_cases->*Method)(answer->call(), *request));
                    });
}

// For writes: `Method` calls back when the answer is durable.
template <auto Method, typename Request, typename Response>
grpc::ServerUnaryReactor* StartWrite(const Services& services, const char* method,
                                     grpc::CallbackServerContext* context, const Request* request,
                                     Response* response) {
  return StartUnary(services, method, context, response,
                    [use_cases = services.use_cases, request](std::shared_ptr<UnaryAnswer<Response>> answer) {
                      const application::CallContext& call = answer->call();
                      (use_cases->*Method)(call, *request, [answer](absl::StatusOr<Response> result) {
                        answer->Finish(std::move(result));
                      });
                    });
}

}  // namespace oteu::rpc
