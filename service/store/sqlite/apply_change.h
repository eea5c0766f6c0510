// Applies one Change inside the writer's open transaction: preconditions first, then writes that cannot be
// refused any more.
//
// Because every precondition is read before the first write, a refused change leaves nothing behind and needs
// no savepoint; because it is read in the transaction, a change sees the earlier changes of its own batch.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "service/store/prepared_change.h"
#include "service/store/sqlite/apply_audit.h"
#include "service/store/sqlite/apply_claims.h"
#include "service/store/sqlite/apply_overpayments.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

// Not thread-safe: belongs to the writer's thread. Lives no longer than its connection.
class ChangeApplier {
 public:
  // `audit` and `overpayments` outlive the applier.
  static absl::StatusOr<std::unique_ptr<ChangeApplier>> Create(sqlite3* db, AuditApplier* audit,
                                                               OverpaymentApplier* overpayments);

  // Frees the months that applications of one child hold, so that changes to several of them, all in this
  // transaction, may exchange months. Each of the changes must set its application's grant anew.
  absl::Status ReleaseMonths(const std::vector<Change>& changes) { return claims_.Release(changes); }

  // A refusal is an outcome. With an error the whole transaction must be rolled back. `head` advances with
  // kCommitted.
  absl::StatusOr<CommitResult> Apply(const PreparedChange& prepared, AuditHead& head);

 private:
  ChangeApplier(AuditApplier* audit, OverpaymentApplier* overpayments)
      : audit_(*audit), overpayments_(*overpayments) {}

  // Nullopt: go on.
  absl::StatusOr<std::optional<CommitResult>> CheckRequest(const Change& change);
  absl::StatusOr<bool> RevisionMatches(const Change& change);
  absl::Status CheckDocuments(const Change& change);

  absl::Status WriteAll(const PreparedChange& prepared, AuditHead& head);
  absl::Status WriteApplication(const PreparedChange& prepared);
  absl::Status WriteContent(const PreparedChange& prepared, std::int64_t audit_seq);
  absl::Status WriteDecision(const Change& change, std::int64_t audit_seq);
  absl::Status WriteRequest(const PreparedChange& prepared);
  absl::Status WriteAudit(const PreparedChange& prepared, AuditHead& head);

  AuditApplier& audit_;
  OverpaymentApplier& overpayments_;
  ClaimsApplier claims_;
  Statement find_request_, find_revision_, find_document_;
  Statement insert_application_, update_application_, set_grant_, insert_decision_, insert_document_,
      insert_snapshot_;
  Statement insert_request_, insert_change_, insert_pupil_, insert_adjustment_, insert_notice_;
};

}  // namespace oteu::store::sqlite
