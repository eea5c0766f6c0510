#include "service/rpc/error_mapping.h"

#include <google/protobuf/any.pb.h>

#include <cstdint>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/errors/error.h"
#include "service/rpc/error_texts.h"

namespace oteu::rpc {
namespace {

constexpr char kDomain[] = "oteu";

// How long a caller should wait before it tries again; nullopt when trying again does not help.
std::optional<absl::Duration> RetryDelay(ErrorReason reason) {
  switch (reason) {
    case ErrorReason::kOverloaded:
    case ErrorReason::kShuttingDown:
      return absl::Seconds(1);
    case ErrorReason::kStorageUnavailable:
      return absl::Seconds(5);
    case ErrorReason::kConcurrentChange:
      return absl::Milliseconds(100);
    case ErrorReason::kInvalidField:
    case ErrorReason::kLimitExceeded:
    case ErrorReason::kRequestIdReused:
    case ErrorReason::kNotFound:
    case ErrorReason::kStateConflict:
    case ErrorReason::kUnknownDistrict:
    case ErrorReason::kUnknownRegulation:
    case ErrorReason::kTooEarly:
    case ErrorReason::kDeadlineExceeded:
    case ErrorReason::kInternal:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string NewIncidentId() {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return absl::StrCat(absl::Hex(engine(), absl::kZeroPad16));
}

void AddRetryInfo(absl::Duration delay, google::rpc::Status& out) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(delay - absl::Trunc(delay, absl::Seconds(1)))));
  out.add_details()->PackFrom(retry);
}

void AddBadRequest(const ErrorInfo& info, google::rpc::Status& out) {
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : info.violations) {
    auto* field = bad.add_field_violations();
    field->set_field(violation.field);
    field->set_description(violation.description);
  }
  out.add_details()->PackFrom(bad);
}

// Errors of the library itself that are no defect.
std::optional<ErrorReason> KnownForeign(absl::StatusCode code) {
  if (code == absl::StatusCode::kDeadlineExceeded) return ErrorReason::kDeadlineExceeded;
  if (code == absl::StatusCode::kUnavailable) return ErrorReason::kStorageUnavailable;
  if (code == absl::StatusCode::kResourceExhausted) return ErrorReason::kOverloaded;
  return std::nullopt;
}

}  // namespace

PublicError MapError(const absl::Status& error, absl::string_view language) {
  PublicError result;
  std::optional<ErrorInfo> info = GetErrorInfo(error);
  std::string message = std::string(error.message());
  if (!info.has_value()) {
    info.emplace();
    info->reason = KnownForeign(error.code()).value_or(ErrorReason::kInternal);
    message = ErrorText(info->reason, "en");
  }
  if (info->reason == ErrorReason::kInternal) {
    result.incident_id = NewIncidentId();
    info->metadata.emplace_back("incident_id", result.incident_id);
    message = ErrorText(info->reason, "en");
  }
  result.reason = ErrorReasonName(info->reason);

  google::rpc::Status details;
  const auto code = static_cast<grpc::StatusCode>(ErrorReasonCode(info->reason));
  details.set_code(static_cast<int>(code));
  details.set_message(message);
  google::rpc::ErrorInfo error_info;
  error_info.set_reason(result.reason);
  error_info.set_domain(kDomain);
  for (const auto& [key, value] : info->metadata) (*error_info.mutable_metadata())[key] = value;
  details.add_details()->PackFrom(error_info);
  if (!info->violations.empty()) AddBadRequest(*info, details);
  if (const auto delay = RetryDelay(info->reason); delay.has_value()) AddRetryInfo(*delay, details);
  google::rpc::LocalizedMessage localized;
  localized.set_locale(std::string(language));
  localized.set_message(ErrorText(info->reason, language));
  details.add_details()->PackFrom(localized);
  result.status = grpc::Status(code, message, details.SerializeAsString());
  return result;
}

}  // namespace oteu::rpc
