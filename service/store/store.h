// Store: durable applications, decisions, documents and grants.
//
// A write is one Change, all or nothing, and is acknowledged only when it is on disk. Writes are optimistic:
// a Change names what it was computed from (revision of the application, version of the child's claims), and
// is refused when that moved. Reads see all acknowledged writes. Every method is thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/decision.pb.h"
#include "service/store/audit.h"
#include "service/store/change_feed.h"
#include "service/store/fact_batch.h"
#include "service/store/register_write.h"

namespace oteu::store {

// A stored document: immutable, found by the SHA-256 of its serialized oteu.v1.Document.
struct StoredDocument {
  std::string sha256;    // 32 raw bytes
  std::string document;  // serialized oteu.v1.Document
};

// A content-addressed snapshot (trust, regulation), stored once.
struct Snapshot {
  std::string sha256;  // lower-case hex, as decisions name it
  std::string bytes;
};

// Somebody read something: a record of the audit chain, and nothing else.
struct AccessWrite {
  std::string event;  // begins with kAccessPrefix
  std::string actor;
  std::string subject;  // names of what was read; at most 60,000 bytes
  std::int64_t count = 0;
  std::string sha256;  // 32 raw bytes, or none
  absl::Time at;
};

// What RecalculateChildren came to.
struct Recalculated {
  int changed = 0;                    // applications that got a new decision
  std::vector<std::size_t> left_out;  // of the children: their places in the list
};

// A decision with what it was made from. `inputs` has its documents removed: they are in the documents table.
struct StoredDecision {
  std::int32_t version = 0;
  std::string decision;  // serialized oteu.v1.Decision, the bytes that a replay must reproduce
  std::string inputs;    // serialized oteu.v1.DecisionInputs without `documents`
  std::vector<std::string> document_sha256s;  // 32 raw bytes each, in the order of the inputs
  std::int64_t audit_seq = 0;                 // its record; filled in by reads
};

// What a grant says for a child: who may be paid for which months.
struct Grant {
  std::string application_id;
  std::string applicant_iin;
  std::string district_kato;
  std::string regulation_id;
  std::string applied_on;           // local day, ISO 8601
  std::vector<std::string> months;  // "YYYY-MM", ascending
};

// A child that an accepted school certificate names: the school may state facts about it.
struct Pupil {
  std::string school_bin;
  std::string child_iin;
};

// A proposal of a recalculated decision, kept beside it for those who decide on it.
struct StoredAdjustment {
  std::int32_t kind = 0;   // oteu.v1.AdjustmentKind
  std::int32_t state = 0;  // oteu.v1.AdjustmentState
  std::int64_t amount_tiyn = 0;
  std::string adjustment;  // serialized oteu.v1.Adjustment
};

// The overpayment that a recalculated decision proposes, of what registers pay.
struct ProposedOverpayment {
  std::string content;  // serialized oteu.v1.Overpayment
  bool is_new = false;  // the decision before did not propose the same: followers are told
};

// A notice as it was given.
struct StoredNotice {
  std::int32_t kind = 0;         // oteu.v1.NoticeKind
  std::string due_on;            // local day, ISO 8601
  std::int32_t days_before = 0;  // its step
  std::string notice;            // serialized oteu.v1.Notice, without its name
};

// One of the list: numbers ascend over all applications.
struct ListedNotice {
  std::int64_t number = 0;
  std::string application_id;
  std::string notice;  // as in StoredNotice
};

// Filters are joined by "and"; empty: any.
struct NoticeFilter {
  std::string application_id = {};
  std::string district_kato = {};
  std::string applicant_iin = {};
  std::vector<std::int32_t> kinds = {};
};

// When to look at an application again: a local day, ISO 8601; empty: never again.
inline constexpr char kLookSoon[] = "0001-01-01";
struct NextLook {
  std::string application_id;
  std::int64_t expected_revision = 0;  // when it moved, it is looked at again anyway
  std::string look_on;
};

// All grants of a child, and a version that changes whenever they do.
struct ChildClaims {
  std::int64_t version = 0;
  std::vector<Grant> grants;
};

// One write.
struct Change {
  // Idempotency: "Method/request_id", with the SHA-256 (32 raw bytes) of the request's canonical bytes and
  // the serialized response that a retry gets.
  std::string request_key;
  std::string request_sha256;
  std::string response;

  std::string application_id;
  std::int64_t expected_revision = 0;  // 0: the application must not exist yet
  oteu::v1::Application application;   // its new state; `revision` is expected_revision + 1

  std::optional<StoredDecision> decision;
  std::vector<StoredDocument> documents;           // new ones; those already there are left alone
  std::vector<Snapshot> snapshots;                 // stored when absent
  std::vector<Pupil> pupils;                       // stored when absent
  std::vector<StoredAdjustment> adjustments;       // of `decision`; at most one of a kind
  std::optional<ProposedOverpayment> overpayment;  // of `decision`; takes the place of the one before
  std::vector<StoredNotice> notices;               // those given before are left alone
  // As in NextLook; absent: kLookSoon with a decision, else as it is.
  std::optional<std::string> look_on;

