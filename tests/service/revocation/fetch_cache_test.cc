// Fetched items on disk: whole or not at all.
#include "service/revocation/fetch_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace oteu::revocation {
namespace {

namespace fs = std::filesystem;

class FetchCacheTest : public ::testing::Test {
 protected:
  FetchCacheTest() : folder_(::testing::TempDir() + "/fetch-cache-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
  }
  ~FetchCacheTest() override { fs::remove_all(folder_); }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
      names.push_back(entry.path().extension().string());
    return names;
  }

  const std::string folder_;
  const absl::Time now_ = absl::FromUnixSeconds(1790000000);
};

TEST_F(FetchCacheTest, KeepsAndGives) {
  const auto cache = *FetchCache::Open(folder_);
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
  EXPECT_TRUE(absl::IsNotFound(cache.Read("nca", 100).status()));
  ASSERT_TRUE(cache.Write("nca", "bytes", {"\"v 1\"", "Sun, 22 Nov 2026 10:00:00 GMT", now_}).ok());
  const auto item = FetchCache::Open(folder_)->Read("nca", 100);
  ASSERT_TRUE(item.ok()) << item.status();
  EXPECT_EQ(item->bytes, "bytes");
  EXPECT_EQ(item->meta.etag, "\"v 1\"");
  EXPECT_EQ(item->meta.last_modified, "Sun, 22 Nov 2026 10:00:00 GMT");
  EXPECT_EQ(item->meta.fetched_at, now_);
  EXPECT_TRUE(absl::IsResourceExhausted(cache.Read("nca", 4).status()));
}

TEST_F(FetchCacheTest, TheNewReplacesTheOld) {
  const auto cache = *FetchCache::Open(folder_);
  ASSERT_TRUE(cache.Write("nca", "old", {.fetched_at = now_}).ok());
  ASSERT_TRUE(cache.Write("nca-other", "stays", {.fetched_at = now_}).ok());
  ASSERT_TRUE(cache.Write("nca", "new", {.fetched_at = now_}).ok());
  EXPECT_EQ(cache.Read("nca", 100)->bytes, "new");
  EXPECT_EQ(cache.Read("nca-other", 100)->bytes, "stays");
  EXPECT_EQ(Files().size(), 4u) << "the old bytes are gone, and nothing temporary is left";
}

TEST_F(FetchCacheTest, DamageIsNeverGivenOut) {
  const auto cache = *FetchCache::Open(folder_);
  ASSERT_TRUE(cache.Write("nca", "bytes", {.fetched_at = now_}).ok());
  const std::string file = folder_ + "/nca." + cache.Read("nca", 100)->sha256;
  std::ofstream(file) << "bytEs";
  EXPECT_TRUE(absl::IsDataLoss(cache.Read("nca", 100).status()));
  fs::remove(file);
  EXPECT_TRUE(absl::IsNotFound(cache.Read("nca", 100).status()));
  std::ofstream(folder_ + "/nca.meta") << "sha256 ../../../etc/passwd\nfetched 1\n";
  EXPECT_TRUE(absl::IsDataLoss(cache.Read("nca", 100).status()));
}

// Dies between the bytes and the pointer to them: the item of before is whole.
TEST_F(FetchCacheTest, HalfAWriteChangesNothing) {
  const auto cache = *FetchCache::Open(folder_);
  ASSERT_TRUE(cache.Write("nca", "old", {.fetched_at = now_}).ok());
  std::ofstream(folder_ + "/nca." + std::string(64, '0')) << "new, but nobody points to it";
  std::ofstream(folder_ + "/nca.meta.new") << "half";
  EXPECT_EQ(FetchCache::Open(folder_)->Read("nca", 100)->bytes, "old");
}

TEST_F(FetchCacheTest, AFolderThatCannotBeIsAnError) {
  std::ofstream(folder_) << "a file";
  EXPECT_TRUE(absl::IsUnavailable(FetchCache::Open(folder_ + "/below").status()));
}

}  // namespace
}  // namespace oteu::revocation
