// Facts as a store takes and gives them: append-only rows by (source, fact id, revision), sessions with
// offsets, and the entitlements that facts change in the same transaction.
//
// Outcomes are judged inside the transaction, so that two streams can never both record a key. What a fact
// means is no business of the store: the caller brings `subject` and `value`, and a function that
// recalculates a child.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/fact.pb.h"

namespace oteu::store {

struct Change;
struct StoredDecision;
struct ChildPayments;

// A well-formed fact, ready to be recorded.
struct FactWrite {
  std::string fact_id;
  std::int64_t revision = 0;
  std::int32_t kind = 0;  // oteu.v1.FactKind
  std::string child_iin;
  // What a school states something about, and what it states: facts of two sources in charge of one school
  // with the same child, kind and subject speak of the same thing, and with the same value say the same.
  // Empty for a register.
  std::string subject;
  std::string value;
  bool retracted = false;
  bool concerns_entitlement = false;  // can change a month: a child with a grant is recalculated
  std::string fact;                   // serialized oteu.v1.Fact
};

// Reads inside the transaction that records facts, its own writes included.
class FactView {
 public:
  virtual ~FactView() = default;
  // GRANTED applications for the child, in order of id.
  virtual absl::StatusOr<std::vector<oteu::v1::Application>> GrantedApplications(
      absl::string_view child_iin) = 0;
  virtual absl::StatusOr<StoredDecision> GetDecision(absl::string_view application_id,
                                                     std::int32_t version) = 0;
  // Whether anybody ever stated a fact about the child.
  virtual absl::StatusOr<bool> HasFacts(absl::string_view child_iin) = 0;
  // Facts about the child that hold: of each key the greatest revision, retracted ones included.
  virtual absl::StatusOr<std::vector<oteu::v1::RecordedFact>> FactsThatHold(absl::string_view child_iin) = 0;
  // What registers hold of the child.
  virtual absl::StatusOr<ChildPayments> GetPayments(absl::string_view child_iin) = 0;
};

// The changes of the child's applications that its facts make; none when nothing changes. Called on the
// store's thread: must not call the store, nor wait for anything.
using Recalculate =
    std::function<absl::StatusOr<std::vector<Change>>(FactView& view, const std::string& child_iin)>;

// Facts that become durable together, with what they change.
struct FactBatch {
  std::string source;
  std::string school_bin;   // empty for a register
  std::string charge_from;  // ISO day; empty: without beginning
  // Place of the batch in the session's log, and how many facts it takes there, rejected ones included.
  // Without offset the session does not move.
  std::optional<std::int64_t> offset;
  std::int64_t count = 0;
  std::vector<FactWrite> facts;
  Recalculate recalculate;  // may be empty: nothing is recalculated
  std::string actor;
  absl::Time at;
};

enum class FactStored {
  kNew,
  kSame,  // this revision is recorded already: nothing was written; or another source in charge said the same
  kSuperseded,      // recorded in place of an earlier revision
  kStale,           // recorded, but a greater revision holds
  kRevisionReused,  // this revision was recorded with other content; nothing was written
  kTooMany,  // more keys of the child and kind, or revisions of the key, than are kept; nothing was written
};

struct FactBatchResult {
  // True: the session has not come as far as `offset`; nothing was written.
  bool gap = false;
  std::int64_t committed_offset = 0;
  std::vector<FactStored> outcomes;  // one per fact; empty with a gap
};
using FactsDone = absl::AnyInvocable<void(absl::StatusOr<FactBatchResult>)>;

struct FactFilter {
  std::string child_iin;
  std::vector<std::int32_t> kinds;  // empty: all
  absl::Time known_at = absl::InfiniteFuture();
  // The last fact of the page before; empty source: from the beginning.
  std::int64_t after_us = 0;
  std::string after_source;
  std::string after_fact_id;
  std::int64_t after_revision = 0;
  int limit = 200;
};

// Kept at most: revisions of one fact, and facts of one child and kind that can change a month (the
// entitlement engine takes 64 periods of a kind, and the documents bring some).
inline constexpr int kMaxFactRevisions = 100;
inline constexpr int kMaxFactsOfChildAndKind = 32;

}  // namespace oteu::store
