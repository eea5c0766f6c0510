// Applications and decisions against the records that speak of them.
//
// A record holds the decision's digest; the decision holds those of its inputs, its documents' containers and
// its snapshots. The application's row is compared with what it was decided from (the form: who is paid, to
// which account) and with its last record (revision, state); granted months with the decision.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "oteu/v1/decision.pb.h"
#include "service/audit/findings.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/statement.h"

namespace oteu::audit {

class ApplicationsCheck {
 public:
  // `connection` and `findings` outlive the check.
  static absl::StatusOr<std::unique_ptr<ApplicationsCheck>> Create(
      const store::sqlite::Connection& connection, Findings* findings);

  // Records in order, all of them.
  absl::Status Add(const store::AuditRecord& record);
  absl::Status Finish(v1::AuditVerification* result);

 private:
  struct Seen {
    std::int64_t seq = 0;       // of the last record
    std::int64_t revision = 0;  // after it
    bool withdrawn = false;
    std::int32_t decisions = 0;
    bool has_row = false;
  };
  struct Latest {
    v1::Decision decision;
    v1::DecisionInputs inputs;
  };

  explicit ApplicationsCheck(Findings* findings) : findings_(*findings) {}

  absl::Status CheckDecision(const store::AuditRecord& record, std::int32_t version);
  absl::Status CheckDocuments(const store::AuditRecord& record, const v1::Decision& decision,
                              absl::string_view sha256s);
  absl::Status CheckExtraDecisions();
  absl::Status CheckRow(const std::string& id, const Seen& seen, const store::sqlite::Cursor& row);
  absl::Status CheckMonths(const std::string& id, const std::string& child_iin, bool granted,
                           const Latest& latest);
  absl::Status CheckSnapshots();
  absl::StatusOr<std::unique_ptr<Latest>> ReadLatest(const std::string& id, std::int32_t version);

  Findings& findings_;
  store::sqlite::Statement find_decision_, find_document_, find_snapshot_, find_months_;
  store::sqlite::Statement all_decisions_, all_applications_, count_months_;
  std::map<std::string, Seen> seen_;
  std::set<std::string> snapshots_;  // that decisions name
  std::int64_t decisions_ = 0;
  std::int64_t months_ = 0;
};

}  // namespace oteu::audit
