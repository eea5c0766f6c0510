// Payment registers against the records of their building and sealing: the draft or the signed manifest, the
// lines (who is paid how much to which account) against the digest in it, what became of each line, and the
// child-months that are held for it: one that is held no more would be paid a second time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "oteu/v1/payment.pb.h"
#include "service/audit/findings.h"
#include "service/store/audit.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/statement.h"

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

  absl::Status CheckRegister(const store::sqlite::Cursor& row);
  // `lines_sha256` as the draft or the manifest says.
  absl::Status CheckLines(const std::string& id, const Recorded& recorded, bool is_sealed,
                          const std::string& lines_sha256);
  absl::Status CheckMonths(const std::string& id, const Recorded& recorded, const v1::RegisterLine& line,
                           std::int64_t state);
  absl::Status CheckExtraMonths(const store::sqlite::Connection& connection);
  // oteu.v1.PaymentState, as the records say.
  std::int64_t StateOf(const std::string& name, bool is_sealed, std::int64_t number) const;

  Findings& findings_;
  store::sqlite::Statement read_lines_, read_months_;
  std::int64_t months_ = 0;                 // that lines hold
  std::map<std::string, Recorded> built_;   // by name: digest of the draft
  std::map<std::string, Recorded> sealed_;  // by name: digest of the manifest
  // By name and number of the line: oteu.v1.PaymentState.
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> states_;
};

}  // namespace oteu::audit
