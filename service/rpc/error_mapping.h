// The one place that turns an internal error into what a caller sees: a gRPC status with google.rpc details
// (ErrorInfo, BadRequest, RetryInfo, LocalizedMessage). What was not made by service/errors is a defect: the
// caller gets INTERNAL and an incident id, and the text stays in the log.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace oteu::rpc {

struct PublicError {
  grpc::Status status;
  std::string reason;       // e.g. "INVALID_FIELD"
  std::string incident_id;  // of an internal error; else empty
};

// `error` is not OK. `language`: "kk", "ru" or "en".
PublicError MapError(const absl::Status& error, absl::string_view language);

}  // namespace oteu::rpc
