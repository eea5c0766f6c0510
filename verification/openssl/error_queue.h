// The one place that reads OpenSSL's error queue of the calling thread.
//
//   if (!d2i_X509(...)) return TakeErrors(absl::StatusCode::kInvalidArgument, "certificate");
//
// Only OpenSSL's own constant texts (library and reason) are taken. The data that OpenSSL attaches to an
// error is left out: it may quote the input, and the input holds names and identity numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace oteu::verification::openssl {

inline constexpr size_t kMaxErrorsQuoted = 4;
inline constexpr size_t kMaxErrorTextBytes = 240;

struct DrainedErrors {
  std::string text;            // "library: reason; library: reason"; empty when the queue was empty.
  bool out_of_memory = false;  // Some entry says so: the work was not done, whatever the result says.
};

// Empties the queue, and quotes its oldest entries (the cause comes first).
DrainedErrors DrainErrors();

// Empties the queue into a Status of the given code: "<what>: <library>: <reason>; ...". An out-of-memory
// entry changes the code to kResourceExhausted. `code` must not be kOk.
absl::Status TakeErrors(absl::StatusCode code, std::string_view what);

// Drops what is in the queue: for failures that are expected and already told by the return value.
void ClearErrors();

}  // namespace oteu::verification::openssl
