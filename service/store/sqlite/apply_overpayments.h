// Overpayments inside the writer's open transaction: the proposal of an application's standing decision, and
// what an officer decides on it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "service/store/register_write.h"
#include "service/store/sqlite/apply_feed.h"
#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

// Not thread-safe: belongs to the writer's thread.
class OverpaymentApplier {
 public:
  // `feed` outlives the applier.
  absl::Status Prepare(sqlite3* db, FeedApplier* feed);

  // The proposal that `change`, just written, makes takes the place of the application's one before.
  absl::Status Propose(const Change& change, AuditHead& head);

  // A refusal is an outcome. With an error the whole transaction must be rolled back. `head` advances.
  absl::StatusOr<RegisterResult> Decide(const OverpaymentDecision& decision, const RegisterWrite& write,
                                        AuditHead& head);

 private:
  absl::StatusOr<RegisterResult> Check(const OverpaymentDecision& decision);
  // Whether a register holds each part, with at least so much that nobody decided on.
  absl::StatusOr<bool> PartsStand(const OverpaymentDecision& decision);
  absl::Status Write(const OverpaymentDecision& decision);

  FeedApplier* feed_ = nullptr;
  Statement withdraw_, propose_, find_request_, find_, find_part_, decide_, insert_part_;
};

}  // namespace oteu::store::sqlite
