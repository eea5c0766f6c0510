#include "service/config/reloadable.h"

#include <gtest/gtest.h>

namespace oteu::config {
namespace {

TEST(ReloadableTest, KeepsTheLastGoodValueAndLetsHoldersFinish) {
  absl::StatusOr<std::shared_ptr<const int>> next = absl::UnavailableError("not yet");
  Reloadable<int> value([&] { return next; });
  EXPECT_FALSE(value.Reload().ok());
  EXPECT_EQ(value.Get(), nullptr);
  next = std::make_shared<const int>(1);
  ASSERT_TRUE(value.Reload().ok());
  const std::shared_ptr<const int> held = value.Get();
  next = absl::InvalidArgumentError("broken");
  EXPECT_FALSE(value.Reload().ok());
  EXPECT_EQ(*value.Get(), 1);
  next = std::make_shared<const int>(2);
  ASSERT_TRUE(value.Reload().ok());
  EXPECT_EQ(*value.Get(), 2);
  EXPECT_EQ(*held, 1);
}

}  // namespace
}  // namespace oteu::config
