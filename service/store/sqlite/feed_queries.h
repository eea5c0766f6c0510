// Reads of the change feed over one connection.
#pragma once

#include <sqlite3.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/store/change_feed.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// Not thread-safe: one thread at a time.
class FeedQueries {
 public:
  absl::Status Prepare(sqlite3* db);

  absl::StatusOr<std::int64_t> Latest();
  absl::StatusOr<FeedPlace> Head();
  absl::StatusOr<FeedPage> ReadChanges(const FeedFilter& filter, const FeedPlace& after, int limit);
  absl::StatusOr<FeedPage> ReadSnapshot(const FeedFilter& filter, absl::string_view after_id, int limit);

 private:
  // OUT_OF_RANGE when the feed cannot be continued from there.
  absl::Status CheckPlace(const FeedPlace& place, const FeedPlace& head);
  absl::Status CheckNotPruned(const FeedPlace& place);

  Statement latest_, head_, hash_at_, pruned_, changes_, by_applicant_, by_school_, by_district_, all_;
};

}  // namespace oteu::store::sqlite
