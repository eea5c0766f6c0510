// What officers decided on overpayments against the records of it, and what is counted as decided on of each
// registered child-month against that: what is counted no more would be asked for a second time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "oteu/v1/payment.pb.h"
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

  // Of a registered child-month that was decided on.
  struct Part {
    std::string child_iin;
    std::string month;
    std::int64_t amount_tiyn = 0;
  };
  using Key = std::pair<std::string, std::int64_t>;  // application and version of the decision

  absl::Status ReadParts(const store::sqlite::Connection& connection);
  static bool PartsFit(const v1::Overpayment& overpayment, const std::vector<Part>& parts);

  Findings& findings_;
  std::map<Key, std::vector<Part>> parts_;
  std::map<std::pair<std::string, std::int64_t>, Recorded> decided_;  // by subject and decision
};

}  // namespace oteu::audit
