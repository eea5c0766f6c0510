// Durable facts per second, and CPU of the server per fact beside its floor from the same run: a bare gRPC
// stream of the same chunks and results, and the bare grouped commit of the same bytes.
#pragma once

#include <string>

namespace oteu::benchmark {

struct FactFigures {
  double push = 0, stream = 0, commit = 0;  // CPU, microseconds per fact
  double per_second = 0;                    // durable
  double bytes = 0;                         // of one fact on the wire
};

// `folder`: of the programs; `work`: for files; `facts`: how many are pushed.
FactFigures MeasureFacts(const std::string& folder, const std::string& work, int facts);

// Serves FactService.PushFacts forever: answers every chunk at once, understands and stores nothing.
int ServeFactEcho(int port);

}  // namespace oteu::benchmark
