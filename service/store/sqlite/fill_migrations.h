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

// 0005: the record of each decision made before it. The n-th decision of an application is that of the n-th
// record that names one.
absl::Status FillAuditLinks(const Connection& connection);

}  // namespace oteu::store::sqlite
