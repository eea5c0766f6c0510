#include "service/audit/check_registers.h"

#include <google/protobuf/util/json_util.h>

#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/audit/parse.h"
#include "service/decision/serialize.h"
#include "service/payment/register_csv.h"
#include "service/store/register_write.h"

namespace oteu::audit {
namespace {

using store::sqlite::Cursor;
using store::sqlite::Statement;

constexpr char kReadRegisters[] =
    "SELECT id, sequence, content, manifest, manifest_sha256, district_kato, quarter FROM registers";
constexpr char kReadLines[] =
    "SELECT number, application_id, child_iin, line, state FROM register_lines WHERE register_id = ?1"
    " ORDER BY number";

constexpr char kReadMonths[] =
    "SELECT child_iin, month, part, application_id, amount_tiyn, state FROM register_months"
    " WHERE register_id = ?1 AND line_number = ?2 ORDER BY month, part";

v1::RegisterManifest ManifestOf(absl::string_view json) {
  v1::RegisterManifest manifest;
  const bool read = google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, &manifest).ok();
  return read ? manifest : v1::RegisterManifest();
}

// The row of a sealed register against the manifest that was signed.
bool RowFits(const Cursor& row, const v1::RegisterManifest& manifest) {
  v1::Register head;
  return row.Bytes(4) == absl::string_view(store::ToHex(store::Sha256Of(row.Bytes(3)))) &&
         row.Int(1) == manifest.sequence() && row.Bytes(5) == absl::string_view(manifest.district_kato()) &&
         row.Bytes(6) == absl::string_view(manifest.quarter()) && Parse(row.Bytes(2), &head) &&
         decision::SerializeDeterministically(head.manifest()) ==
             decision::SerializeDeterministically(manifest);
}

store::MonthState MonthStateOf(std::int64_t payment_state) {
  switch (payment_state) {
    case v1::PAYMENT_STATE_UNSPECIFIED:
      return store::MonthState::kReserved;
    case v1::PAYMENT_STATE_PAID:
      return store::MonthState::kPaid;
    default:
      return store::MonthState::kSealed;
  }
}

}  // namespace

void RegistersCheck::Add(const store::AuditRecord& record) {
  const std::string& name = record.application_id;
  const Recorded recorded{record.seq, record.decision_sha256};
  if (record.event == "REGISTER_BUILT") built_[name] = recorded;
  if (record.event == "REGISTER_SEALED") sealed_[name] = recorded;
  if (record.event == "PAYMENT_REGISTERED") states_[{name, record.revision}] = v1::PAYMENT_STATE_REGISTERED;
  if (record.event == "PAYMENT_PAID") states_[{name, record.revision}] = v1::PAYMENT_STATE_PAID;
  if (record.event == "PAYMENT_RETURNED") states_[{name, record.revision}] = v1::PAYMENT_STATE_RETURNED;
}

