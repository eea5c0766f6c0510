#include "service/errors/error.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace oteu {
namespace {

constexpr char kInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

constexpr ErrorReason kAllReasons[] = {
    ErrorReason::kInvalidField,     ErrorReason::kLimitExceeded,     ErrorReason::kRequestIdReused,
    ErrorReason::kNotFound,         ErrorReason::kStateConflict,     ErrorReason::kConcurrentChange,
    ErrorReason::kUnknownDistrict,  ErrorReason::kUnknownRegulation, ErrorReason::kTooEarly,
    ErrorReason::kUnknownSource,    ErrorReason::kNotInCharge,       ErrorReason::kOffsetGap,
    ErrorReason::kNoSigningKey,     ErrorReason::kTokenExpired,      ErrorReason::kSlowConsumer,
    ErrorReason::kOverloaded,       ErrorReason::kShuttingDown,      ErrorReason::kStorageUnavailable,
    ErrorReason::kDeadlineExceeded, ErrorReason::kInternal,
};

}  // namespace

const char* ErrorReasonName(ErrorReason reason) {
  switch (reason) {
    case ErrorReason::kInvalidField:
      return "INVALID_FIELD";
    case ErrorReason::kLimitExceeded:
      return "LIMIT_EXCEEDED";
    case ErrorReason::kRequestIdReused:
      return "REQUEST_ID_REUSED";
    case ErrorReason::kNotFound:
      return "NOT_FOUND";
    case ErrorReason::kStateConflict:
      return "STATE_CONFLICT";
    case ErrorReason::kConcurrentChange:
      return "CONCURRENT_CHANGE";
    case ErrorReason::kUnknownDistrict:
      return "UNKNOWN_DISTRICT";
    case ErrorReason::kUnknownRegulation:
      return "UNKNOWN_REGULATION";
    case ErrorReason::kTooEarly:
      return "TOO_EARLY";
    case ErrorReason::kUnknownSource:
      return "UNKNOWN_SOURCE";
    case ErrorReason::kNotInCharge:
      return "NOT_IN_CHARGE";
    case ErrorReason::kOffsetGap:
      return "OFFSET_GAP";
    case ErrorReason::kTokenExpired:
      return "TOKEN_EXPIRED";
    case ErrorReason::kSlowConsumer:
      return "SLOW_CONSUMER";
    case ErrorReason::kNoSigningKey:
      return "NO_SIGNING_KEY";
    case ErrorReason::kOverloaded:
      return "OVERLOADED";
    case ErrorReason::kShuttingDown:
      return "SHUTTING_DOWN";
    case ErrorReason::kStorageUnavailable:
      return "STORAGE_UNAVAILABLE";
    case ErrorReason::kDeadlineExceeded:
      return "DEADLINE_EXCEEDED";
    case ErrorReason::kInternal:
      return "INTERNAL";
  }
  return "INTERNAL";
}

absl::StatusCode ErrorReasonCode(ErrorReason reason) {
  switch (reason) {
    case ErrorReason::kInvalidField:
    case ErrorReason::kUnknownDistrict:
    case ErrorReason::kUnknownRegulation:
      return absl::StatusCode::kInvalidArgument;
    case ErrorReason::kLimitExceeded:
    case ErrorReason::kOverloaded:
      return absl::StatusCode::kResourceExhausted;
    case ErrorReason::kRequestIdReused:
      return absl::StatusCode::kAlreadyExists;
    case ErrorReason::kNotFound:
      return absl::StatusCode::kNotFound;
    case ErrorReason::kUnknownSource:
    case ErrorReason::kNotInCharge:
      return absl::StatusCode::kPermissionDenied;
    case ErrorReason::kStateConflict:
    case ErrorReason::kTooEarly:
    case ErrorReason::kOffsetGap:
    case ErrorReason::kTokenExpired:
    case ErrorReason::kNoSigningKey:
      return absl::StatusCode::kFailedPrecondition;
    case ErrorReason::kConcurrentChange:
    case ErrorReason::kSlowConsumer:
      return absl::StatusCode::kAborted;
    case ErrorReason::kShuttingDown:
    case ErrorReason::kStorageUnavailable:
      return absl::StatusCode::kUnavailable;
    case ErrorReason::kDeadlineExceeded:
      return absl::StatusCode::kDeadlineExceeded;
    case ErrorReason::kInternal:
      return absl::StatusCode::kInternal;
  }
  return absl::StatusCode::kInternal;
}

absl::Status MakeError(ErrorReason reason, absl::string_view message,
                       std::vector<std::pair<std::string, std::string>> metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(ErrorReasonName(reason));
  info.set_domain("oteu");
  for (auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  absl::Status status(ErrorReasonCode(reason), message.empty() ? ErrorReasonName(reason) : message);
  status.SetPayload(kInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status InvalidArgument(std::vector<FieldViolation> violations) {
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : violations) {
    auto* out = bad.add_field_violations();
    out->set_field(violation.field);
    out->set_description(violation.description);
  }
  std::string message = violations.empty()
                            ? std::string("invalid argument")
                            : absl::StrCat(violations.front().field, ": ", violations.front().description);
  absl::Status status = MakeError(ErrorReason::kInvalidField, message);
  status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  return status;
}

std::optional<ErrorInfo> GetErrorInfo(const absl::Status& status) {
  auto payload = status.GetPayload(kInfoUrl);
  google::rpc::ErrorInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return std::nullopt;
  ErrorInfo out;
  for (ErrorReason reason : kAllReasons) {
    if (info.reason() == ErrorReasonName(reason)) out.reason = reason;
  }
  for (const auto& [key, value] : info.metadata()) out.metadata.emplace_back(key, value);
  google::rpc::BadRequest bad;
  auto violations = status.GetPayload(kBadRequestUrl);
  if (violations.has_value() && bad.ParseFromString(std::string(*violations))) {
    for (const auto& violation : bad.field_violations()) {
      out.violations.push_back({violation.field(), violation.description()});
    }
  }
  return out;
}

}  // namespace oteu
