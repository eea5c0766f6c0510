// Checks the embedded database: the audit chain, and whether what its records speak of is what it was.
//
// Found is what somebody changed behind the service's back without making the whole chain anew from there on;
// against that helps only a head that was noted elsewhere (NotedHead). The file is opened to be looked at and
// nothing else, also while the service runs: all is read as of one moment.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "oteu/v1/audit.pb.h"
#include "service/store/audit_chain.h"

namespace oteu::audit {

// What is wrong is a finding. A status: UNAVAILABLE or NOT_FOUND when the file cannot be read,
// FAILED_PRECONDITION when it is not oteu's or of another version, DATA_LOSS when SQLite finds it damaged.
absl::StatusOr<v1::AuditVerification> CheckDatabase(const std::string& path, const store::NotedHead& noted);

}  // namespace oteu::audit
