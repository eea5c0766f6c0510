// Errors of the service: one list of stable reasons, carried inside absl::Status until rpc/ turns them into
// google.rpc details.
//
//   return InvalidArgument({{"form.child_iin", "control digit is wrong"}});
//   return MakeError(ErrorReason::kRequestIdReused);
//
// Texts never hold personal data: they name the field, not its value.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace oteu {

// Each has a public name (ErrorReasonName) and a gRPC code (ErrorReasonCode); docs/reference/errors.md lists
// them.
enum class ErrorReason {
  kInvalidField,        // INVALID_FIELD: a field is absent or malformed; see the field violations
  kLimitExceeded,       // LIMIT_EXCEEDED: a bound of docs/reference/limits.md; metadata "limit"
  kRequestIdReused,     // REQUEST_ID_REUSED: same request_id, other payload
  kNotFound,            // NOT_FOUND: no such resource
  kStateConflict,       // STATE_CONFLICT: the application's state does not allow the call; metadata "state"
  kConcurrentChange,    // CONCURRENT_CHANGE: somebody else changed it at the same time; retry
  kUnknownDistrict,     // UNKNOWN_DISTRICT: no regulation for the district
  kUnknownRegulation,   // UNKNOWN_REGULATION: no regulation of that id
  kTooEarly,            // TOO_EARLY: a deadline of the procedure has not passed; metadata "not_before"
  kUnknownSource,       // UNKNOWN_SOURCE: no source of that id states facts, or not this caller
  kNotInCharge,         // NOT_IN_CHARGE: the source does not speak for the school today
  kOffsetGap,           // OFFSET_GAP: facts before the offset are not durable; metadata "committed_offset"
  kTokenExpired,        // TOKEN_EXPIRED: the change feed cannot be continued from the token; begin anew
  kSlowConsumer,        // SLOW_CONSUMER: messages were not taken in time; metadata "resume_token"
  kNoSigningKey,        // NO_SIGNING_KEY: the district's department has no valid key here
  kOverloaded,          // OVERLOADED: the queue is full; retry later
  kShuttingDown,        // SHUTTING_DOWN: the service drains; retry elsewhere
  kStorageUnavailable,  // STORAGE_UNAVAILABLE: nothing was stored
  kDeadlineExceeded,    // DEADLINE_EXCEEDED: the caller's deadline passed before the work was done
  kInternal,            // INTERNAL: a defect; the log has the incident id
};

struct FieldViolation {
  std::string field;        // path, e.g. "documents[1].signed_data"
  std::string description;  // English, no personal data
};

// What an Error status carries beyond its code and message.
struct ErrorInfo {
  ErrorReason reason = ErrorReason::kInternal;
  std::vector<FieldViolation> violations;
  std::vector<std::pair<std::string, std::string>> metadata;
};

const char* ErrorReasonName(ErrorReason reason);
absl::StatusCode ErrorReasonCode(ErrorReason reason);

absl::Status MakeError(ErrorReason reason, absl::string_view message = "",
                       std::vector<std::pair<std::string, std::string>> metadata = {});
absl::Status InvalidArgument(std::vector<FieldViolation> violations);

// The info inside a status made here; nullopt for any other status.
std::optional<ErrorInfo> GetErrorInfo(const absl::Status& status);

}  // namespace oteu
