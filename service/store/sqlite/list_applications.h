// Lists of applications, newest first, page by page: every filter has a statement and an index of its own.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

class ApplicationLister {
 public:
  absl::Status Prepare(sqlite3* db);

  // One snapshot of the store; `limit` is taken as 1 to kPageMax.
  absl::StatusOr<ApplicationPage> List(const ApplicationFilter& filter, absl::string_view before_id,
                                       int limit);

  static constexpr int kPageMax = 1000;

 private:
  struct Row {
    std::string id;
    std::string application;
  };
  absl::Status Collect(const ApplicationFilter& filter, absl::string_view before, std::int64_t limit,
                       std::vector<Row>& rows);
  // Per state, since an index on (district, state, id) is in the order of ids only within one state.
  absl::Status CollectByState(const ApplicationFilter& filter, absl::string_view before, std::int64_t limit,
                              std::vector<Row>& rows);

  Statement begin_, end_;
  Statement by_child_, by_applicant_, by_district_, by_state_, all_;
};

}  // namespace oteu::store::sqlite
