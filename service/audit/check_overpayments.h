// What officers decided on overpayments against the records of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "service/audit/findings.h"
#include "service/store/audit.h"
#include "service/store/sqlite/connection.h"

namespace oteu::audit {

class OverpaymentsCheck {
 public:
  // `findings` outlives the check.
  explicit OverpaymentsCheck(Findings* findings) : findings_(*findings) {}

  // Records in order, all of them.
  void Add(const store::AuditRecord& record);
  absl::Status Finish(const store::sqlite::Connection& connection);

 private:
  struct Recorded {
    std::int64_t seq = 0;
    std::string digest;
  };

  Findings& findings_;
  std::map<std::pair<std::string, std::int64_t>, Recorded> decided_;  // by subject and decision
};

}  // namespace oteu::audit
