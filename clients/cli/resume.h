// When and how often a command resumes a stream that was cut.
#pragma once

#include <chrono>

#include "absl/status/status.h"

namespace oteu::cli {

// In a row, without anything coming through between them.
inline constexpr int kResumesMax = 30;
inline constexpr std::chrono::seconds kResumeAfter{1};

// True for what passes: the server restarts, is full, or the connection was lost.
inline bool IsWorthResuming(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) || absl::IsCancelled(status);
}

}  // namespace oteu::cli
