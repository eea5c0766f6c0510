// Records of the audit chain as messages, and as lines of an exported log: canonical protobuf JSON of an
// oteu.v1.AuditRecord, one per line.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/v1/audit.pb.h"
#include "service/store/audit.h"

namespace oteu::audit {

// A reading of a full page of names has about 20 thousand.
inline constexpr std::size_t kMaxAuditLineBytes = std::size_t{64} * 1024;

v1::AuditRecord ToProto(const store::AuditRecord& record);
// INVALID_ARGUMENT naming the field. Says nothing about the hash.
absl::StatusOr<store::AuditRecord> FromProto(const v1::AuditRecord& record);

v1::AuditHead MakeHead(std::int64_t seq, const store::Sha256Bytes& hash, std::int64_t at_us);
void SetMicros(std::int64_t us, google::protobuf::Timestamp* timestamp);

// Without a line end.
std::string ToLine(const store::AuditRecord& record);
// INVALID_ARGUMENT; an unknown field is one, too.
absl::StatusOr<store::AuditRecord> FromLine(absl::string_view line);

}  // namespace oteu::audit
