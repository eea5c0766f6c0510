// Writes payment registers inside the writer's open transaction: every precondition is read before the first
// write, so that a refusal leaves nothing behind.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/store/register_write.h"
#include "service/store/sqlite/apply_audit.h"
#include "service/store/sqlite/apply_facts.h"
#include "service/store/sqlite/apply_feed.h"
#include "service/store/sqlite/apply_overpayments.h"
#include "service/store/sqlite/register_queries.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {

// Not thread-safe: belongs to the writer's thread.
class RegisterApplier {
 public:
  // What it writes by; all of it outlives the applier.
  struct Parts {
    AuditApplier* audit;
    FactApplier* facts;
    FeedApplier* feed;
    OverpaymentApplier* overpayments;
  };
  static absl::StatusOr<std::unique_ptr<RegisterApplier>> Create(sqlite3* db, const Parts& parts);

  // A refusal is an outcome. With an error the whole transaction must be rolled back. `head` advances.
  absl::StatusOr<RegisterResult> Apply(const RegisterWrite& write, AuditHead& head);

 private:
  explicit RegisterApplier(const Parts& parts)
      : audit_(*parts.audit), facts_(*parts.facts), feed_(*parts.feed), overpayments_(*parts.overpayments) {}

  absl::StatusOr<RegisterResult> CheckDraft(const RegisterDraft& draft, const std::string& replaced);
  absl::StatusOr<bool> BasisHolds(const RegisterLineWrite& line, const std::string& replaced);
  absl::StatusOr<bool> MonthsAreFree(const RegisterLineWrite& line, const std::string& replaced);
  absl::StatusOr<RegisterResult> Draft(const RegisterDraft& draft, const RegisterWrite& write,
                                       AuditHead& head);
  absl::Status WriteDraft(const RegisterDraft& draft);
  absl::Status WriteLine(const RegisterDraft& draft, std::int64_t number, const RegisterLineWrite& line);
  absl::Status Remove(const std::string& id);

  absl::StatusOr<RegisterResult> CheckSeal(const RegisterSeal& seal);
  // OK with the line that moved, if one did.
  absl::StatusOr<RegisterResult> CheckBasis(const std::string& id);
  absl::StatusOr<RegisterResult> Seal(const RegisterSeal& seal, const RegisterWrite& write, AuditHead& head);

  absl::StatusOr<RegisterResult> Check(const RegisterAcknowledgement& acknowledgement);
  absl::StatusOr<RegisterResult> Acknowledge(const RegisterAcknowledgement& acknowledgement,
                                             const RegisterWrite& write, AuditHead& head);
  absl::Status WriteLineState(const std::string& id, const LineAcknowledgement& line);

  absl::StatusOr<RegisterResult> Discard(const RegisterDiscard& discard, const RegisterWrite& write,
                                         AuditHead& head);
  absl::StatusOr<RegisterResult> Decide(const OverpaymentDecision& decision, const RegisterWrite& write,
                                        AuditHead& head);
  // Tells those who follow the application of a line.
  absl::Status Tell(const char* event, const std::string& id, std::int64_t line_number,
                    absl::string_view application_id, const RegisterWrite& write, AuditHead& head);
  absl::Status TellOfLines(const std::string& id, const RegisterWrite& write, AuditHead& head);

  absl::Status WriteAudit(const char* event, const std::string& id, std::int64_t count,
                          const std::string& digested, const RegisterWrite& write, AuditHead& head);

  AuditApplier& audit_;
  FactApplier& facts_;
  FeedApplier& feed_;
  OverpaymentApplier& overpayments_;
  RegisterQueries queries_;
  Statement find_draft_, find_, find_revision_, find_taken_back_, sum_registered_, find_month_, find_moved_,
      find_line_, find_applications_;
  Statement delete_register_, delete_lines_, delete_months_, delete_notes_;
  Statement insert_register_, insert_line_, insert_month_, insert_note_;
  Statement seal_, seal_lines_, seal_months_;
  Statement set_line_, pay_months_, keep_returned_, free_months_;
};

}  // namespace oteu::store::sqlite
