#include "service/store/sqlite/apply_overpayments.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "oteu/v1/payment.pb.h"
#include "service/store/canonical_bytes.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kWithdraw[] = "DELETE FROM overpayments WHERE application_id = ?1 AND state = 1";
constexpr char kPropose[] =
    "INSERT INTO overpayments (application_id, decision_version, district_kato, state, content)"
    " VALUES (?1, ?2, ?3, 1, ?4)";
constexpr char kFindRequest[] = "SELECT request_sha256, content FROM overpayments WHERE request_key = ?1";
constexpr char kFind[] = "SELECT state FROM overpayments WHERE application_id = ?1 AND decision_version = ?2";
// What a register pays of the part, less what was decided on.
constexpr char kFindPart[] =
    "SELECT m.amount_tiyn - (SELECT coalesce(sum(o.amount_tiyn), 0) FROM overpayment_parts o WHERE"
    " o.child_iin = m.child_iin AND o.month = m.month AND o.part = m.part AND o.register_id = m.register_id)"
    " FROM register_months m WHERE m.child_iin = ?1 AND m.month = ?2 AND m.part = ?3 AND m.register_id = ?4"
    " AND m.application_id = ?5";
constexpr char kDecide[] =
    "UPDATE overpayments SET state = ?3, content = ?4, request_key = ?5, request_sha256 = ?6"
    " WHERE application_id = ?1 AND decision_version = ?2";
constexpr char kInsertPart[] =
    "INSERT INTO overpayment_parts (child_iin, month, part, register_id, application_id, decision_version,"
    " amount_tiyn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static_assert(oteu::v1::OVERPAYMENT_STATE_PROPOSED == 1, "the statements above say 1");

absl::string_view View(const std::string& text) { return text; }

SideEvent Event(const char* event, const std::string& application_id, std::int32_t version,
                const std::string& content) {
  SideEvent out;
  out.event = event;
  out.subject = absl::StrCat("overpayments/", application_id);
  out.number = version;
  out.sha256 = Sha256RawOf(content);
  out.application_id = application_id;
  out.decision_version = version;
  return out;
}

}  // namespace

absl::Status OverpaymentApplier::Prepare(sqlite3* db, FeedApplier* feed) {
  feed_ = feed;
  return PrepareAll(db, {{&withdraw_, kWithdraw},
                         {&propose_, kPropose},
                         {&find_request_, kFindRequest},
                         {&find_, kFind},
                         {&find_part_, kFindPart},
                         {&decide_, kDecide},
                         {&insert_part_, kInsertPart}});
}

absl::Status OverpaymentApplier::Propose(const Change& change, AuditHead& head) {
  // The first decision has none before it, and rests on no payment.
  if (!change.decision.has_value() || change.decision->version == 1) return absl::OkStatus();
  const absl::string_view id = change.application_id;
  if (absl::Status status = withdraw_.Run(id); !status.ok()) return status;
  if (!change.overpayment.has_value()) return absl::OkStatus();
  const ProposedOverpayment& proposed = *change.overpayment;
  absl::Status status = propose_.Run(id, std::int64_t{change.decision->version},
                                     View(change.application.form().district_kato()), Blob{proposed.content});
  if (!status.ok() || !proposed.is_new) return status;
  SideEvent event =
      Event("OVERPAYMENT_PROPOSED", change.application_id, change.decision->version, proposed.content);
  event.actor = change.actor;
  event.at_us = absl::ToUnixMicros(change.at);
  return feed_->Append(event, head);
}

absl::StatusOr<bool> OverpaymentApplier::PartsStand(const OverpaymentDecision& decision) {
  for (const OverpaidPart& part : decision.parts) {
    Cursor row = find_part_.Start(View(decision.child_iin), View(part.month), std::int64_t{part.part},
                                  View(part.register_id), View(decision.application_id));
    const bool stands = row.Next() && row.Int(0) >= part.amount_tiyn;
    if (!row.status().ok()) return row.status();
    if (!stands) return false;
  }
  return true;
}

absl::StatusOr<RegisterResult> OverpaymentApplier::Check(const OverpaymentDecision& decision) {
  Cursor request = find_request_.Start(View(decision.request_key));
  if (request.Next()) {
    if (request.Bytes(0) != View(decision.request_sha256))
      return RegisterResult{RegisterOutcome::kRequestIdReused};
    RegisterResult replayed{RegisterOutcome::kReplayed};
    replayed.content = std::string(request.Bytes(1));
    return replayed;
  }
  if (!request.status().ok()) return request.status();
  Cursor row = find_.Start(View(decision.application_id), std::int64_t{decision.decision_version});
  const bool exists = row.Next();
  if (!row.status().ok()) return row.status();
  if (!exists) return RegisterResult{RegisterOutcome::kNoSuchOverpayment};
  if (row.Int(0) != oteu::v1::OVERPAYMENT_STATE_PROPOSED) return RegisterResult{RegisterOutcome::kWrongState};
  const auto stand = PartsStand(decision);
  if (!stand.ok()) return stand.status();
  return RegisterResult{*stand ? RegisterOutcome::kCommitted : RegisterOutcome::kBasisMoved};
}

absl::Status OverpaymentApplier::Write(const OverpaymentDecision& decision) {
  const std::int64_t version = decision.decision_version;
  absl::Status status =
      decide_.Run(View(decision.application_id), version, std::int64_t{decision.state},
                  Blob{decision.content}, View(decision.request_key), Blob{decision.request_sha256});
  for (const OverpaidPart& part : decision.parts) {
    if (!status.ok()) return status;
    status =
        insert_part_.Run(View(decision.child_iin), View(part.month), std::int64_t{part.part},
                         View(part.register_id), View(decision.application_id), version, part.amount_tiyn);
  }
  return status;
}

absl::StatusOr<RegisterResult> OverpaymentApplier::Decide(const OverpaymentDecision& decision,
                                                          const RegisterWrite& write, AuditHead& head) {
  auto result = Check(decision);
  if (!result.ok() || result->outcome != RegisterOutcome::kCommitted) return result;
  if (absl::Status status = Write(decision); !status.ok()) return status;
  SideEvent event =
      Event("OVERPAYMENT_DECIDED", decision.application_id, decision.decision_version, decision.content);
  event.actor = write.actor;
  event.at_us = absl::ToUnixMicros(write.at);
  if (absl::Status status = feed_->Append(event, head); !status.ok()) return status;
  return result;
}

}  // namespace oteu::store::sqlite
