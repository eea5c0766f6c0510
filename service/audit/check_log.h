// Checks an exported audit log: the chain, with no server and no database.
//
//   LogCheck check(noted, {});
//   while (lines) check.AddLine(line);
//   v1::AuditVerification result = check.Finish();
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "oteu/v1/audit.pb.h"
#include "service/store/audit_chain.h"

namespace oteu::audit {

// The record before the first one of the log: known from an earlier part of it.
struct LogBegin {
  std::int64_t after_seq = 0;
  store::Sha256Bytes after_hash = store::kGenesisHash;
};

class LogCheck {
 public:
  LogCheck(const store::NotedHead& noted, const LogBegin& begin);

  // Lines in order, of one file after the other; empty ones are passed over. `place` is where it stands, for
  // a finding. False: something is wrong, and there is no point in going on but for one more line, which
  // tells more about a changed record.
  bool AddLine(absl::string_view line, absl::string_view place);

  v1::AuditVerification Finish();

 private:
  void Tell(const store::AuditRecord* next);

  store::ChainWalk walk_;
  std::optional<store::ChainBreak> broken_;
  std::optional<store::AuditRecord> changed_;  // whose successor may tell more
  bool malformed_ = false;
  std::int64_t records_ = 0;
  std::int64_t first_at_us_ = 0;
  std::int64_t last_at_us_ = 0;
  v1::AuditVerification result_;
};

}  // namespace oteu::audit
