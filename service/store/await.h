// Starts what answers by a callback, and waits for the answer. Never on the thread that calls back.
//
//   auto result = Await<absl::Status>([&](auto done) { store.CommitAccess(std::move(write), std::move(done));
//   });
#pragma once

#include <future>
#include <memory>
#include <utility>

namespace oteu::store {

template <typename Result, typename Start>
Result Await(Start start) {
  // Shared with the callback: the promise must outlive set_value, which the waiter does not wait for.
  auto promise = std::make_shared<std::promise<Result>>();
  auto answer = promise->get_future();
  start([promise](Result result) { promise->set_value(std::move(result)); });
  return answer.get();
}

}  // namespace oteu::store
