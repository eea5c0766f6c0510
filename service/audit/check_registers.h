// Payment registers against the records of their building and sealing.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "service/audit/findings.h"
#include "service/store/audit.h"
#include "service/store/sqlite/connection.h"

namespace oteu::audit {

class RegistersCheck {
 public:
  // `findings` outlives the check.
  explicit RegistersCheck(Findings* findings) : findings_(*findings) {}

  // Records in order, all of them.
  void Add(const store::AuditRecord& record);
  absl::Status Finish(const store::sqlite::Connection& connection, v1::AuditVerification* result);

 private:
  struct Recorded {
    std::int64_t seq = 0;
    std::string digest;
  };

  Findings& findings_;
  std::map<std::string, Recorded> built_;   // by name: digest of the draft
  std::map<std::string, Recorded> sealed_;  // by name: digest of the manifest
};

}  // namespace oteu::audit
