// The file: permissions, lock, migrations, what is refused at open, the audit chain inside.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "service/store/commit_and_wait.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/migrate.h"
#include "service/store/sqlite/sqlite_store.h"
#include "tests/service/store/store_factory.h"

namespace oteu::store::sqlite {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

class SqliteSchemaTest : public testing::Test {
 protected:
  std::string Path() const { return folder_.path() + "/data/oteu.db"; }
  absl::StatusOr<std::unique_ptr<SqliteStore>> Open() { return SqliteStore::Open({.path = Path()}, kNow); }
  // Changes the closed file behind the store's back.
  absl::Status Meddle(const char* sql) {
    auto connection = Connection::Open({.path = Path()});
    return connection.ok() ? connection->Execute(sql) : connection.status();
  }

  TempFolder folder_;
};

TEST_F(SqliteSchemaTest, FilesAreOnlyTheOwners) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_TRUE(CommitAndWait(**store, NewApplication("a1")).ok());
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    struct stat info = {};
    ASSERT_EQ(stat((Path() + suffix).c_str(), &info), 0) << suffix;
    EXPECT_EQ(info.st_mode & 0777U, 0600U) << suffix;
  }
  struct stat folder = {};
  ASSERT_EQ(stat((folder_.path() + "/data").c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777U, 0700U);
}

TEST_F(SqliteSchemaTest, AFileThatOthersMayReadIsRefused) {
  ASSERT_TRUE(Open().ok());
  ASSERT_EQ(chmod(Path().c_str(), 0644), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(Open().status()));
}

TEST_F(SqliteSchemaTest, ASecondStoreOnTheSameFileIsRefused) {
  auto store = Open();
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Open().status()));
  store->reset();
  EXPECT_TRUE(Open().ok());
}

TEST_F(SqliteSchemaTest, ANewerSchemaIsRefused) {
  ASSERT_TRUE(Open().ok());
  ASSERT_TRUE(Meddle("INSERT INTO schema_version VALUES (9999, 0)").ok());
  const absl::Status status = Open().status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "9999")) << status;
}

TEST_F(SqliteSchemaTest, AnotherProgramsFileIsRefused) {
  ASSERT_EQ(mkdir((folder_.path() + "/data").c_str(), 0700), 0);
  std::ofstream(Path()).close();
  ASSERT_EQ(chmod(Path().c_str(), 0600), 0);
  ASSERT_TRUE(Meddle("CREATE TABLE theirs (a INTEGER)").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Open().status()));
}

TEST_F(SqliteSchemaTest, AFileThatIsNoDatabaseIsRefused) {
  ASSERT_EQ(mkdir((folder_.path() + "/data").c_str(), 0700), 0);
  std::ofstream(Path()) << std::string(9000, 'x');
  ASSERT_EQ(chmod(Path().c_str(), 0600), 0);
  EXPECT_TRUE(absl::IsDataLoss(Open().status())) << Open().status();
}

TEST_F(SqliteSchemaTest, AFailingMigrationLeavesTheOldSchema) {
  ASSERT_TRUE(Open().ok());
  auto connection = Connection::Open({.path = Path()});
  ASSERT_TRUE(connection.ok());
  std::vector<Migration> migrations = Migrations();
  const int next = migrations.back().version + 1;
  migrations.push_back(
      {next, "CREATE TABLE fresh (a INTEGER) STRICT; CREATE TABLE fresh (a INTEGER) STRICT;"});
  EXPECT_FALSE(Migrate(*connection, migrations, kNow).ok());
  EXPECT_EQ(*connection->QueryInt("SELECT max(version) FROM schema_version"), next - 1);
  EXPECT_EQ(*connection->QueryInt("SELECT count(*) FROM sqlite_schema WHERE name = 'fresh'"), 0);
  migrations.back().sql = "CREATE TABLE fresh (a INTEGER) STRICT;";
  EXPECT_TRUE(Migrate(*connection, migrations, kNow).ok());
  EXPECT_TRUE(Migrate(*connection, migrations, kNow).ok()) << "a second time there is nothing to do";
  EXPECT_EQ(*connection->QueryInt("SELECT max(version) FROM schema_version"), next);
}

