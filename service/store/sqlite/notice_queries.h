// Reads of notices and of the days on which applications are looked at. Each as the method of Store of the
// same name.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

class NoticeQueries {
 public:
  absl::Status Prepare(sqlite3* db);

  absl::StatusOr<std::vector<std::string>> ListToLook(absl::string_view today, int limit);
  absl::StatusOr<std::vector<ListedNotice>> ListNotices(const NoticeFilter& filter, std::int64_t after,
                                                        int limit);

 private:
  Statement to_look_, by_application_, list_;
};

}  // namespace oteu::store::sqlite
