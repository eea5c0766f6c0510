// Waiting times and the breaker.
#include <gtest/gtest.h>

#include "service/revocation/backoff.h"
#include "service/revocation/circuit_breaker.h"

namespace oteu::revocation {
namespace {

TEST(Backoff, DoublesUpToTheInterval) {
  const absl::Duration hour = absl::Hours(1);
  EXPECT_EQ(DelayAfter(0, hour, 0), hour);
  EXPECT_EQ(DelayAfter(1, hour, 0), absl::Minutes(1));
  EXPECT_EQ(DelayAfter(2, hour, 0), absl::Minutes(2));
  EXPECT_EQ(DelayAfter(6, hour, 0), absl::Minutes(32));
  EXPECT_EQ(DelayAfter(7, hour, 0), hour);
  EXPECT_EQ(DelayAfter(1000000, hour, 0), hour);
  EXPECT_EQ(DelayAfter(1, absl::Seconds(10), 0), absl::Seconds(10)) << "never longer than the interval";
  EXPECT_EQ(DelayAfter(0, hour, 0.5), absl::Minutes(63)) << "up to a tenth more";
}

TEST(CircuitBreaker, OpensRestsAndTriesOnce) {
  const absl::Time start = absl::FromUnixSeconds(1790000000);
  CircuitBreaker breaker(2, absl::Seconds(60));
  EXPECT_TRUE(breaker.Allow(start));
  breaker.Failed(start);
  EXPECT_TRUE(breaker.Allow(start));
  breaker.Succeeded();
  breaker.Failed(start);
  EXPECT_TRUE(breaker.Allow(start)) << "a success in between starts the count anew";
  breaker.Failed(start);
  EXPECT_FALSE(breaker.Allow(start));
  EXPECT_FALSE(breaker.Allow(start + absl::Seconds(59)));
  EXPECT_TRUE(breaker.Allow(start + absl::Seconds(60))) << "one may try";
  EXPECT_FALSE(breaker.Allow(start + absl::Seconds(60))) << "only one";
  breaker.Failed(start + absl::Seconds(61));
  EXPECT_FALSE(breaker.Allow(start + absl::Seconds(100)));
  EXPECT_TRUE(breaker.Allow(start + absl::Seconds(121)));
  breaker.Succeeded();
  EXPECT_TRUE(breaker.Allow(start + absl::Seconds(121)));
  EXPECT_TRUE(breaker.Allow(start + absl::Seconds(121)));
}

}  // namespace
}  // namespace oteu::revocation
