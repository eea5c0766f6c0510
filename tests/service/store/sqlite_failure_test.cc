// A disk that is full or refuses writes: an error, nothing half-written, and recovery without a restart.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <future>
#include <thread>

#include "service/errors/error.h"
#include "service/store/commit_and_wait.h"
#include "service/store/sqlite/sqlite_store.h"
#include "tests/service/store/store_factory.h"

namespace oteu::store::sqlite {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

Change BigApplication(const std::string& id, std::size_t document_bytes) {
  Change change = NewApplication(id);
  oteu::v1::Document document;
  document.set_signed_data(id + std::string(document_bytes, 'x'));
  const std::string bytes = document.SerializeAsString();
  change.documents = {{Sha256(bytes), bytes}};
  change.decision->document_sha256s = {Sha256(bytes)};
  return change;
}

// Commits until one fails; the ids that were acknowledged.
std::vector<std::string> FillUp(Store& store, std::size_t document_bytes, absl::Status& failure) {
  std::vector<std::string> acknowledged;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "a" + std::to_string(1000 + i);
    auto result = CommitAndWait(store, BigApplication(id, document_bytes));
    if (!result.ok()) {
      failure = result.status();
      return acknowledged;
    }
    acknowledged.push_back(id);
  }
  return acknowledged;
}

void ExpectExactly(Store& store, const std::vector<std::string>& ids) {
  auto page = store.ListApplications({}, "", 1000);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->applications.size(), ids.size());
  for (const std::string& id : ids) {
    EXPECT_TRUE(store.GetDecision(id, 1).ok()) << id;
    EXPECT_TRUE(store.GetDocument(store.GetDecision(id, 1)->document_sha256s.at(0)).ok()) << id;
  }
}

TEST(SqliteFailureTest, AFullFileRefusesTheWholeChange) {
  TempFolder folder;
  SqliteOptions options{.path = folder.path() + "/oteu.db", .size_bytes_max = 2 << 20};
  std::vector<std::string> acknowledged;
  {
    auto store = SqliteStore::Open(options, kNow);
    ASSERT_TRUE(store.ok()) << store.status();
    absl::Status failure;
    acknowledged = FillUp(**store, 40000, failure);
    ASSERT_FALSE(acknowledged.empty());
    EXPECT_TRUE(absl::IsUnavailable(failure)) << failure;
    EXPECT_EQ(GetErrorInfo(failure)->reason, ErrorReason::kStorageUnavailable);
    EXPECT_FALSE((*store)->Health().ok());
    ExpectExactly(**store, acknowledged);
    // A small one may still fit, and nothing that came before is harmed.
    EXPECT_EQ(*(*store)->VerifyAudit(), static_cast<std::int64_t>(acknowledged.size()));
  }
  options.size_bytes_max = 0;
  options.quick_check = true;
  auto store = SqliteStore::Open(options, kNow);
  ASSERT_TRUE(store.ok()) << store.status();
  ExpectExactly(**store, acknowledged);
  EXPECT_TRUE(CommitAndWait(**store, BigApplication("b1", 40000)).ok());
}

TEST(SqliteFailureTest, EveryoneInAFailedBatchIsToldAndNothingIsWritten) {
  TempFolder folder;
  auto store = SqliteStore::Open({.path = folder.path() + "/oteu.db", .size_bytes_max = 1 << 20}, kNow);
  ASSERT_TRUE(store.ok()) << store.status();
  std::vector<std::promise<absl::Status>> answers(8);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    (*store)->Commit(
        BigApplication("a" + std::to_string(i), 600000),
        [&answers, i](absl::StatusOr<CommitResult> result) { answers[i].set_value(result.status()); });
  }
  std::size_t failed = 0;
  for (auto& answer : answers) {
    if (!answer.get_future().get().ok()) ++failed;
  }
  EXPECT_GE(failed, answers.size() - 1);
  EXPECT_EQ((*store)->ListApplications({}, "", 100)->applications.size(), answers.size() - failed);
}

// The file-size limit of the process makes write() itself fail, in the middle of the log.
TEST(SqliteFailureTest, AFailingWriteIsReportedAndRecoversByItself) {
  TempFolder folder;
  auto store = SqliteStore::Open({.path = folder.path() + "/oteu.db"}, kNow);
  ASSERT_TRUE(store.ok()) << store.status();
  struct rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_NE(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
  const struct rlimit small = {1 << 20, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  absl::Status failure;
  std::vector<std::string> acknowledged = FillUp(**store, 30000, failure);
  EXPECT_TRUE(absl::IsUnavailable(failure)) << failure;
  ExpectExactly(**store, acknowledged);
  EXPECT_FALSE((*store)->Health().ok());

  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  for (int i = 0; i < 100 && !(*store)->Health().ok(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_TRUE((*store)->Health().ok()) << "the probe finds out without a request";
  EXPECT_TRUE(CommitAndWait(**store, BigApplication("z1", 30000)).ok());
  acknowledged.emplace_back("z1");
  ExpectExactly(**store, acknowledged);
  EXPECT_EQ(*(*store)->VerifyAudit(), static_cast<std::int64_t>(acknowledged.size()));
}

TEST(SqliteFailureTest, AFullFileSystemRefusesTheWholeChange) {
  TempFolder folder;
  if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=3m") != 0) {
    GTEST_SKIP() << "no right to mount a small tmpfs here";
  }
  {
    auto store = SqliteStore::Open({.path = folder.path() + "/oteu.db"}, kNow);
    ASSERT_TRUE(store.ok()) << store.status();
    absl::Status failure;
    const std::vector<std::string> acknowledged = FillUp(**store, 40000, failure);
    EXPECT_FALSE(acknowledged.empty());
    EXPECT_TRUE(absl::IsUnavailable(failure)) << failure;
    ExpectExactly(**store, acknowledged);
  }
  umount(folder.path().c_str());
}

TEST(SqliteFailureTest, AFullQueueIsOverload) {
  TempFolder folder;
  SqliteOptions options{.path = folder.path() + "/oteu.db"};
  options.writer.queue_changes_max = 2;
  auto store = SqliteStore::Open(options, kNow);
  ASSERT_TRUE(store.ok());
  // The first answer holds the writer, so that the queue behind it can be filled exactly.
  std::promise<void> entered;
  std::promise<void> release;
  auto released = release.get_future().share();
  (*store)->Commit(NewApplication("a0"), [&](absl::StatusOr<CommitResult>) {
    entered.set_value();
    released.wait();
  });
  entered.get_future().wait();
  std::vector<std::promise<absl::Status>> answers(3);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    (*store)->Commit(
        NewApplication("b" + std::to_string(i)),
        [&answers, i](absl::StatusOr<CommitResult> result) { answers[i].set_value(result.status()); });
  }
  const absl::Status refused = answers[2].get_future().get();
  EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
  EXPECT_EQ(GetErrorInfo(refused)->reason, ErrorReason::kOverloaded);
  release.set_value();
  EXPECT_TRUE(answers[0].get_future().get().ok());
  EXPECT_TRUE(answers[1].get_future().get().ok());
}

}  // namespace
}  // namespace oteu::store::sqlite
