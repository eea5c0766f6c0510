// The public form of an error: google.rpc.Status with ErrorInfo, BadRequest, RetryInfo and LocalizedMessage.
//
// A status that was not made in service/errors is a defect: the caller gets INTERNAL and an incident id, the
// log the rest.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "service/errors/error.h"
#include "service/logging/logger.h"

namespace oteu::rpc {

// Bytes of the details that are surely delivered: gRPC sends them as one metadata entry of at most 8 KiB in
// base64.
inline constexpr int kDetailBytesMax = 5000;

// `status` is not OK. `log` may be null.
google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view language, logging::Logger* log);

// The reason that `status` is answered with.
ErrorReason PublicReason(const absl::Status& status);

}  // namespace oteu::rpc
