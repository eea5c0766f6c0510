#include "service/rpc/rpc_status.h"

#include <google/protobuf/any.pb.h>
#include <sys/random.h>

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "service/rpc/error_texts.h"

namespace oteu::rpc {
namespace {

constexpr char kDomain[] = "oteu";
constexpr std::size_t kMessageBytesMax = 1000;

// When trying again is sensible at all, and after how long.
std::optional<absl::Duration> RetryAfter(ErrorReason reason) {
  switch (reason) {
    case ErrorReason::kConcurrentChange:
      return absl::Milliseconds(100);
    case ErrorReason::kOverloaded:
    case ErrorReason::kShuttingDown:
      return absl::Seconds(1);
    case ErrorReason::kStorageUnavailable:
      return absl::Seconds(2);
    case ErrorReason::kInvalidField:
    case ErrorReason::kLimitExceeded:
    case ErrorReason::kRequestIdReused:
    case ErrorReason::kNotFound:
    case ErrorReason::kStateConflict:
    case ErrorReason::kUnknownDistrict:
    case ErrorReason::kUnknownRegulation:
    case ErrorReason::kTooEarly:
    case ErrorReason::kUnknownSource:
    case ErrorReason::kNotInCharge:
    case ErrorReason::kOffsetGap:
    case ErrorReason::kNoSigningKey:
    case ErrorReason::kTokenExpired:
    case ErrorReason::kSlowConsumer:
    case ErrorReason::kDeadlineExceeded:
    case ErrorReason::kInternal:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string NewIncidentId() {
  std::uint64_t id = 0;
  // Cannot fail for eight bytes once the kernel's generator is seeded.
  if (getrandom(&id, sizeof(id), 0) != static_cast<ssize_t>(sizeof(id))) id = 0;
  return absl::StrFormat("%016x", id);
}

void AddRetryInfo(absl::Duration after, google::rpc::Status& out) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(after));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(after - absl::Floor(after, absl::Seconds(1)))));
  out.add_details()->PackFrom(retry);
}

// Last, because only it can be large: what does not fit is left out, and said so.
void AddBadRequest(const std::vector<FieldViolation>& violations, google::rpc::Status& out) {
  google::rpc::BadRequest bad;
  std::size_t left = violations.size();
  const auto room = static_cast<std::size_t>(kDetailBytesMax) - out.ByteSizeLong();
  for (const FieldViolation& violation : violations) {
    auto* field = bad.add_field_violations();
    field->set_field(violation.field);
    field->set_description(violation.description);
    if (bad.ByteSizeLong() + 200 > room) {
      field->set_field("");
      field->set_description(absl::StrFormat("and %d more", left));
      break;
    }
    --left;
  }
  out.add_details()->PackFrom(bad);
}

// Of a status that nothing is known about but its code.
ErrorInfo InfoOf(const absl::Status& status) {
  if (auto info = GetErrorInfo(status); info.has_value()) return *std::move(info);
  ErrorInfo info;
  info.reason = absl::IsDeadlineExceeded(status) ? ErrorReason::kDeadlineExceeded : ErrorReason::kInternal;
  return info;
}

}  // namespace

ErrorReason PublicReason(const absl::Status& status) { return InfoOf(status).reason; }

google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view language,
                                logging::Logger* log) {
  const ErrorInfo info = InfoOf(status);
  google::rpc::ErrorInfo public_info;
  public_info.set_reason(ErrorReasonName(info.reason));
  public_info.set_domain(kDomain);
  google::rpc::Status out;
  out.set_code(static_cast<int>(ErrorReasonCode(info.reason)));
  if (info.reason == ErrorReason::kInternal) {
    const std::string incident = NewIncidentId();
    (*public_info.mutable_metadata())["incident"] = incident;
    out.set_message("internal error, incident " + incident);
    if (log != nullptr) {
      log->Log(logging::Level::kError, logging::Event::kInternalError,
               {logging::Field::Incident(incident), logging::Field::Code(status.code()),
                logging::Field::Detail(status.message())});
    }
  } else {
    for (const auto& [key, value] : info.metadata) (*public_info.mutable_metadata())[key] = value;
    out.set_message(std::string(status.message().substr(0, kMessageBytesMax)));
  }
  out.add_details()->PackFrom(public_info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale(std::string(language));
  localized.set_message(ErrorText(info.reason, language));
  out.add_details()->PackFrom(localized);
  if (const auto after = RetryAfter(info.reason); after.has_value()) AddRetryInfo(*after, out);
  if (!info.violations.empty()) AddBadRequest(info.violations, out);
  return out;
}

}  // namespace oteu::rpc
