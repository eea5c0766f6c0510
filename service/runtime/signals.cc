#include "service/runtime/signals.h"

#include <signal.h>
#include <unistd.h>

namespace oteu::runtime {
namespace {

sigset_t HandledSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  return signals;
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = HandledSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

Signal WaitForSignal(absl::Duration timeout) {
  const sigset_t signals = HandledSignals();
  const timespec time = absl::ToTimespec(timeout);
  switch (sigtimedwait(&signals, nullptr, &time)) {
    case SIGHUP:
      return Signal::kReload;
    case SIGTERM:
    case SIGINT:
      return Signal::kStop;
    default:
      return Signal::kNone;
  }
}

void RequestStop() { kill(getpid(), SIGTERM); }

}  // namespace oteu::runtime
