// Errors of the server, printed with everything they carry: reason, field paths, localised message.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clients/cli/command.h"

namespace oteu::cli {

// Payload of an absl::Status: the serialized google.rpc.Status that came with it.
inline constexpr char kRpcStatusPayload[] = "type.googleapis.com/google.rpc.Status";

// Text: to standard error, the code first. JSON: {"error":{…}} to standard output, with code, reason,
// message, localizedMessage, metadata, fieldViolations and retryAfterSeconds as far as they came. Returns
// kFailure.
int ReportServerError(const absl::Status& status, const std::string& command, bool json,
                      const Console& console);

}  // namespace oteu::cli