  // Claims on the child: checked always when set, replaced when `grant` is set, removed when `revoke_grant`.
  std::optional<std::int64_t> expected_claims_version;
  std::optional<Grant> grant;
  bool revoke_grant = false;

  // With `grant`: run after this change in its transaction, since facts about the child may be recorded
  // already.
  Recalculate recalculate;

  // Audit and change feed: what happened, UPPER_SNAKE, e.g. "APPLICATION_SUBMITTED", by whom, when.
  std::string event;
  std::string actor;
  absl::Time at;
};

enum class CommitOutcome {
  kCommitted,
  kReplayed,          // this request was answered before: `response` is that answer; nothing was written
  kRequestIdReused,   // this request id was used with another payload; nothing was written
  kRevisionConflict,  // the application moved; nothing was written
  kClaimsConflict,    // the child's claims moved; nothing was written
};

struct CommitResult {
  CommitOutcome outcome = CommitOutcome::kCommitted;
  std::string response;  // with kCommitted and kReplayed
};

struct StoredRequest {
  std::string request_sha256;
  std::string response;
};

struct ApplicationFilter {
  std::string child_iin;                           // empty: any
  std::string applicant_iin;                       // empty: any
  std::string district_kato;                       // empty: any
  std::vector<oteu::v1::ApplicationState> states;  // empty: any
};

// A page, newest first; ids are time-ordered. `before_id` is exclusive; empty: from the newest.
struct ApplicationPage {
  std::vector<oteu::v1::Application> applications;
  bool more = false;
};

inline constexpr int kAuditPageMax = 1001;

class Store {
 public:
  using CommitDone = absl::AnyInvocable<void(absl::StatusOr<CommitResult>)>;
  using AccessDone = absl::AnyInvocable<void(absl::Status)>;

  virtual ~Store() = default;

  // Calls `done` exactly once, from a thread of the store, after the write is durable or was refused. With an
  // error status nothing was written (UNAVAILABLE: try again; RESOURCE_EXHAUSTED: the queue is full;
  // INVALID_ARGUMENT: the change contradicts itself). What cannot even be queued is refused on the calling
  // thread, before Commit returns. An empty `request_key` means a write of the service's own, without
  // idempotency.
  virtual void Commit(Change change, CommitDone done) = 0;

  // NOT_FOUND when absent, for each of these.
  virtual absl::StatusOr<StoredRequest> FindRequest(absl::string_view request_key) = 0;
  virtual absl::StatusOr<oteu::v1::Application> GetApplication(absl::string_view application_id) = 0;
  // `version` 0: the latest.
  virtual absl::StatusOr<StoredDecision> GetDecision(absl::string_view application_id,
                                                     std::int32_t version) = 0;
  virtual absl::StatusOr<oteu::v1::Document> GetDocument(absl::string_view sha256) = 0;
  virtual absl::StatusOr<std::string> GetSnapshot(absl::string_view sha256_hex) = 0;
  // True when the snapshot is stored: then a Change need not carry it (snapshots can be megabytes). Cheap.
  virtual bool HasSnapshot(absl::string_view sha256_hex) { return GetSnapshot(sha256_hex).ok(); }

  virtual absl::StatusOr<ApplicationPage> ListApplications(const ApplicationFilter& filter,
                                                           absl::string_view before_id, int limit) = 0;
  virtual absl::StatusOr<ChildClaims> GetClaims(absl::string_view child_iin) = 0;

  // Records facts. `done` as of Commit. Batches of one caller are written in the order of the calls. A batch
  // that contradicts itself is INVALID_ARGUMENT.
  virtual void CommitFacts(FactBatch batch, FactsDone done) = 0;
  // What CommitFacts would answer for one fact now; nothing is written.
  virtual absl::StatusOr<FactStored> JudgeFact(const FactBatch& session, const FactWrite& fact) = 0;
  // Offset before which all facts of a session are durable; 0 for a session that never was.
  virtual absl::StatusOr<std::int64_t> GetFactOffset(absl::string_view source,
                                                     absl::string_view school_bin) = 0;
  // Facts about a child in the order in which they were recorded, as they were known at a time.
  virtual absl::StatusOr<std::vector<oteu::v1::RecordedFact>> ListFacts(const FactFilter& filter) = 0;
  // As FactView.
  virtual absl::StatusOr<std::vector<oteu::v1::RecordedFact>> FactsThatHold(absl::string_view child_iin) = 0;
  virtual absl::StatusOr<bool> IsPupil(absl::string_view school_bin, absl::string_view child_iin) = 0;
  // All pupils of a school, ascending.
  virtual absl::StatusOr<std::vector<std::string>> ListPupils(absl::string_view school_bin) = 0;
  // The proposals of a decision.
  virtual absl::StatusOr<std::vector<StoredAdjustment>> ListAdjustments(absl::string_view application_id,
                                                                        std::int32_t decision_version) = 0;

