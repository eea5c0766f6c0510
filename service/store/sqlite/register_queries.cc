#include "service/store/sqlite/register_queries.h"

#include <algorithm>

#include "service/errors/error.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kGet[] = "SELECT content, manifest, cms FROM registers WHERE id = ?1";
constexpr char kLines[] =
    "SELECT number, line, state, return_reason FROM register_lines WHERE register_id = ?1 AND number > ?2"
    " ORDER BY number LIMIT ?3";
constexpr char kNotes[] =
    "SELECT note FROM register_notes WHERE register_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
// ?2 and ?3 the place before: coalesce gives drafts kDraftSequence.
constexpr char kList[] =
    "SELECT coalesce(sequence, 4611686018427387904), id, content FROM registers WHERE district_kato = ?1"
    " AND (coalesce(sequence, 4611686018427387904), id) < (?2, ?3) ORDER BY 1 DESC, 2 DESC LIMIT ?4";
static_assert(kDraftSequence == 4611686018427387904, "the query above says it");
constexpr char kHead[] =
    "SELECT sequence, manifest_sha256 FROM registers WHERE district_kato = ?1 AND sequence IS NOT NULL"
    " ORDER BY sequence DESC LIMIT 1";
constexpr char kMonths[] =
    "SELECT m.month, m.part, m.amount_tiyn, m.application_id, m.register_id, m.state,"
    " (SELECT coalesce(sum(o.amount_tiyn), 0) FROM overpayment_parts o WHERE o.child_iin = m.child_iin"
    " AND o.month = m.month AND o.part = m.part AND o.register_id = m.register_id)"
    " FROM register_months m WHERE m.child_iin = ?1 ORDER BY m.month, m.part";
constexpr char kReturns[] = "SELECT DISTINCT month FROM register_returns WHERE child_iin = ?1 ORDER BY month";
constexpr char kOverpayment[] =
    "SELECT content FROM overpayments WHERE application_id = ?1 AND decision_version = ?2";
// ?2 the state or 0, ?3 and ?4 the place before.
constexpr char kOverpayments[] =
    "SELECT application_id, decision_version, content FROM overpayments INDEXED BY overpayments_by_district"
    " WHERE district_kato = ?1 AND (?2 = 0 OR state = ?2)"
    " AND (?3 = '' OR (application_id, decision_version) < (?3, ?4))"
    " ORDER BY application_id DESC, decision_version DESC LIMIT ?5";

constexpr int kListMax = 1000;

std::int64_t Limit(int limit) { return std::clamp(limit, 1, kListMax); }

}  // namespace

absl::Status RegisterQueries::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&get_, kGet},
                         {&lines_, kLines},
                         {&notes_, kNotes},
                         {&list_, kList},
                         {&head_, kHead},
                         {&months_, kMonths},
                         {&returns_, kReturns},
                         {&overpayment_, kOverpayment},
                         {&overpayments_, kOverpayments}});
}

absl::StatusOr<StoredRegister> RegisterQueries::GetRegister(absl::string_view id) {
  Cursor row = get_.Start(id);
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return MakeError(ErrorReason::kNotFound, "no such register");
  }
  StoredRegister stored;
  stored.content = std::string(row.Bytes(0));
  stored.sealed = !row.IsNull(1);
  if (stored.sealed) {
    stored.manifest = std::string(row.Bytes(1));
    stored.cms = std::string(row.Bytes(2));
  }
  return stored;
}

absl::StatusOr<std::vector<StoredRegisterLine>> RegisterQueries::ListRegisterLines(absl::string_view id,
                                                                                   std::int32_t after,
                                                                                   int limit) {
  std::vector<StoredRegisterLine> lines;
  Cursor row = lines_.Start(id, std::int64_t{after}, Limit(limit));
  while (row.Next()) {
    lines.push_back({static_cast<std::int32_t>(row.Int(0)), std::string(row.Bytes(1)),
                     static_cast<std::int32_t>(row.Int(2)), std::string(row.Bytes(3))});
  }
  if (!row.status().ok()) return row.status();
  return lines;
}

absl::StatusOr<std::vector<std::string>> RegisterQueries::ListRegisterNotes(absl::string_view id,
                                                                            std::int32_t after, int limit) {
  std::vector<std::string> notes;
  Cursor row = notes_.Start(id, std::int64_t{after}, Limit(limit));
  while (row.Next()) notes.emplace_back(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  return notes;
}

absl::StatusOr<std::vector<ListedRegister>> RegisterQueries::ListRegisters(absl::string_view district_kato,
                                                                           const RegisterPosition& before,
                                                                           int limit) {
  std::vector<ListedRegister> registers;
  Cursor row = list_.Start(district_kato, before.sequence, absl::string_view(before.id), Limit(limit));
  while (row.Next())
    registers.push_back({{row.Int(0), std::string(row.Bytes(1))}, std::string(row.Bytes(2))});
  if (!row.status().ok()) return row.status();
  return registers;
}

absl::StatusOr<RegisterChainHead> RegisterQueries::GetChainHead(absl::string_view district_kato) {
  RegisterChainHead head;
  Cursor row = head_.Start(district_kato);
  if (row.Next()) head = {row.Int(0), std::string(row.Bytes(1))};
  if (!row.status().ok()) return row.status();
  return head;
}

absl::StatusOr<ChildPayments> RegisterQueries::GetPayments(absl::string_view child_iin) {
  ChildPayments payments;
  Cursor month = months_.Start(child_iin);
  while (month.Next()) {
    payments.months.push_back({std::string(month.Bytes(0)), static_cast<std::int32_t>(month.Int(1)),
                               month.Int(2), std::string(month.Bytes(3)), std::string(month.Bytes(4)),
                               static_cast<MonthState>(month.Int(5)), month.Int(6)});
  }
  if (!month.status().ok()) return month.status();
  Cursor returned = returns_.Start(child_iin);
  while (returned.Next()) payments.returned_months.emplace_back(returned.Bytes(0));
  if (!returned.status().ok()) return returned.status();
  return payments;
}

absl::StatusOr<std::string> RegisterQueries::GetOverpayment(absl::string_view application_id,
                                                            std::int32_t decision_version) {
  Cursor row = overpayment_.Start(application_id, std::int64_t{decision_version});
  if (row.Next()) return std::string(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  return MakeError(ErrorReason::kNotFound, "no such overpayment");
}

absl::StatusOr<std::vector<ListedOverpayment>> RegisterQueries::ListOverpayments(
    absl::string_view district_kato, std::int32_t state, const OverpaymentPosition& before, int limit) {
  std::vector<ListedOverpayment> listed;
  Cursor row =
      overpayments_.Start(district_kato, std::int64_t{state}, absl::string_view(before.application_id),
                          std::int64_t{before.decision_version}, Limit(limit));
  while (row.Next()) {
    listed.push_back(
        {{std::string(row.Bytes(0)), static_cast<std::int32_t>(row.Int(1))}, std::string(row.Bytes(2))});
  }
  if (!row.status().ok()) return row.status();
  return listed;
}

}  // namespace oteu::store::sqlite
