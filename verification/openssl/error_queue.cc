#include "verification/openssl/error_queue.h"

#include <openssl/err.h>

namespace oteu::verification::openssl {
namespace {

void AppendEntry(unsigned long error, std::string& text) {  // NOLINT(google-runtime-int): OpenSSL's type.
  const char* library = ERR_lib_error_string(error);
  const char* reason = ERR_reason_error_string(error);
  if (!text.empty()) text += "; ";
  text += library != nullptr ? library : "unknown library";
  text += ": ";
  if (reason != nullptr) {
    text += reason;
  } else {
    text += "reason ";
    text += std::to_string(ERR_GET_REASON(error));
  }
}

}  // namespace

DrainedErrors DrainErrors() {
  DrainedErrors drained;
  size_t quoted = 0;
  while (const auto error = ERR_get_error()) {
    if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) drained.out_of_memory = true;
    if (quoted < kMaxErrorsQuoted) AppendEntry(error, drained.text);
    ++quoted;
  }
  if (drained.text.size() > kMaxErrorTextBytes) drained.text.resize(kMaxErrorTextBytes);
  return drained;
}

absl::Status TakeErrors(absl::StatusCode code, std::string_view what) {
  const DrainedErrors drained = DrainErrors();
  std::string message(what);
  if (!drained.text.empty()) message += ": " + drained.text;
  return {drained.out_of_memory ? absl::StatusCode::kResourceExhausted : code, message};
}

void ClearErrors() { ERR_clear_error(); }

}  // namespace oteu::verification::openssl
