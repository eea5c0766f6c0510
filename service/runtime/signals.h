// Signals as values: they are blocked in every thread and waited for in one, so that nothing ever runs inside
// a handler.
#pragma once

#include "absl/time/time.h"

namespace oteu::runtime {

enum class Signal {
  kNone,    // the time is over
  kStop,    // SIGTERM, SIGINT, or RequestStop
  kReload,  // SIGHUP
};

// Before the first thread is started: threads inherit it. Also makes a closed connection an error instead of
// a SIGPIPE.
void BlockSignals();

Signal WaitForSignal(absl::Duration timeout);

// From any thread: makes WaitForSignal return kStop.
void RequestStop();

}  // namespace oteu::runtime
