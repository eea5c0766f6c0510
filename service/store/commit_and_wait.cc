#include "service/store/commit_and_wait.h"

#include <utility>

#include "service/store/await.h"

namespace oteu::store {

absl::StatusOr<CommitResult> CommitAndWait(Store& store, Change change) {
  return Await<absl::StatusOr<CommitResult>>(
      [&](auto done) { store.Commit(std::move(change), std::move(done)); });
}

absl::StatusOr<RegisterResult> CommitAndWait(Store& store, RegisterWrite write) {
  return Await<absl::StatusOr<RegisterResult>>(
      [&](auto done) { store.CommitRegister(std::move(write), std::move(done)); });
}

absl::Status CommitAndWait(Store& store, AccessWrite write) {
  return Await<absl::Status>([&](auto done) { store.CommitAccess(std::move(write), std::move(done)); });
}

}  // namespace oteu::store
