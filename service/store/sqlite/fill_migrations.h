// What a migration must read from the messages stored before it, beside its SQL.
#pragma once

#include "absl/status/status.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/migrate.h"

namespace oteu::store::sqlite {

// The step of a migration; null for most.
Fill FillOf(int version);

// 0002: the pupils that the school certificates of decisions made before it name, so that a school may state
// facts about them at once.
absl::Status FillPupils(const Connection& connection);

}  // namespace oteu::store::sqlite
