// Records a batch of facts inside the writer's open transaction, and with it the decisions that the facts
// change.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/store/fact_batch.h"
#include "service/store/fact_digest.h"
#include "service/store/sqlite/apply_audit.h"
#include "service/store/sqlite/apply_change.h"
#include "service/store/sqlite/apply_looks.h"
#include "service/store/sqlite/fact_queries.h"
#include "service/store/sqlite/judge_fact.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// Not thread-safe: belongs to the writer's thread.
class FactApplier {
 public:
  // `audit`, `changes` and `looks` outlive the applier.
  static absl::StatusOr<std::unique_ptr<FactApplier>> Create(sqlite3* db, AuditApplier* audit,
                                                             ChangeApplier* changes, LookApplier* looks);

  // With an error the whole transaction must be rolled back. `head` advances.
  absl::StatusOr<FactBatchResult> Apply(const FactBatch& batch, AuditHead& head);

  // Applies the changes that a recalculation makes to a child's applications; answers how many.
  absl::StatusOr<int> RecalculateChild(const Recalculate& recalculate, const std::string& child_iin,
                                       AuditHead& head);

 private:
  FactApplier(AuditApplier* audit, ChangeApplier* changes, LookApplier* looks)
      : audit_(*audit), changes_(*changes), looks_(*looks) {}

  absl::Status WriteFact(const FactRow& row, std::int64_t audit_seq);
  absl::Status WriteAudit(const FactBatch& batch, std::vector<Sha256Bytes> written, std::int64_t at_us,
                          AuditHead& head);

  AuditApplier& audit_;
  ChangeApplier& changes_;
  LookApplier& looks_;
  FactJudge judge_;
  FactQueries queries_;
  Statement set_offset_, insert_;
};

}  // namespace oteu::store::sqlite
