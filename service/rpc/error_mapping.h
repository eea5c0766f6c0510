// absl::Status to grpc::Status: the one place where errors become public.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/logging/logger.h"

namespace oteu::rpc {

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view language, logging::Logger* log);

}  // namespace oteu::rpc
