#include "service/rpc/unary_call.h"

#include "service/errors/error.h"
#include "service/rpc/call_context.h"
#include "service/rpc/error_mapping.h"
#include "service/rpc/rpc_status.h"

namespace oteu::rpc {

using logging::Field;

UnaryCall::UnaryCall(const Runtime& runtime, grpc::CallbackServerContext* context, const char* method)
    : runtime_(runtime),
      method_(method),
      start_(runtime.clock->Now()),
      call_(MakeCallContext(*context, *runtime.clock, runtime.call_time_max)) {}

absl::Status UnaryCall::CheckWanted() const {
  if (cancelled_) return absl::CancelledError();
  if (runtime_.clock->Now() >= call_.deadline) return MakeError(ErrorReason::kDeadlineExceeded);
  return absl::OkStatus();
}

void UnaryCall::Answer(const absl::Status& status) {
  const logging::Level level = status.ok() ? logging::Level::kDebug : logging::Level::kInfo;
  if (runtime_.log->Wants(level)) {
    const Field duration = Field::Duration(runtime_.clock->Now() - start_);
    if (status.ok()) {
      runtime_.log->Log(level, logging::Event::kCallFinished, {Field::Method(method_), duration});
    } else {
      runtime_.log->Log(
          level, logging::Event::kCallFailed,
          {Field::Method(method_), Field::Code(status.code()),
           Field::Reason(absl::IsCancelled(status) ? "CANCELLED" : ErrorReasonName(PublicReason(status))),
           duration});
    }
  }
  // After Finish gRPC may delete this object at any time.
  Finish(ToGrpcStatus(status, call_.language, runtime_.log));
}

absl::Status Queue(const Runtime& runtime, WorkerPool::Task task) {
  if (runtime.stopping != nullptr && *runtime.stopping) return MakeError(ErrorReason::kShuttingDown);
  if (runtime.pool->TryRun(std::move(task))) return absl::OkStatus();
  return MakeError(ErrorReason::kOverloaded, "too many calls are waiting");
}

void RecordThen(const Runtime& runtime, const application::CallContext& call, absl::string_view method,
                application::Access access, absl::AnyInvocable<void(absl::Status)> answer) {
  runtime.use_cases->RecordAccess(
      call, method, std::move(access),
      [pool = runtime.pool, answer = std::move(answer)](absl::Status recorded) mutable {
        WorkerPool::Task task = [answer = std::move(answer), recorded = std::move(recorded)]() mutable {
          answer(std::move(recorded));
        };
        // At shutdown no worker is left, and what was read and recorded is answered all the same.
        if (!pool->TryContinue(std::move(task))) task();
      });
}

grpc::Status EndOfStream(const Runtime& runtime, const application::CallContext& call, const char* method,
                         const absl::Status& status) {
  if (!status.ok() && !absl::IsCancelled(status)) {
    runtime.log->Log(logging::Level::kInfo, logging::Event::kCallFailed,
                     {Field::Method(method), Field::Code(status.code()),
                      Field::Reason(ErrorReasonName(PublicReason(status)))});
  }
  return ToGrpcStatus(status, call.language, runtime.log);
}

grpc::ServerUnaryReactor* RunUnary(const Runtime& runtime, grpc::CallbackServerContext* context,
                                   const char* method, absl::AnyInvocable<void(UnaryCall*)> work) {
  auto* call = new UnaryCall(runtime, context, method);
  const absl::Status queued = Queue(runtime, [call, work = std::move(work)]() mutable {
    if (absl::Status wanted = call->CheckWanted(); !wanted.ok()) return call->Answer(wanted);
    work(call);
  });
  if (!queued.ok()) call->Answer(queued);
  return call;
}

}  // namespace oteu::rpc
