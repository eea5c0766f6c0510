// SqliteStore: the Store in one file on a local disk. WAL, synchronous=FULL, one writer with group commit,
// readers beside it.
//
//   auto store = SqliteStore::Open({.path = "/var/lib/oteu/oteu.db"}, clock.Now());
//
// Acknowledged means: fsynced. One process at a time (a lock file); the disk must be local, since WAL needs
// shared memory.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/store/sqlite/checkpointer.h"
#include "service/store/sqlite/data_file.h"
#include "service/store/sqlite/reader_pool.h"
#include "service/store/sqlite/writer.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

struct SqliteOptions {
  std::string path;       // of the database file; made when absent, with its folder
  int page_bytes = 8192;  // of a new file: a power of two, 4096 to 65536
  int readers = 4;        // connections for reading
  int writer_cache_kib = 65536;
  int reader_cache_kib = 8192;
  std::int64_t size_bytes_max =
      0;  // of the database file; beyond it writes are refused; 0: no limit but the disk
  std::int64_t log_bytes = 32 << 20;  // the write-ahead log is copied when it has grown to this
  bool quick_check = false;           // check the whole file at start: minutes for a large one
  WriterOptions writer = {};
};

class SqliteStore final : public Store {
 public:
  // FAILED_PRECONDITION: another process, another program's file, a newer schema, wrong permissions.
  // DATA_LOSS: the check found damage. UNAVAILABLE: the disk. `now` is noted with migrations.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const SqliteOptions& options, absl::Time now);

  void Commit(Change change, CommitDone done) override;
  absl::StatusOr<StoredRequest> FindRequest(absl::string_view request_key) override;
  absl::StatusOr<oteu::v1::Application> GetApplication(absl::string_view application_id) override;
  absl::StatusOr<StoredDecision> GetDecision(absl::string_view application_id, std::int32_t version) override;
  absl::StatusOr<oteu::v1::Document> GetDocument(absl::string_view sha256) override;
  absl::StatusOr<std::string> GetSnapshot(absl::string_view sha256_hex) override;
  bool HasSnapshot(absl::string_view sha256_hex) override;
  absl::StatusOr<ApplicationPage> ListApplications(const ApplicationFilter& filter,
                                                   absl::string_view before_id, int limit) override;
  absl::StatusOr<ChildClaims> GetClaims(absl::string_view child_iin) override;
  void CommitFacts(FactBatch batch, FactsDone done) override;
  absl::StatusOr<FactStored> JudgeFact(const FactBatch& session, const FactWrite& fact) override;
  absl::StatusOr<std::int64_t> GetFactOffset(absl::string_view source, absl::string_view school_bin) override;
  absl::StatusOr<std::vector<oteu::v1::RecordedFact>> ListFacts(const FactFilter& filter) override;
  absl::StatusOr<std::vector<oteu::v1::RecordedFact>> FactsThatHold(absl::string_view child_iin) override;
  absl::StatusOr<bool> IsPupil(absl::string_view school_bin, absl::string_view child_iin) override;
  absl::StatusOr<std::vector<std::string>> ListPupils(absl::string_view school_bin) override;
  absl::StatusOr<std::vector<StoredAdjustment>> ListAdjustments(absl::string_view application_id,
                                                                std::int32_t decision_version) override;
  void CommitRegister(RegisterWrite write, RegisterDone done) override;
  absl::StatusOr<StoredRegister> GetRegister(absl::string_view id) override;
  absl::StatusOr<std::vector<StoredRegisterLine>> ListRegisterLines(absl::string_view id, std::int32_t after,
                                                                    int limit) override;
  absl::StatusOr<std::vector<std::string>> ListRegisterNotes(absl::string_view id, std::int32_t after,
                                                             int limit) override;
  absl::StatusOr<std::vector<ListedRegister>> ListRegisters(absl::string_view district_kato,
                                                            const RegisterPosition& before,
                                                            int limit) override;
  absl::StatusOr<RegisterChainHead> GetChainHead(absl::string_view district_kato) override;
  absl::StatusOr<ChildPayments> GetPayments(absl::string_view child_iin) override;
  absl::StatusOr<std::string> GetOverpayment(absl::string_view application_id,
                                             std::int32_t decision_version) override;
  absl::StatusOr<std::vector<ListedOverpayment>> ListOverpayments(absl::string_view district_kato,
                                                                  std::int32_t state,
                                                                  const OverpaymentPosition& before,
                                                                  int limit) override;
  void CommitAccess(AccessWrite access, AccessDone done) override;
  absl::StatusOr<std::int64_t> LatestChange() override;
  absl::StatusOr<FeedPlace> FeedHead() override;
  absl::StatusOr<FeedPage> ReadFeed(const FeedFilter& filter, const FeedPlace& after, int limit) override;
  absl::StatusOr<FeedPage> ReadFeedSnapshot(const FeedFilter& filter, absl::string_view after_id,
                                            int limit) override;
  absl::StatusOr<std::int64_t> PruneFeed(absl::Time before) override;
  absl::StatusOr<std::vector<AuditRecord>> ReadAudit(std::int64_t after_seq, int limit) override;
  absl::StatusOr<AuditRecord> LastAudit() override;
  absl::StatusOr<std::vector<std::string>> ListForRetry(absl::Time before, int limit) override;
  absl::StatusOr<Recalculated> RecalculateChildren(std::vector<std::string> child_iins,
                                                   Recalculate recalculate) override;
  absl::Status LookAtGrantedSoon() override;
  absl::StatusOr<std::vector<std::string>> ListToLook(absl::string_view today, int limit) override;
  absl::Status SetNextLooks(std::vector<NextLook> looks) override;
  absl::StatusOr<std::vector<ListedNotice>> ListNotices(const NoticeFilter& filter, std::int64_t after,
                                                        int limit) override;
  void Drain() override;
  absl::Status Health() override;

  // Checks the audit chain from first to last; returns the number of records.
  absl::StatusOr<std::int64_t> VerifyAudit();

 private:
  explicit SqliteStore(DataFile file) : file_(std::move(file)) {}

  // In this order: the lock goes last, and the writer before the checkpointer it notifies.
  DataFile file_;
  std::unique_ptr<Checkpointer> checkpointer_;
  std::unique_ptr<ReaderPool> readers_;
  std::unique_ptr<Writer> writer_;

  std::mutex snapshots_mutex_;
  std::set<std::string, std::less<>> known_snapshots_;  // guarded by snapshots_mutex_
};

}  // namespace oteu::store::sqlite
