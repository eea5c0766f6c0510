#include "service/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace oteu::rpc {
namespace {

TEST(WorkerPoolTest, RunsEverythingThatWasAcceptedBeforeItEnds) {
  std::atomic<int> ran{0};
  int accepted = 0;
  {
    WorkerPool pool({.threads = 3, .queue_max = 10'000});
    for (int i = 0; i < 5'000; ++i) accepted += pool.Post([&ran] { ++ran; }) ? 1 : 0;
  }
  EXPECT_EQ(accepted, 5'000);
  EXPECT_EQ(ran, accepted);
}

TEST(WorkerPoolTest, RefusesBeyondItsQueueAndAdmitsStepsOfStreams) {
  std::promise<void> started, release;
  std::atomic<int> ran{0};
  {
    WorkerPool pool({.threads = 1, .queue_max = 2});
    ASSERT_TRUE(pool.Post([&] {
      started.set_value();
      release.get_future().wait();
    }));
    started.get_future().wait();
    EXPECT_TRUE(pool.Post([&ran] { ++ran; }));
    EXPECT_TRUE(pool.Post([&ran] { ++ran; }));
    EXPECT_FALSE(pool.Post([&ran] { ++ran; }));
    pool.PostStep([&ran] { ++ran; });
    EXPECT_EQ(pool.waiting(), 3U);
    release.set_value();
  }
  EXPECT_EQ(ran, 3);
}

}  // namespace
}  // namespace oteu::rpc
