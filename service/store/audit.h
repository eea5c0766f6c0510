// The audit log as a hash chain: each record's hash covers its own fields and the hash of the record before,
// so that a record cannot be changed, removed or put in between without every later hash changing.
//
//   record.hash = HashOf(record);          // record.previous_hash is the hash of seq - 1, kGenesisHash for
//   seq 1
//
// Canonical bytes: "oteu-audit-v1\0", then seq, at (microseconds since the Unix epoch, UTC) and revision as
// 64-bit big-endian two's complement; event, actor, application_id, decision_sha256 and previous_hash each as
// a 32-bit big-endian length and that many bytes. The chain holds no personal data beyond the actor's name.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace oteu::store {

using Sha256Bytes = std::array<std::uint8_t, 32>;

inline constexpr Sha256Bytes kGenesisHash = {};

struct AuditRecord {
  std::int64_t seq = 0;    // from 1, without gaps
  std::int64_t at_us = 0;  // microseconds since the Unix epoch
  std::string event;       // UPPER_SNAKE
  std::string actor;
  std::string application_id;
  std::int64_t revision = 0;    // of the application, after the event
  std::string decision_sha256;  // 32 raw bytes; empty when the event made no decision
  Sha256Bytes previous_hash = kGenesisHash;
  Sha256Bytes hash = {};
};

std::string CanonicalBytes(const AuditRecord& record);
Sha256Bytes HashOf(const AuditRecord& record);

// DATA_LOSS, naming the seq, when `record` does not follow on a record with (previous_seq, previous_hash) or
// its hash is not that of its bytes.
absl::Status CheckLink(const AuditRecord& record, std::int64_t previous_seq,
                       const Sha256Bytes& previous_hash);

}  // namespace oteu::store
