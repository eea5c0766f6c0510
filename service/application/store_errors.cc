#include "service/application/store_errors.h"

#include "service/errors/error.h"

namespace oteu::application {

absl::Status FromStore(const absl::Status& status, absl::string_view not_found) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return status;
    case absl::StatusCode::kNotFound:
      return MakeError(ErrorReason::kNotFound, not_found);
    default:
      break;
  }
  if (GetErrorInfo(status).has_value()) return status;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return MakeError(ErrorReason::kStorageUnavailable);
    case absl::StatusCode::kResourceExhausted:
      return MakeError(ErrorReason::kOverloaded);
    default:
      return MakeError(ErrorReason::kInternal, "the store failed");
  }
}

}  // namespace oteu::application
