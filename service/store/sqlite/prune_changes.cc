#include "service/store/sqlite/prune_changes.h"

namespace oteu::store::sqlite {
namespace {

// The last of the oldest ?2 changes that was recorded before ?1.
constexpr char kFind[] =
    "SELECT max(seq), count(*) FROM (SELECT c.seq, a.at_us FROM changes c JOIN audit a ON a.seq = c.seq"
    " ORDER BY c.seq LIMIT ?2) WHERE at_us < ?1";
constexpr char kDelete[] = "DELETE FROM changes WHERE seq <= ?1";
constexpr char kRemember[] = "UPDATE change_feed SET pruned_seq = ?1 WHERE id = 1";

}  // namespace

absl::Status ChangePruner::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&find_, kFind}, {&delete_, kDelete}, {&remember_, kRemember}});
}

absl::StatusOr<std::int64_t> ChangePruner::Prune(std::int64_t before_us) {
  std::int64_t last = 0;
  std::int64_t count = 0;
  {
    Cursor row = find_.Start(before_us, kPrunedAtOnce);
    if (row.Next()) {
      last = row.Int(0);
      count = row.Int(1);
    }
    if (!row.status().ok()) return row.status();
  }
  if (count == 0) return 0;
  if (absl::Status status = delete_.Run(last); !status.ok()) return status;
  if (absl::Status status = remember_.Run(last); !status.ok()) return status;
  return count;
}

}  // namespace oteu::store::sqlite
