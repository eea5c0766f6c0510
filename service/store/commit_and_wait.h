// A Commit that waits: for tests, tools and background work. Never on a thread that the store calls back on.
#pragma once

#include "absl/status/statusor.h"
#include "service/store/store.h"

namespace oteu::store {

absl::StatusOr<CommitResult> CommitAndWait(Store& store, Change change);
absl::StatusOr<RegisterResult> CommitAndWait(Store& store, RegisterWrite write);
absl::Status CommitAndWait(Store& store, AccessWrite write);

}  // namespace oteu::store
