#include "service/store/sqlite/sqlite_store.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "oteu/v1/payment.pb.h"
#include "service/store/await.h"
#include "service/store/prepared_change.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/migrate.h"
#include "service/store/sqlite/walk_audit.h"

namespace oteu::store::sqlite {
namespace {

constexpr std::size_t kSubjectBytesMax = 60000;
constexpr std::size_t kKnownSnapshotsMax = 1024;  // a new one comes with each reload of trust or regulation

absl::Status CheckOptions(const SqliteOptions& options) {
  const int page = options.page_bytes;
  if (page < 4096 || page > 65536 || (page & (page - 1)) != 0) {
    return absl::InvalidArgumentError("store: page_bytes must be a power of two, 4096 to 65536");
  }
  if (options.log_bytes < page || options.size_bytes_max < 0) {
    return absl::InvalidArgumentError("store: log_bytes or size_bytes_max is too small");
  }
  return absl::OkStatus();
}

// What can be seen without looking at what is stored.
absl::Status CheckBatch(const FactBatch& batch) {
  const auto defect = [](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("store facts: ", what));
  };
  if (batch.source.empty()) return defect("source is empty");
  if (batch.offset.has_value() && *batch.offset < 0) return defect("offset is negative");
  if (batch.count < static_cast<std::int64_t>(batch.facts.size())) return defect("more facts than counted");
  for (const FactWrite& fact : batch.facts) {
    if (fact.fact_id.empty() || fact.revision < 1) return defect("a fact without key");
    if (fact.child_iin.empty() || fact.kind <= 0) return defect("a fact without child or kind");
  }
  return absl::OkStatus();
}

absl::Status CheckRegister(const RegisterWrite& write) {
  const auto defect = [](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("store register: ", what));
  };
  if (write.draft.size() + write.seal.size() + write.acknowledgement.size() + write.discard.size() +
          write.overpayment.size() !=
      1)
    return defect("not exactly one write");
  for (const RegisterDraft& draft : write.draft) {
    if (draft.id.empty() || draft.district_kato.empty() || draft.quarter.empty())
      return defect("a draft without name");
    std::set<std::tuple<absl::string_view, absl::string_view, std::int32_t>> months;
    for (const RegisterLineWrite& line : draft.lines) {
      for (const RegisteredMonth& month : line.months) {
        if (month.amount_tiyn < 0 || month.part < 0) return defect("a negative amount or part");
        if (!months.emplace(line.child_iin, month.month, month.part).second)
          return defect("a child-month twice");
      }
    }
  }
  for (const OverpaymentDecision& decision : write.overpayment) {
    if (decision.request_key.empty() || decision.request_sha256.size() != 32)
      return defect("an overpayment without a request");
    if (decision.state <= oteu::v1::OVERPAYMENT_STATE_PROPOSED ||
        !oteu::v1::OverpaymentState_IsValid(decision.state))
      return defect("an overpayment that is not decided");
    std::set<std::tuple<absl::string_view, std::int32_t, absl::string_view>> parts;
    for (const OverpaidPart& part : decision.parts) {
      if (part.amount_tiyn <= 0 || !parts.emplace(part.month, part.part, part.register_id).second)
        return defect("an overpaid part twice, or of nothing");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAccess(const AccessWrite& access) {
  const auto defect = [](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("store access: ", what));
  };
  if (!absl::StartsWith(access.event, kAccessPrefix)) return defect("event is none of a reading");
  if (access.subject.size() > kSubjectBytesMax) return defect("subject is too long");
  if (!access.sha256.empty() && access.sha256.size() != sizeof(Sha256Bytes)) return defect("sha256 is none");
  return absl::OkStatus();
}

absl::Status QuickCheck(const Connection& connection) {
  auto verdict = connection.QueryText("PRAGMA quick_check(1)");
  if (!verdict.ok()) return verdict.status();
  if (*verdict == "ok") return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("store: quick_check: ", *verdict));
}

// The writer's connection, on a file with this program's schema.
absl::StatusOr<Connection> OpenWriter(const SqliteOptions& options, const DataFile& file, absl::Time now) {
  ConnectionOptions connection_options{.path = file.path(),
                                       .access = Access::kWrite,
                                       .page_bytes = options.page_bytes,
                                       .cache_kib = options.writer_cache_kib};
  auto connection = Connection::Open(connection_options);
  if (!connection.ok()) return connection.status();
  if (absl::Status status = Migrate(*connection, Migrations(), now); !status.ok()) return status;
  if (absl::Status status = file.SyncFolder(); !status.ok()) return status;
  if (options.quick_check) {
    if (absl::Status status = QuickCheck(*connection); !status.ok()) return status;
  }
  if (options.size_bytes_max > 0) {
    auto page_bytes = connection->QueryInt("PRAGMA page_size");
    if (!page_bytes.ok()) return page_bytes.status();
    const std::int64_t pages = std::max<std::int64_t>(1, options.size_bytes_max / *page_bytes);
    absl::Status status = connection->Execute(absl::StrCat("PRAGMA max_page_count=", pages).c_str());
    if (!status.ok()) return status;
  }
  return connection;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(const SqliteOptions& options, absl::Time now) {
  if (absl::Status status = CheckOptions(options); !status.ok()) return status;
  auto file = DataFile::Open(options.path);
  if (!file.ok()) return file.status();
  std::unique_ptr<SqliteStore> store(new SqliteStore(*std::move(file)));

  auto writer = OpenWriter(options, store->file_, now);
  if (!writer.ok()) return writer.status();
  auto page_bytes = writer->QueryInt("PRAGMA page_size");
  if (!page_bytes.ok()) return page_bytes.status();

  ConnectionOptions side{
      .path = store->file_.path(), .access = Access::kRead, .cache_kib = options.reader_cache_kib};
  auto readers = ReaderPool::Open(side, options.readers);
  if (!readers.ok()) return readers.status();
  store->readers_ = *std::move(readers);
  side.access = Access::kWrite;
  auto copier = Connection::Open(side);
  if (!copier.ok()) return copier.status();
  store->checkpointer_ = std::make_unique<Checkpointer>(
      *std::move(copier), static_cast<int>(std::max<std::int64_t>(1, options.log_bytes / *page_bytes)));
  auto started = Writer::Create(*std::move(writer), store->checkpointer_.get(), options.writer);
  if (!started.ok()) return started.status();
  store->writer_ = *std::move(started);
  return store;
}

void SqliteStore::Commit(Change change, CommitDone done) {
  auto stored = [this](const Snapshot& snapshot) { return HasSnapshot(snapshot.sha256); };
  change.snapshots.erase(std::remove_if(change.snapshots.begin(), change.snapshots.end(), stored),
                         change.snapshots.end());
  auto prepared = Prepare(std::move(change));
  if (!prepared.ok()) return done(prepared.status());
  writer_->Enqueue(std::make_unique<PendingChange>(*std::move(prepared), std::move(done)));
}

void SqliteStore::CommitFacts(FactBatch batch, FactsDone done) {
  if (absl::Status status = CheckBatch(batch); !status.ok()) return done(std::move(status));
  writer_->Enqueue(std::make_unique<PendingFacts>(std::move(batch), std::move(done)));
}

absl::StatusOr<FactStored> SqliteStore::JudgeFact(const FactBatch& session, const FactWrite& fact) {
  auto verdict = readers_->Borrow()->judge().Judge(session, fact);
  if (!verdict.ok()) return verdict.status();
  return verdict->outcome;
}

absl::StatusOr<std::int64_t> SqliteStore::GetFactOffset(absl::string_view source,
                                                        absl::string_view school_bin) {
  return readers_->Borrow()->facts().GetFactOffset(source, school_bin);
}

absl::StatusOr<std::vector<oteu::v1::RecordedFact>> SqliteStore::ListFacts(const FactFilter& filter) {
  return readers_->Borrow()->facts().ListFacts(filter);
}

absl::StatusOr<std::vector<oteu::v1::RecordedFact>> SqliteStore::FactsThatHold(absl::string_view child_iin) {
  return readers_->Borrow()->facts().FactsThatHold(child_iin);
}

absl::StatusOr<bool> SqliteStore::IsPupil(absl::string_view school_bin, absl::string_view child_iin) {
  return readers_->Borrow()->facts().IsPupil(school_bin, child_iin);
}

absl::StatusOr<std::vector<std::string>> SqliteStore::ListPupils(absl::string_view school_bin) {
  return readers_->Borrow()->facts().ListPupils(school_bin);
}

absl::StatusOr<std::vector<StoredAdjustment>> SqliteStore::ListAdjustments(absl::string_view application_id,
                                                                           std::int32_t decision_version) {
  return readers_->Borrow()->facts().ListAdjustments(application_id, decision_version);
}

void SqliteStore::CommitRegister(RegisterWrite write, RegisterDone done) {
  if (absl::Status status = CheckRegister(write); !status.ok()) return done(std::move(status));
  writer_->Enqueue(std::make_unique<PendingRegister>(std::move(write), std::move(done)));
}

absl::StatusOr<StoredRegister> SqliteStore::GetRegister(absl::string_view id) {
  return readers_->Borrow()->registers().GetRegister(id);
}

absl::StatusOr<std::vector<StoredRegisterLine>> SqliteStore::ListRegisterLines(absl::string_view id,
                                                                               std::int32_t after,
                                                                               int limit) {
  return readers_->Borrow()->registers().ListRegisterLines(id, after, limit);
}

absl::StatusOr<std::vector<std::string>> SqliteStore::ListRegisterNotes(absl::string_view id,
                                                                        std::int32_t after, int limit) {
  return readers_->Borrow()->registers().ListRegisterNotes(id, after, limit);
}

absl::StatusOr<std::vector<ListedRegister>> SqliteStore::ListRegisters(absl::string_view district_kato,
                                                                       const RegisterPosition& before,
                                                                       int limit) {
  return readers_->Borrow()->registers().ListRegisters(district_kato, before, limit);
}

absl::StatusOr<RegisterChainHead> SqliteStore::GetChainHead(absl::string_view district_kato) {
  return readers_->Borrow()->registers().GetChainHead(district_kato);
}

absl::StatusOr<std::string> SqliteStore::GetOverpayment(absl::string_view application_id,
                                                        std::int32_t decision_version) {
  return readers_->Borrow()->registers().GetOverpayment(application_id, decision_version);
}

absl::StatusOr<std::vector<ListedOverpayment>> SqliteStore::ListOverpayments(
    absl::string_view district_kato, std::int32_t state, const OverpaymentPosition& before, int limit) {
  return readers_->Borrow()->registers().ListOverpayments(district_kato, state, before, limit);
}

absl::StatusOr<ChildPayments> SqliteStore::GetPayments(absl::string_view child_iin) {
  return readers_->Borrow()->registers().GetPayments(child_iin);
}

void SqliteStore::CommitAccess(AccessWrite access, AccessDone done) {
  if (absl::Status status = CheckAccess(access); !status.ok()) return done(std::move(status));
  writer_->Enqueue(std::make_unique<PendingAccess>(std::move(access), std::move(done)));
}

absl::StatusOr<std::int64_t> SqliteStore::LatestChange() { return readers_->Borrow()->feed().Latest(); }

absl::StatusOr<FeedPlace> SqliteStore::FeedHead() { return readers_->Borrow()->feed().Head(); }

absl::StatusOr<FeedPage> SqliteStore::ReadFeed(const FeedFilter& filter, const FeedPlace& after, int limit) {
  return readers_->Borrow()->feed().ReadChanges(filter, after, limit);
}

absl::StatusOr<FeedPage> SqliteStore::ReadFeedSnapshot(const FeedFilter& filter, absl::string_view after_id,
                                                       int limit) {
  return readers_->Borrow()->feed().ReadSnapshot(filter, after_id, limit);
}

absl::StatusOr<std::int64_t> SqliteStore::PruneFeed(absl::Time before) {
  return Await<absl::StatusOr<std::int64_t>>(
      [&](auto done) { writer_->Enqueue(std::make_unique<PendingPrune>(before, std::move(done))); });
}

bool SqliteStore::HasSnapshot(absl::string_view sha256_hex) {
  const std::string key(sha256_hex);
  {
    std::lock_guard lock(snapshots_mutex_);
    if (known_snapshots_.contains(key)) return true;
  }
  auto found = readers_->Borrow()->HasSnapshot(sha256_hex);
  if (!found.ok() || !*found) return false;
  std::lock_guard lock(snapshots_mutex_);
  // Forgetting costs one look-up each; growing without bound would cost memory.
  if (known_snapshots_.size() >= kKnownSnapshotsMax) known_snapshots_.clear();
  known_snapshots_.insert(key);
  return true;
}

absl::StatusOr<StoredRequest> SqliteStore::FindRequest(absl::string_view request_key) {
  return readers_->Borrow()->FindRequest(request_key);
}

absl::StatusOr<oteu::v1::Application> SqliteStore::GetApplication(absl::string_view application_id) {
  return readers_->Borrow()->GetApplication(application_id);
}

absl::StatusOr<StoredDecision> SqliteStore::GetDecision(absl::string_view application_id,
                                                        std::int32_t version) {
  return readers_->Borrow()->GetDecision(application_id, version);
}

absl::StatusOr<oteu::v1::Document> SqliteStore::GetDocument(absl::string_view sha256) {
  return readers_->Borrow()->GetDocument(sha256);
}

absl::StatusOr<std::string> SqliteStore::GetSnapshot(absl::string_view sha256_hex) {
  return readers_->Borrow()->GetSnapshot(sha256_hex);
}

absl::StatusOr<ApplicationPage> SqliteStore::ListApplications(const ApplicationFilter& filter,
                                                              absl::string_view before_id, int limit) {
  return readers_->Borrow()->ListApplications(filter, before_id, limit);
}

absl::StatusOr<ChildClaims> SqliteStore::GetClaims(absl::string_view child_iin) {
  return readers_->Borrow()->GetClaims(child_iin);
}

absl::StatusOr<Recalculated> SqliteStore::RecalculateChildren(std::vector<std::string> child_iins,
                                                              Recalculate recalculate) {
  return Await<absl::StatusOr<Recalculated>>([&](auto done) {
    writer_->Enqueue(std::make_unique<PendingRecalculation>(std::move(child_iins), std::move(recalculate),
                                                            std::move(done)));
  });
}

absl::Status SqliteStore::LookAtGrantedSoon() {
  return Await<absl::Status>(
      [&](auto done) { writer_->Enqueue(std::make_unique<PendingLooks>(std::nullopt, std::move(done))); });
}

absl::StatusOr<std::vector<std::string>> SqliteStore::ListToLook(absl::string_view today, int limit) {
  return readers_->Borrow()->notices().ListToLook(today, limit);
}

absl::Status SqliteStore::SetNextLooks(std::vector<NextLook> looks) {
  return Await<absl::Status>([&](auto done) {
    writer_->Enqueue(std::make_unique<PendingLooks>(std::move(looks), std::move(done)));
  });
}

absl::StatusOr<std::vector<ListedNotice>> SqliteStore::ListNotices(const NoticeFilter& filter,
                                                                   std::int64_t after, int limit) {
  return readers_->Borrow()->notices().ListNotices(filter, after, limit);
}

absl::StatusOr<std::vector<std::string>> SqliteStore::ListForRetry(absl::Time before, int limit) {
  return readers_->Borrow()->ListForRetry(before, limit);
}

absl::StatusOr<std::vector<AuditRecord>> SqliteStore::ReadAudit(std::int64_t after_seq, int limit) {
  return readers_->Borrow()->audit().ReadAudit(after_seq, limit);
}

absl::StatusOr<AuditRecord> SqliteStore::LastAudit() { return readers_->Borrow()->audit().LastAudit(); }

void SqliteStore::Drain() { writer_->Drain(); }

absl::Status SqliteStore::Health() { return writer_->Health(); }

absl::StatusOr<std::int64_t> SqliteStore::VerifyAudit() {
  return sqlite::VerifyAudit(readers_->Borrow()->connection());
}

}  // namespace oteu::store::sqlite
