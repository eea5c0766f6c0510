// The audit log as a hash chain: each record's hash covers its own fields and the hash of the record before,
// so that a record cannot be changed, removed or put in between without every later hash changing.
//
//   record.hash = HashOf(record);   // record.previous_hash is the hash of seq - 1, kGenesisHash for seq 1
//
// hash = SHA-256 of "oteu-audit-v2\0", seq as a 64-bit big-endian number, previous_hash, SHA-256 of the body.
// body = "oteu-audit-body-v2\0", then at (microseconds since the Unix epoch, UTC) and revision as 64-bit
// big-endian two's complement; event, actor, application_id and decision_sha256 each as a 32-bit big-endian
// length and that many bytes. So a link can be shown without what the record says: 32 bytes in its place.
//
// Records from before have the form 1: one SHA-256 over "oteu-audit-v1\0", seq, at, revision, and the fields
// and previous_hash with their lengths. It is still checked, and no longer written.
//
// The chain holds no personal data beyond the actor's name.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "service/store/canonical_bytes.h"

namespace oteu::store {

inline constexpr Sha256Bytes kGenesisHash = {};

struct AuditRecord {
  std::int64_t seq = 0;    // from 1, without gaps
  std::int64_t at_us = 0;  // microseconds since the Unix epoch
  std::string event;       // UPPER_SNAKE; with kAccessPrefix when somebody read
  std::string actor;
  // What it is about: an application's id; "facts/SOURCE/SCHOOL@OFFSET"; "registers/ID"; of a reading the
  // names of what was read, joined by commas.
  std::string application_id;
  std::int64_t revision = 0;  // of the application, after the event; else a count of what was written or read
  std::string decision_sha256;  // 32 raw bytes: of the decision, the facts, the register; else empty
  Sha256Bytes previous_hash = kGenesisHash;
  Sha256Bytes hash = {};
};

// Events of readings begin with it.
inline constexpr char kAccessPrefix[] = "ACCESS_";

std::string BodyBytes(const AuditRecord& record);
Sha256Bytes BodyDigest(const AuditRecord& record);
Sha256Bytes HashOfLink(std::int64_t seq, const Sha256Bytes& previous_hash, const Sha256Bytes& body_digest);
Sha256Bytes HashOf(const AuditRecord& record);

// The form 1.
std::string CanonicalBytesV1(const AuditRecord& record);
Sha256Bytes HashOfV1(const AuditRecord& record);

// 64 lower-case hex digits, and back; false for anything else.
std::string ToHex(const Sha256Bytes& hash);
bool FromHex(absl::string_view hex, Sha256Bytes* hash);

}  // namespace oteu::store
