// Tells followers of an application what happened beside its own changes: a payment, an overpayment. An audit
// record and a row of the feed, inside the writer's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/store/sqlite/apply_audit.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

struct SideEvent {
  std::string event;  // UPPER_SNAKE
  std::string actor;
  std::int64_t at_us = 0;
  std::string subject;      // what the audit record is about
  std::int64_t number = 0;  // of the subject: a line, a version
  std::string sha256;       // 32 raw bytes of what was written; may be empty
  std::string application_id;
  std::optional<std::int64_t> decision_version;
};

// Not thread-safe: belongs to the writer's thread.
class FeedApplier {
 public:
  // `audit` outlives the applier.
  absl::Status Prepare(sqlite3* db, AuditApplier* audit);

  // `head` advances. An application that is not there has no followers: the audit record alone is written.
  absl::Status Append(const SideEvent& event, AuditHead& head);

 private:
  AuditApplier* audit_ = nullptr;
  Statement find_, insert_;
};

}  // namespace oteu::store::sqlite
