// The conformance suite over the Store interface: every implementation passes the same tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "service/store/commit_and_wait.h"
#include "service/store/store.h"
#include "tests/service/store/store_factory.h"

namespace oteu::store {

class StoreTest : public testing::TestWithParam<StoreFactory> {
 protected:
  StoreTest() : store_(GetParam().open(folder_.path())) {}

  CommitOutcome Commit(Change change) {
    auto result = CommitAndWait(*store_, std::move(change));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->outcome : CommitOutcome::kRevisionConflict;
  }
  void Reopen() {
    store_.reset();
    store_ = GetParam().open(folder_.path());
  }

  TempFolder folder_;
  std::unique_ptr<Store> store_;
};

inline std::string FactoryName(const testing::TestParamInfo<StoreFactory>& factory) {
  return factory.param.name;
}

}  // namespace oteu::store
