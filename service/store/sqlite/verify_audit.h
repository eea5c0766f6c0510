// Checks the stored audit chain from its first record to its last.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "service/store/sqlite/connection.h"

namespace oteu::store::sqlite {

// The number of records; DATA_LOSS naming the first record that is missing or was changed. What was cut off
// at the end is found only by comparing with a count or hash kept elsewhere.
absl::StatusOr<std::int64_t> VerifyAudit(const Connection& connection);

}  // namespace oteu::store::sqlite
