// Facts against the records of the batches that stated them.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "service/audit/findings.h"
#include "service/store/audit.h"
#include "service/store/sqlite/connection.h"

namespace oteu::audit {

// Takes 40 bytes of memory for each fact and about 200 for each batch.
class FactsCheck {
 public:
  // `findings` outlives the check.
  explicit FactsCheck(Findings* findings) : findings_(*findings) {}

  // Records in order, all of them.
  void Add(const store::AuditRecord& record);
  absl::Status Finish(const store::sqlite::Connection& connection, v1::AuditVerification* result);

 private:
  struct Batch {
    std::string subject;
    std::int64_t count = 0;
    std::string digest;
  };

  Findings& findings_;
  std::map<std::int64_t, Batch> batches_;  // by record
  std::int64_t unlinked_ = 0;              // facts whose records are from before
};

}  // namespace oteu::audit
