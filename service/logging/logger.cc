#include "service/logging/logger.h"

#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace oteu::logging {

void WriteToStderr(absl::string_view line) {
  // A log that cannot be written has nowhere to complain.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

void Logger::Log(Level level, Event event, std::initializer_list<Field> fields) {
  if (!Wants(level)) return;
  const std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", clock_->Now(), absl::UTCTimeZone());
  std::string line = absl::StrCat("{\"time\":\"", time, "\",\"level\":\"", LevelName(level),
                                  "\",\"event\":\"", EventName(event), "\"");
  for (const Field& field : fields) absl::StrAppend(&line, ",\"", field.name(), "\":", field.json());
  line += "}\n";
  std::lock_guard lock(mutex_);
  sink_(line);
}

}  // namespace oteu::logging
