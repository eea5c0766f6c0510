#include "service/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>

namespace oteu::rpc {
namespace {

TEST(WorkerPoolTest, RunsEverythingItTook) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool({.threads = 4, .queue_max = 1000});
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(pool.TryRun([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 500);
}

TEST(WorkerPoolTest, AFullQueueRefuses) {
  WorkerPool pool({.threads = 1, .queue_max = 2});
  std::promise<void> entered;
  std::promise<void> release;
  ASSERT_TRUE(pool.TryRun([&] {
    entered.set_value();
    release.get_future().wait();
  }));
  entered.get_future().wait();
  EXPECT_TRUE(pool.TryRun([] {}));
  EXPECT_TRUE(pool.TryRun([] {}));
  EXPECT_FALSE(pool.TryRun([] {}));
  release.set_value();
  pool.Stop();
  EXPECT_FALSE(pool.TryRun([] {})) << "stopped";
}

TEST(WorkerPoolTest, WhatWasBegunGoesOnBeforeWhatIsNewAndHoweverFullTheQueueIs) {
  WorkerPool pool({.threads = 1, .queue_max = 1});
  std::promise<void> entered;
  std::promise<void> release;
  std::string order;
  ASSERT_TRUE(pool.TryRun([&] {
    entered.set_value();
    release.get_future().wait();
  }));
  entered.get_future().wait();
  EXPECT_TRUE(pool.TryRun([&] { order += "new"; }));
  EXPECT_TRUE(pool.TryContinue([&] { order += "begun "; }));
  release.set_value();
  pool.Stop();
  EXPECT_EQ(order, "begun new");
  EXPECT_FALSE(pool.TryContinue([] {})) << "stopped";
}

TEST(WorkerPoolTest, ManyThreadsMaySubmitWhileItStops) {
  std::atomic<int> taken = 0;
  std::atomic<int> ran = 0;
  WorkerPool pool({.threads = 3, .queue_max = 50});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        if (pool.TryRun([&] { ++ran; })) ++taken;
      }
    });
  }
  pool.Stop();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, ran);
}

}  // namespace
}  // namespace oteu::rpc
