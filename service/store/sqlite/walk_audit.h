// Walks along the stored audit chain, from its first record to its last.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "service/store/audit.h"
#include "service/store/audit_chain.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// The columns of AuditRecord, in this order; see ReadAuditRow.
#define OTEU_AUDIT_COLUMNS \
  "seq, at_us, event, actor, application_id, revision, decision_sha256, previous_hash, hash"
// DATA_LOSS when a hash is not one.
absl::Status ReadAuditRow(const Cursor& row, AuditRecord* record);

struct ChainResult {
  std::int64_t records = 0;  // that hold
  Sha256Bytes head = kGenesisHash;
  std::int64_t first_at_us = 0;  // of the first record and the last
  std::int64_t last_at_us = 0;
  std::optional<ChainBreak> broken;  // the first thing that is wrong
};

// `each` is called with every record that holds, before the next is looked at.
absl::StatusOr<ChainResult> WalkChain(
    const Connection& connection, const NotedHead& noted,
    const std::function<absl::Status(const AuditRecord& record)>& each = nullptr);

// The number of records; DATA_LOSS naming the first one that is missing or was changed. What was cut off at
// the end is found only by comparing with a head noted elsewhere.
absl::StatusOr<std::int64_t> VerifyAudit(const Connection& connection);

}  // namespace oteu::store::sqlite
