// Load on an ApplicationService: every request once, `in_flight` at a time.
#pragma once

#include <vector>

#include "oteu/v1/application_service.pb.h"

namespace oteu::benchmark {

struct LoadResult {
  double seconds = 0;
  int granted = 0;
  int failed = 0;  // RPC errors
  oteu::v1::SubmitApplicationResponse last;
};

// Waits up to 30 s for the server at 127.0.0.1:port, then sends.
LoadResult Submit(int port, const std::vector<oteu::v1::SubmitApplicationRequest>& requests, int in_flight);

}  // namespace oteu::benchmark
