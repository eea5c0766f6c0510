// A unary call, from the polling thread through the worker pool to its answer.
//
//   return StartWrite(runtime, context, request, response, &UseCases::SubmitApplication,
//   "oteu.v1.ApplicationService/Submit...");
//
// The handler only queues. When the call was cancelled or its time is over before a worker takes it, nothing
// is done; later, what was committed stays and the answer is dropped.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/application/use_cases.h"
#include "service/clock.h"
#include "service/logging/logger.h"
#include "service/rpc/open_streams.h"
#include "service/rpc/watchers.h"
#include "service/rpc/worker_pool.h"

namespace oteu::rpc {

// What every handler works with; all of it outlives the server.
struct Runtime {
  application::UseCases* use_cases = nullptr;
  WorkerPool* pool = nullptr;
  const Clock* clock = nullptr;
  logging::Logger* log = nullptr;
  absl::Duration call_time_max = absl::Seconds(30);
  int batch_in_flight_max = 16;
  // Set when the server is about to stop: new calls are answered SHUTTING_DOWN. May be null.
  const std::atomic<bool>* stopping = nullptr;
  int fact_chunks_in_flight_max = 8;
  // Where long streams are known, to be ended at shutdown. May be null.
  OpenStreams* streams = nullptr;
  // Wakes those who follow the change feed. Null: nobody can.
  Watchers* watchers = nullptr;
};

// Queues `task`, or says why not: SHUTTING_DOWN or OVERLOADED.
absl::Status Queue(const Runtime& runtime, WorkerPool::Task task);

// Puts a reading into the audit chain; then `answer` on a worker, which serializes what was read: the store's
// thread, which says when the record is durable, has the next ones to write.
void RecordThen(const Runtime& runtime, const application::CallContext& call, absl::string_view method,
                application::Access access, absl::AnyInvocable<void(absl::Status)> answer);

// What a stream ends with; a failure is logged, unless the caller cancelled.
grpc::Status EndOfStream(const Runtime& runtime, const application::CallContext& call, const char* method,
                         const absl::Status& status);

// One call. Deletes itself when gRPC is done with it.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(const Runtime& runtime, grpc::CallbackServerContext* context, const char* method);

  const application::CallContext& context() const { return call_; }
  // OK, or why there is no point in starting.
  absl::Status CheckWanted() const;
  // Answers; once, from any thread. The response was filled in before.
  void Answer(const absl::Status& status);

  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  const Runtime& runtime_;
  const char* const method_;
  const absl::Time start_;
  const application::CallContext call_;
  // gRPC 1.51's own IsCancelled() is no question for another thread: it reads what the polling thread clears.
  std::atomic<bool> cancelled_ = false;
};

// Queues `work(call)` or answers OVERLOADED. `work` must answer.
grpc::ServerUnaryReactor* RunUnary(const Runtime& runtime, grpc::CallbackServerContext* context,
                                   const char* method, absl::AnyInvocable<void(UnaryCall*)> work);

// gRPC made the request as an ordinary object and does not look at it again: its documents are moved out, not
// copied.
template <typename Request>
Request&& Take(const Request* request) {
  return std::move(*const_cast<Request*>(request));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

template <typename Request, typename Response>
using WriteMethod = void (application::UseCases::*)(const application::CallContext&, Request,
                                                    application::Done<Response>);
template <typename Request, typename Response>
using ReadMethod = absl::StatusOr<Response> (application::UseCases::*)(const application::CallContext&,
                                                                       const Request&);

template <typename Request, typename Response>
grpc::ServerUnaryReactor* StartWrite(const Runtime& runtime, grpc::CallbackServerContext* context,
                                     const Request* request, Response* response, const char* method,
                                     WriteMethod<Request, Response> write) {
  return RunUnary(runtime, context, method, [&runtime, request, response, write](UnaryCall* call) {
    (runtime.use_cases->*write)(call->context(), Take(request),
                                [call, response](absl::StatusOr<Response> result) {
                                  const absl::Status status = result.status();
                                  if (status.ok()) *response = *std::move(result);
                                  call->Answer(status);
                                });
  });
}

// What a reading discloses about a person is answered when its record in the audit chain is durable, and not
// at all when there can be none (docs/adr/0016).
template <typename Request, typename Response>
grpc::ServerUnaryReactor* StartRead(const Runtime& runtime, grpc::CallbackServerContext* context,
                                    const Request* request, Response* response, const char* method,
                                    ReadMethod<Request, Response> read) {
  return RunUnary(runtime, context, method, [&runtime, request, response, method, read](UnaryCall* call) {
    auto result = (runtime.use_cases->*read)(call->context(), *request);
    if (!result.ok()) return call->Answer(result.status());
    std::optional<application::Access> access = application::AccessOf(*request, *result);
    if (!access.has_value()) {
      *response = *std::move(result);
      return call->Answer(absl::OkStatus());
    }
    RecordThen(runtime, call->context(), method, *std::move(access),
               [call, response, found = *std::move(result)](const absl::Status& recorded) mutable {
                 if (recorded.ok()) *response = std::move(found);
                 call->Answer(recorded);
               });
  });
}

}  // namespace oteu::rpc