absl::Status RegistersCheck::Finish(const store::sqlite::Connection& connection,
                                    v1::AuditVerification* result) {
  Statement registers;
  absl::Status status = store::sqlite::PrepareAll(
      connection.get(),
      {{&registers, kReadRegisters}, {&read_lines_, kReadLines}, {&read_months_, kReadMonths}});
  if (!status.ok()) return status;
  std::int64_t count = 0;
  Cursor row = registers.Start();
  while (row.Next()) {
    ++count;
    if (status = CheckRegister(row); !status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  // Drafts are replaced; what was sealed stays.
  for (const auto& [name, recorded] : sealed_)
    findings_.Missing(recorded.seq, name, "the sealed register is gone");
  result->set_registers(count);
  return CheckExtraMonths(connection);
}

absl::Status RegistersCheck::CheckRegister(const Cursor& row) {
  const std::string id(row.Bytes(0));
  const std::string name = absl::StrCat("registers/", id);
  const bool is_sealed = !row.IsNull(1);
  auto& all = is_sealed ? sealed_ : built_;
  const auto found = all.find(name);
  if (found == all.end()) {
    findings_.Unrecorded(name, is_sealed ? "no record says that it was sealed" : "no record speaks of it");
    return absl::OkStatus();
  }
  const Recorded recorded = found->second;
  all.erase(found);
  const absl::string_view bytes = row.Bytes(is_sealed ? 3 : 2);
  if (store::Sha256RawOf(bytes) != recorded.digest) {
    findings_.Changed(recorded.seq, name,
                      is_sealed ? "its manifest is not the one that was sealed"
                                : "the draft is not the one that was built");
    return absl::OkStatus();
  }
  if (is_sealed) {
    const v1::RegisterManifest manifest = ManifestOf(bytes);
    if (!RowFits(row, manifest))
      findings_.Changed(recorded.seq, name, "its row is not that of the manifest that was sealed");
    return CheckLines(id, recorded, is_sealed, manifest.lines_sha256());
  }
  v1::Register draft;
  return CheckLines(id, recorded, is_sealed, Parse(bytes, &draft) ? draft.lines_sha256() : "");
}

absl::Status RegistersCheck::CheckLines(const std::string& id, const Recorded& recorded, bool is_sealed,
                                        const std::string& lines_sha256) {
  const std::string name = absl::StrCat("registers/", id);
  payment::CsvDigest digest;
  digest.Add(payment::CsvHeader());
  Cursor row = read_lines_.Start(absl::string_view(id));
  while (row.Next()) {
    v1::RegisterLine line;
    const std::int64_t number = row.Int(0);
    const std::string object = absl::StrCat(name, "/lines/", number);
    const bool fits = Parse(row.Bytes(3), &line) && line.number() == number &&
                      row.Bytes(2) == absl::string_view(line.child_iin()) &&
                      line.application() == absl::StrCat("applications/", std::string(row.Bytes(1)));
    if (!fits) findings_.Changed(recorded.seq, object, "its row is not that of the line");
    digest.Add(payment::CsvLine(line));
    const std::int64_t state = StateOf(name, is_sealed, number);
    if (row.Int(4) != state)
      findings_.Changed(recorded.seq, object, "what became of the payment is not what was recorded");
    if (absl::Status status = CheckMonths(id, recorded, line, state); !status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  if (digest.Finish() != lines_sha256)
    findings_.Changed(recorded.seq, name, "its lines are not those that it was made of");
  return absl::OkStatus();
}

absl::Status RegistersCheck::CheckMonths(const std::string& id, const Recorded& recorded,
                                         const v1::RegisterLine& line, std::int64_t state) {
  std::vector<std::string> named;
  // The months of what came back are free.
  if (state != v1::PAYMENT_STATE_RETURNED) {
    for (const v1::RegisterMonth& month : line.months()) {
      named.push_back(
          absl::StrJoin(std::make_tuple(line.child_iin(), month.month(), month.part(), line.application(),
                                        month.amount_tiyn(), static_cast<int>(MonthStateOf(state))),
                        " "));
    }
  }
  std::vector<std::string> held;
  Cursor row = read_months_.Start(absl::string_view(id), std::int64_t{line.number()});
  while (row.Next()) {
    held.push_back(absl::StrJoin(
        std::make_tuple(row.Bytes(0), row.Bytes(1), row.Int(2),
                        absl::StrCat("applications/", std::string(row.Bytes(3))), row.Int(4), row.Int(5)),
        " "));
  }
  if (!row.status().ok()) return row.status();
  months_ += static_cast<std::int64_t>(held.size());
  if (held != named)
    findings_.Changed(recorded.seq, absl::StrCat("registers/", id, "/lines/", line.number()),
                      "the months that are held for it are not those that it pays");
  return absl::OkStatus();
}

absl::Status RegistersCheck::CheckExtraMonths(const store::sqlite::Connection& connection) {
  auto count = Statement::Prepare(connection.get(), "SELECT count(*) FROM register_months");
  if (!count.ok()) return count.status();
  Cursor row = count->Start();
  const std::int64_t held = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  if (held != months_)
    findings_.Unrecorded("registers",
                         absl::StrCat(held - months_, " months are held that no line of a register pays"));
  return absl::OkStatus();
}

std::int64_t RegistersCheck::StateOf(const std::string& name, bool is_sealed, std::int64_t number) const {
  if (!is_sealed) return v1::PAYMENT_STATE_UNSPECIFIED;
  const auto said = states_.find({name, number});
  return said == states_.end() ? std::int64_t{v1::PAYMENT_STATE_REGISTERED} : said->second;
}

}  // namespace oteu::audit
