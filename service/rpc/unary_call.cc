#include "service/rpc/unary_call.h"

namespace oteu::rpc {

const char* CodeName(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return "OK";
    case grpc::StatusCode::CANCELLED:
      return "CANCELLED";
    case grpc::StatusCode::UNKNOWN:
      return "UNKNOWN";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    case grpc::StatusCode::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "PERMISSION_DENIED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case grpc::StatusCode::ABORTED:
      return "ABORTED";
    case grpc::StatusCode::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case grpc::StatusCode::INTERNAL:
      return "INTERNAL";
    case grpc::StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    case grpc::StatusCode::DATA_LOSS:
      return "DATA_LOSS";
    case grpc::StatusCode::UNAUTHENTICATED:
      return "UNAUTHENTICATED";
    case grpc::StatusCode::DO_NOT_USE:
      break;
  }
  return "UNKNOWN";
}

absl::Status StillWanted(const grpc::CallbackServerContext& context) {
  if (context.deadline() < std::chrono::system_clock::now()) return MakeError(ErrorReason::kDeadlineExceeded);
  if (context.IsCancelled()) return absl::CancelledError("the caller has gone");
  return absl::OkStatus();
}

grpc::Status FinishedStatus(const Services& services, const char* method, const absl::Status& result,
                            const std::string& language, std::chrono::steady_clock::time_point arrived) {
  CallRecord record;
  record.method = method;
  record.duration = absl::FromChrono(std::chrono::steady_clock::now() - arrived);
  grpc::Status status;
  if (result.code() == absl::StatusCode::kCancelled) {
    status = grpc::Status(grpc::StatusCode::CANCELLED, "the caller has gone");
  } else if (!result.ok()) {
    PublicError error = MapError(result, language);
    status = std::move(error.status);
    record.reason = std::move(error.reason);
    record.incident_id = std::move(error.incident_id);
    if (!record.incident_id.empty()) record.internal = result;
  }
  record.code = CodeName(status.error_code());
  services.observer->OnFinished(record);
  return status;
}

}  // namespace oteu::rpc
