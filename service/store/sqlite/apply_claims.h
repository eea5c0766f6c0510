// The claims on a child inside the writer's transaction: the version check, and the months granted.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/store/prepared_change.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

class ClaimsApplier {
 public:
  absl::Status Prepare(sqlite3* db);

  // False when the child's claims are not those that the change was computed from, or when another
  // application already holds one of the months: a check of what the primary key of claims guarantees,
  // before anything is written.
  absl::StatusOr<bool> Matches(const PreparedChange& prepared);

  // Replaces or removes the application's months and moves the claims' version. Call only after Matches.
  absl::Status Write(const PreparedChange& prepared);

  // Frees the months of the changes' applications.
  absl::Status Release(const std::vector<Change>& changes);

 private:
  absl::StatusOr<bool> VersionMatches(const PreparedChange& prepared);
  absl::StatusOr<bool> MonthsAreFree(const PreparedChange& prepared);

  Statement find_version_, find_months_, bump_version_, insert_month_, delete_months_;
};

}  // namespace oteu::store::sqlite
