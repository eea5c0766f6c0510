// Sets, inside the writer's transaction, when applications are looked at again for what falls due.
#pragma once

#include <string>
#include <vector>

#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

class LookApplier {
 public:
  absl::Status Prepare(sqlite3* db);

  // Applications that moved since are left alone.
  absl::Status Apply(const std::vector<NextLook>& looks);
  absl::Status LookAtGrantedSoon();
  // The child's granted applications, as soon as possible: a fact may have moved an end.
  absl::Status LookSoon(const std::string& child_iin);

 private:
  Statement set_, soon_, all_soon_;
};

}  // namespace oteu::store::sqlite
