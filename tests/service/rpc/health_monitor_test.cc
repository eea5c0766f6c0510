#include "service/rpc/health_monitor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <vector>

namespace oteu::rpc {
namespace {

template <typename Condition>
bool Eventually(Condition condition) {
  for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return condition();
}

class HealthMonitorTest : public testing::Test {
 protected:
  HealthMonitorTest() : log_([](absl::string_view) {}, logging::Level::kError, &clock_) {}
  HealthMonitor::Hooks Hooks() {
    return {[this] { return store_good_ ? absl::OkStatus() : absl::UnavailableError("disk"); },
            [this] { return listener_good_ ? absl::OkStatus() : absl::UnavailableError("deaf"); },
            [this](bool serving) { serving_ = serving; }, [this] { ++deaths_; }};
  }
  SystemClock clock_;
  logging::Logger log_;
  std::atomic<bool> store_good_ = true;
  std::atomic<bool> listener_good_ = true;
  std::atomic<bool> serving_ = true;
  std::atomic<int> deaths_ = 0;
  const HealthMonitorOptions fast_ = {absl::Milliseconds(5), absl::Milliseconds(10), 3};
};

TEST_F(HealthMonitorTest, FollowsTheStore) {
  HealthMonitor monitor(fast_, Hooks(), &log_);
  store_good_ = false;
  EXPECT_TRUE(Eventually([&] { return !serving_; }));
  store_good_ = true;
  EXPECT_TRUE(Eventually([&] { return serving_.load(); }));
  EXPECT_EQ(deaths_, 0);
}

TEST_F(HealthMonitorTest, ADeafListenerIsReportedOnce) {
  HealthMonitor monitor(fast_, Hooks(), &log_);
  listener_good_ = false;
  EXPECT_TRUE(Eventually([&] { return deaths_ == 1; }));
  EXPECT_FALSE(serving_);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(deaths_, 1);
}

}  // namespace
}  // namespace oteu::rpc
