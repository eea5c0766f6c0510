// Writes log lines:
// {"time":"2026-11-22T10:00:00.123456Z","level":"INFO","event":"SERVER_STARTED","port":8443}
//
//   Logger log(WriteToStderr, Level::kInfo, &clock);
//   log.Log(Level::kWarning, Event::kCallFailed, {Field::Method(method), Field::Code(code)});
//
// Thread-safe; a line is written whole.
#pragma once

#include <functional>
#include <initializer_list>
#include <mutex>

#include "absl/strings/string_view.h"
#include "service/clock.h"
#include "service/logging/event.h"
#include "service/logging/field.h"

namespace oteu::logging {

// Takes a whole line with its newline.
using Sink = std::function<void(absl::string_view line)>;
void WriteToStderr(absl::string_view line);

class Logger {
 public:
  // Lines below `level` are dropped. `clock` outlives the logger.
  Logger(Sink sink, Level level, const Clock* clock) : sink_(std::move(sink)), level_(level), clock_(clock) {}

  bool Wants(Level level) const { return level >= level_; }
  void Log(Level level, Event event, std::initializer_list<Field> fields = {});

 private:
  const Sink sink_;
  const Level level_;
  const Clock* const clock_;
  std::mutex mutex_;  // one line at a time
};

}  // namespace oteu::logging
