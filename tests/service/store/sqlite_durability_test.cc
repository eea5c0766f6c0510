// The log: copied off the commit path, kept small, and read back when it never was copied.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "service/store/commit_and_wait.h"
#include "service/store/sqlite/sqlite_store.h"
#include "tests/service/store/store_factory.h"

namespace oteu::store::sqlite {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

TEST(SqliteDurabilityTest, TheLogIsCopiedAndStartsAgain) {
  TempFolder folder;
  auto store = SqliteStore::Open({.path = folder.path() + "/oteu.db", .log_bytes = 1 << 20}, kNow);
  ASSERT_TRUE(store.ok()) << store.status();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 250; ++i) {
        Change change = NewApplication("t" + std::to_string(t) + "-" + std::to_string(i));
        change.decision->inputs.assign(10000, 'i');
        ASSERT_TRUE(CommitAndWait(**store, std::move(change)).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  // Some 20 MB went through a log that is copied from 1 MB on.
  EXPECT_LT(std::filesystem::file_size(folder.path() + "/oteu.db-wal"), 10U << 20);
  EXPECT_EQ((*store)->ListApplications({}, "", 1000)->applications.size(), 1000U);
}

TEST(SqliteDurabilityTest, ACopyOfTheFilesTakenWhileRunningHoldsWhatWasAcknowledged) {
  TempFolder folder;
  TempFolder copy;
  auto store = SqliteStore::Open({.path = folder.path() + "/oteu.db"}, kNow);
  ASSERT_TRUE(store.ok());
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(CommitAndWait(**store, NewApplication("a" + std::to_string(i))).ok());
  }
  // What a crash leaves: the file and the log, no shared memory.
  for (const char* name : {"/oteu.db", "/oteu.db-wal"}) {
    std::filesystem::copy_file(folder.path() + name, copy.path() + name);
    std::filesystem::permissions(copy.path() + name, std::filesystem::perms(0600));
  }
  auto revived = SqliteStore::Open({.path = copy.path() + "/oteu.db", .quick_check = true}, kNow);
  ASSERT_TRUE(revived.ok()) << revived.status();
  EXPECT_EQ((*revived)->ListApplications({}, "", 1000)->applications.size(), 20U);
  EXPECT_EQ(*(*revived)->VerifyAudit(), 20);
}

TEST(SqliteDurabilityTest, ATornLogLosesOnlyWhatWasTorn) {
  TempFolder folder;
  TempFolder copy;
  auto store = SqliteStore::Open({.path = folder.path() + "/oteu.db"}, kNow);
  ASSERT_TRUE(store.ok());
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(CommitAndWait(**store, NewApplication("a" + std::to_string(i))).ok());
  }
  std::filesystem::copy_file(folder.path() + "/oteu.db", copy.path() + "/oteu.db");
  std::filesystem::copy_file(folder.path() + "/oteu.db-wal", copy.path() + "/oteu.db-wal");
  std::filesystem::permissions(copy.path() + "/oteu.db", std::filesystem::perms(0600));
  const auto size = std::filesystem::file_size(copy.path() + "/oteu.db-wal");
  std::filesystem::resize_file(copy.path() + "/oteu.db-wal", size - 5000);
  auto revived = SqliteStore::Open({.path = copy.path() + "/oteu.db", .quick_check = true}, kNow);
  ASSERT_TRUE(revived.ok()) << revived.status();
  const std::size_t left = (*revived)->ListApplications({}, "", 1000)->applications.size();
  EXPECT_EQ(left, 19U) << "the last change is gone as a whole, all others are whole";
  EXPECT_EQ(*(*revived)->VerifyAudit(), 19);
  EXPECT_TRUE(absl::IsNotFound((*revived)->GetDecision("a19", 1).status()));
}

}  // namespace
}  // namespace oteu::store::sqlite