// A database from before facts: the schools of the certificates that were accepted then may speak at once.
TEST_F(SqliteSchemaTest, AnOldDatabaseKnowsThePupilsOfItsDecisions) {
  oteu::v1::Decision decision;
  for (const bool accepted : {true, false}) {
    oteu::v1::DocumentResult* document = decision.add_documents();
    document->set_accepted(accepted);
    document->mutable_school_certificate()->set_school_bin(accepted ? "school" : "forged");
    document->mutable_school_certificate()->set_child_iin("child");
  }
  Change change = NewApplication("a1");
  change.decision = StoredDecision{1, decision.SerializeAsString(), "inputs", {}};
  {
    auto store = Open();
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE(CommitAndWait(**store, std::move(change)).ok());
    EXPECT_FALSE(*(*store)->IsPupil("school", "child")) << "the change did not say so";
  }
  ASSERT_TRUE(Meddle("DROP TABLE facts; DROP TABLE fact_sessions; DROP TABLE pupils; DROP TABLE adjustments;"
                     " DROP TABLE change_feed;"
                     " DROP TABLE registers; DROP TABLE register_lines; DROP TABLE register_months;"
                     " DROP TABLE register_returns; DROP TABLE register_notes;"
                     " ALTER TABLE decisions DROP COLUMN audit_seq;"
                     " DROP TABLE overpayments; DROP TABLE overpayment_parts;"
                     " DROP TABLE notices; DROP INDEX applications_to_look;"
                     " ALTER TABLE applications DROP COLUMN look_on;"
                     " DELETE FROM schema_version WHERE version > 1")
                  .ok());
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE(*(*store)->IsPupil("school", "child"));
  EXPECT_FALSE(*(*store)->IsPupil("forged", "child"));
  EXPECT_THAT(*(*store)->ListToLook("2026-01-01", 10), testing::ElementsAre("a1"));
  auto connection = Connection::Open({.path = Path(), .access = Access::kRead});
  ASSERT_TRUE(connection.ok());
  EXPECT_EQ(*connection->QueryInt("SELECT audit_seq FROM decisions"), 1) << "the record that speaks of it";
}

TEST_F(SqliteSchemaTest, BadOptionsAreRefused) {
  EXPECT_TRUE(
      absl::IsInvalidArgument(SqliteStore::Open({.path = Path(), .page_bytes = 5000}, kNow).status()));
  EXPECT_FALSE(SqliteStore::Open({.path = folder_.path() + "/none/deep/oteu.db"}, kNow).ok());
}

TEST_F(SqliteSchemaTest, EveryListUsesAnIndex) {
  ASSERT_TRUE(Open().ok());
  auto connection = Connection::Open({.path = Path()});
  ASSERT_TRUE(connection.ok());
  // INDEXED BY makes preparing fail when an index is gone; here: no step of the claims' look-up scans a
  // table.
  auto plan = Statement::Prepare(connection->get(),
                                 "EXPLAIN QUERY PLAN SELECT v.version FROM claims v"
                                 " LEFT JOIN applications a ON a.child_iin = v.child_iin"
                                 " LEFT JOIN claims m ON m.child_iin = v.child_iin AND m.month > ''"
                                 " WHERE v.child_iin = 'x' AND v.month = '' ORDER BY a.id, m.month");
  ASSERT_TRUE(plan.ok()) << plan.status();
  Cursor row = plan->Start();
  while (row.Next()) EXPECT_FALSE(absl::StartsWith(row.Bytes(3), "SCAN")) << row.Bytes(3);
}

TEST_F(SqliteSchemaTest, TheAuditChainIsWholeAndNoticesMeddling) {
  {
    auto store = Open();
    ASSERT_TRUE(store.ok());
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(CommitAndWait(**store, NewApplication("a" + std::to_string(i))).ok());
    }
    ASSERT_TRUE(CommitAndWait(**store, NewApplication("a0")).ok()) << "a replay writes no record";
    auto records = (*store)->VerifyAudit();
    ASSERT_TRUE(records.ok()) << records.status();
    EXPECT_EQ(*records, 5);
  }
  EXPECT_FALSE(Meddle("DELETE FROM audit WHERE seq = 3").ok()) << "a trigger stands in the way";
  ASSERT_TRUE(
      Meddle("DROP TRIGGER audit_keeps_values; UPDATE audit SET actor = 'nobody' WHERE seq = 3").ok());
  auto store = Open();
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE(absl::IsDataLoss((*store)->VerifyAudit().status()));
}

TEST_F(SqliteSchemaTest, TheChangeFeedHasOneRowPerChange) {
  {
    auto store = Open();
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE(CommitAndWait(**store, NewApplication("a1")).ok());
    ASSERT_TRUE(
        CommitAndWait(**store, NextChange(NewApplication("a1"), oteu::v1::APPLICATION_STATE_WITHDRAWN)).ok());
  }
  auto connection = Connection::Open({.path = Path()});
  ASSERT_TRUE(connection.ok());
  EXPECT_EQ(*connection->QueryInt("SELECT count(*) FROM changes JOIN audit USING (seq)"), 2);
  EXPECT_EQ(*connection->QueryInt("SELECT state FROM changes WHERE seq = 2"),
            oteu::v1::APPLICATION_STATE_WITHDRAWN);
}

}  // namespace
}  // namespace oteu::store::sqlite
