// CallObserver: told of every finished call, for logs and metrics. Holds nothing personal.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace oteu::rpc {

struct CallRecord {
  const char* method = "";  // "oteu.v1.ApplicationService/SubmitApplication"
  const char* code = "OK";  // gRPC code, UPPER_SNAKE
  std::string reason;       // of the error; empty when OK
  std::string incident_id;  // of an internal error; else empty
  absl::Status internal;    // the error as it was inside; for the log alone, and only with an incident id
  absl::Duration duration;  // from arrival to answer
};

class CallObserver {
 public:
  virtual ~CallObserver() = default;
  // From any thread; must not block.
  virtual void OnFinished(const CallRecord& record) = 0;
};

}  // namespace oteu::rpc
