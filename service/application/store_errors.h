// What an error of the store means to a caller.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace oteu::application {

// Keeps an error that is one of ours already; else NOT_FOUND (with the given message), STORAGE_UNAVAILABLE,
// OVERLOADED or INTERNAL.
absl::Status FromStore(const absl::Status& status, absl::string_view not_found);

}  // namespace oteu::application
