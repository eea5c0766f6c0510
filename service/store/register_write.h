// Payment registers as a store takes and gives them: drafts that reserve child-months, the sealed chain of
// each district, what the bank acknowledged, what officers decided on overpayments.
//
// That a child-month is paid at most once in the whole country is a unique key of the store, (child, month,
// part), and not the care of a use case. A draft and a seal are refused when what they were computed from has
// moved.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/store/fact_batch.h"

namespace oteu::store {

// State of a registered child-month.
enum class MonthState : std::int32_t { kReserved = 1, kSealed = 2, kPaid = 3 };

// A child-month that a register holds.
struct RegisteredMonth {
  std::string month;      // "YYYY-MM"
  std::int32_t part = 0;  // 0: the payment; n: the n-th supplement
  std::int64_t amount_tiyn = 0;
  std::string application_id;
  std::string register_id;
  MonthState state = MonthState::kReserved;
  std::int64_t decided_tiyn = 0;  // of it that officers decided on as overpaid
};

// What is registered for a child, and the months whose payment once came back.
struct ChildPayments {
  std::vector<RegisteredMonth> months;  // by month and part
  std::vector<std::string> returned_months;
};

struct RegisterLineWrite {
  std::string application_id;
  std::int64_t application_revision = 0;  // that it was computed from
  std::string child_iin;
  // Confirmations of the child that were corrected or taken back when it was computed: the number moves when
  // another is.
  std::int64_t confirmations_taken_back = 0;
  // What was registered for the application beside this draft, months and tiyn.
  std::int64_t registered_count = 0;
  std::int64_t registered_tiyn = 0;
  std::vector<RegisteredMonth> months;  // month, part and amount
  std::string line;                     // serialized oteu.v1.RegisterLine
};

// A draft. Takes the place of the draft of the same district and quarter.
struct RegisterDraft {
  std::string id;
  std::string district_kato;
  std::string quarter;
  std::string lines_sha256;  // lower-case hex
  std::string content;       // serialized oteu.v1.Register
  std::vector<RegisterLineWrite> lines;
  std::vector<std::string> notes;  // serialized oteu.v1.ExportRegisterResponse with `held` or `overpayment`
};

// End of a district's chain. Sequence 0: nothing is sealed.
struct RegisterChainHead {
  std::int64_t sequence = 0;
  std::string manifest_sha256;  // lower-case hex; empty with sequence 0
};

struct RegisterSeal {
  std::string id;
  std::string lines_sha256;     // of the draft that is sealed
  RegisterChainHead follows;    // the end of the chain that the manifest names
  std::string content;          // serialized oteu.v1.Register, sealed
  std::string manifest;         // the signed JSON
  std::string manifest_sha256;  // lower-case hex
  std::string cms;              // DER
};

struct LineAcknowledgement {
  std::int32_t line_number = 0;
  std::int32_t state = 0;  // oteu.v1.PaymentState, PAID or RETURNED
  std::string reason;
};

struct RegisterAcknowledgement {
  std::string id;
  std::vector<LineAcknowledgement> lines;
  Recalculate recalculate;  // for the children whose lines changed; may be empty
};

// A draft that is taken away.
struct RegisterDiscard {
  std::string id;
};

// What an officer decides on as overpaid of a part of a child-month that a register holds.
struct OverpaidPart {
  std::string month;
  std::int32_t part = 0;
  std::string register_id;
  std::int64_t amount_tiyn = 0;  // positive
};

struct OverpaymentDecision {
  // Idempotency, as of Change.
  std::string request_key;
  std::string request_sha256;
  std::string application_id;
  std::int32_t decision_version = 0;  // of the decision that proposes it
  std::string child_iin;
  std::int32_t state = 0;           // oteu.v1.OverpaymentState, a decided one
  std::string content;              // serialized oteu.v1.Overpayment, decided
  std::vector<OverpaidPart> parts;  // each once
  Recalculate recalculate;          // for the child; may be empty
};

// An overpayment as it is listed, newest applications first.
struct OverpaymentPosition {
  std::string application_id;
  std::int32_t decision_version = 0;
};
struct ListedOverpayment {
  OverpaymentPosition position;
  std::string content;  // serialized oteu.v1.Overpayment
};

// One write to registers: exactly one of the five is set.
struct RegisterWrite {
  std::vector<RegisterDraft> draft;  // at most one
  std::vector<RegisterSeal> seal;
  std::vector<RegisterAcknowledgement> acknowledgement;
  std::vector<RegisterDiscard> discard;
  std::vector<OverpaymentDecision> overpayment;
  std::string actor;
  absl::Time at;
};

enum class RegisterOutcome {
  kCommitted,
  kMonthsTaken,        // another register holds one of the months
  kBasisMoved,         // a grant, a confirmation or what is registered changed since it was computed:
                       // `line_number` and `application_id` say of which line
  kNoSuchRegister,     // none of that id
  kWrongState,         // no draft with these lines, or not sealed; an overpayment that was decided
  kChainMoved,         // another register of the district was sealed meanwhile
  kNoSuchLine,         // `line_number` names it
  kLineReturned,       // it came back before, and stays so; `line_number` names it
  kReplayed,           // this request was answered before: `content` is what it decided
  kRequestIdReused,    // this request id was used with another payload
  kNoSuchOverpayment,  // none of that application and decision
};

struct RegisterResult {
  RegisterOutcome outcome = RegisterOutcome::kCommitted;  // any other: nothing was written
  std::int32_t line_number = 0;
  std::int32_t changed = 0;  // lines acknowledged anew
  std::int32_t unchanged = 0;
  std::string application_id = {};
  std::string content = {};
};
using RegisterDone = absl::AnyInvocable<void(absl::StatusOr<RegisterResult>)>;

struct StoredRegister {
  std::string content;  // serialized oteu.v1.Register
  bool sealed = false;
  std::string manifest;  // when sealed
  std::string cms;
};

struct StoredRegisterLine {
  std::int32_t number = 0;
  std::string line;        // serialized oteu.v1.RegisterLine
  std::int32_t state = 0;  // oteu.v1.PaymentState
  std::string return_reason;
};

// A place in the list of a district's registers: drafts first, then those sealed, newest first.
struct RegisterPosition {
  std::int64_t sequence = 0;  // of drafts kDraftSequence
  std::string id;
};
inline constexpr std::int64_t kDraftSequence = INT64_C(1) << 62;

struct ListedRegister {
  RegisterPosition position;
  std::string content;
};

}  // namespace oteu::store
