// A Change checked and encoded, ready for a writer: all that can be done without looking at the stored state
// is done here, on the caller's thread, because a store has one writer and many callers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/store/store.h"

namespace oteu::store {

struct PreparedChange {
  Change change;
  std::string application;      // serialized Change::application
  std::string decision_sha256;  // 32 raw bytes; empty without a decision
  std::int64_t at_us = 0;       // microseconds since the Unix epoch
  // Bytes at the front of `change.response` that must be stored. The rest is the decision, which is stored
  // anyway and which responses end with: an application's largest part is written once, not twice.
  std::size_t response_head_bytes = 0;
  std::size_t bytes = 0;  // what it weighs in a queue

  const std::string& child_iin() const { return change.application.form().child_iin(); }
  bool response_ends_with_decision() const { return response_head_bytes < change.response.size(); }
};

// INVALID_ARGUMENT when the change contradicts itself: the caller's defect, never a user's.
absl::StatusOr<PreparedChange> Prepare(Change change);

}  // namespace oteu::store
