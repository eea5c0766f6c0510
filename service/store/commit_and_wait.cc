#include "service/store/commit_and_wait.h"

#include <future>
#include <memory>
#include <utility>

namespace oteu::store {

absl::StatusOr<CommitResult> CommitAndWait(Store& store, Change change) {
  // Shared with the callback: the promise must outlive set_value, which the waiter does not wait for.
  auto promise = std::make_shared<std::promise<absl::StatusOr<CommitResult>>>();
  auto future = promise->get_future();
  store.Commit(std::move(change),
               [promise](absl::StatusOr<CommitResult> result) { promise->set_value(std::move(result)); });
  return future.get();
}

absl::StatusOr<RegisterResult> CommitAndWait(Store& store, RegisterWrite write) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<RegisterResult>>>();
  auto future = promise->get_future();
  store.CommitRegister(std::move(write), [promise](absl::StatusOr<RegisterResult> result) {
    promise->set_value(std::move(result));
  });
  return future.get();
}

absl::Status CommitAndWait(Store& store, AccessWrite write) {
  auto promise = std::make_shared<std::promise<absl::Status>>();
  auto future = promise->get_future();
  store.CommitAccess(std::move(write),
                     [promise](absl::Status status) { promise->set_value(std::move(status)); });
  return future.get();
}

}  // namespace oteu::store