  // Writes a register. `done` as of Commit. A write that contradicts itself is INVALID_ARGUMENT.
  virtual void CommitRegister(RegisterWrite write, RegisterDone done) = 0;
  // NOT_FOUND when absent.
  virtual absl::StatusOr<StoredRegister> GetRegister(absl::string_view id) = 0;
  // Lines with a number above `after`, ascending; at most 1000.
  virtual absl::StatusOr<std::vector<StoredRegisterLine>> ListRegisterLines(absl::string_view id,
                                                                            std::int32_t after,
                                                                            int limit) = 0;
  // Notes likewise; they are numbered from 1.
  virtual absl::StatusOr<std::vector<std::string>> ListRegisterNotes(absl::string_view id, std::int32_t after,
                                                                     int limit) = 0;
  virtual absl::StatusOr<std::vector<ListedRegister>> ListRegisters(absl::string_view district_kato,
                                                                    const RegisterPosition& before,
                                                                    int limit) = 0;
  virtual absl::StatusOr<RegisterChainHead> GetChainHead(absl::string_view district_kato) = 0;
  virtual absl::StatusOr<ChildPayments> GetPayments(absl::string_view child_iin) = 0;
  // A serialized oteu.v1.Overpayment; NOT_FOUND when absent.
  virtual absl::StatusOr<std::string> GetOverpayment(absl::string_view application_id,
                                                     std::int32_t decision_version) = 0;
  // `state` 0: all. `before` is exclusive; an empty id: from the newest.
  virtual absl::StatusOr<std::vector<ListedOverpayment>> ListOverpayments(absl::string_view district_kato,
                                                                          std::int32_t state,
                                                                          const OverpaymentPosition& before,
                                                                          int limit) = 0;

  // Number of the newest change, kept or not: grows with every change, and with nothing else.
  virtual absl::StatusOr<std::int64_t> LatestChange() = 0;
  // The end of the change feed.
  virtual absl::StatusOr<FeedPlace> FeedHead() = 0;
  // Changes after a place, in order. OUT_OF_RANGE when the feed cannot be continued from there: what follows
  // is no longer kept, or the place is of another history.
  virtual absl::StatusOr<FeedPage> ReadFeed(const FeedFilter& filter, const FeedPlace& after, int limit) = 0;
  // The applications as they are, by id, after an id; `events` and `end` do not count.
  virtual absl::StatusOr<FeedPage> ReadFeedSnapshot(const FeedFilter& filter, absl::string_view after_id,
                                                    int limit) = 0;
  // Forgets the oldest changes that were recorded before a time, a bounded number at once; answers how many.
  // The audit log keeps them. Waits until that is durable: not from a `done`.
  virtual absl::StatusOr<std::int64_t> PruneFeed(absl::Time before) = 0;

  // Records a reading. `done` as of Commit.
  virtual void CommitAccess(AccessWrite access, AccessDone done) = 0;
  // Records of the audit chain after a number, in order; at most kAuditPageMax.
  virtual absl::StatusOr<std::vector<AuditRecord>> ReadAudit(std::int64_t after_seq, int limit) = 0;
  // The last one; seq 0 with none.
  virtual absl::StatusOr<AuditRecord> LastAudit() = 0;

  // Ids of applications UNDER_REVIEW that were last looked at before `before`, oldest first: for retries.
  virtual absl::StatusOr<std::vector<std::string>> ListForRetry(absl::Time before, int limit) = 0;

  // Recalculates these children's applications. A child whose stored records cannot be read, or do not fit,
  // is left as it is, and told; the others get theirs. Waits until that is durable: not from a `done`.
  virtual absl::StatusOr<Recalculated> RecalculateChildren(std::vector<std::string> child_iins,
                                                           Recalculate recalculate) = 0;
  // All granted applications are to be looked at soon. Waits likewise.
  virtual absl::Status LookAtGrantedSoon() = 0;
  // Ids of applications whose day of looking has come, the longest due first.
  virtual absl::StatusOr<std::vector<std::string>> ListToLook(absl::string_view today, int limit) = 0;
  // Sets these days together. Waits until that is durable: not from a `done`.
  virtual absl::Status SetNextLooks(std::vector<NextLook> looks) = 0;
  // Notices with a number above `after`, ascending; at most 1000.
  virtual absl::StatusOr<std::vector<ListedNotice>> ListNotices(const NoticeFilter& filter,
                                                                std::int64_t after, int limit) = 0;

  // Finishes the writes accepted so far, then refuses new ones.
  virtual void Drain() = 0;

  // OK while writes become durable; UNAVAILABLE after one failed, until one succeeds again. For health
  // checks; never blocks on the disk.
  virtual absl::Status Health() { return absl::OkStatus(); }
};

}  // namespace oteu::store
