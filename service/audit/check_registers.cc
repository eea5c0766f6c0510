#include "service/audit/check_registers.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "oteu/v1/payment.pb.h"
#include "service/audit/parse.h"
#include "service/payment/register_csv.h"

namespace oteu::audit {
namespace {

using store::sqlite::Cursor;
using store::sqlite::Statement;

constexpr char kReadRegisters[] = "SELECT id, sequence, content, manifest, manifest_sha256 FROM registers";
constexpr char kReadLines[] =
    "SELECT number, application_id, child_iin, line, state FROM register_lines WHERE register_id = ?1"
    " ORDER BY number";

// What the lines must add up to, as the bytes say whose digest was recorded. Empty: they do not say.
std::string LinesDigestOf(absl::string_view bytes, bool is_sealed) {
  v1::RegisterManifest manifest;
  v1::Register draft;
  if (!is_sealed) return Parse(bytes, &draft) ? draft.lines_sha256() : "";
  const bool read = google::protobuf::util::JsonStringToMessage({bytes.data(), bytes.size()}, &manifest).ok();
  return read ? manifest.lines_sha256() : "";
}

}  // namespace

void RegistersCheck::Add(const store::AuditRecord& record) {
  const std::string& name = record.application_id;
  if (record.event == "REGISTER_BUILT") built_[name] = {record.seq, record.decision_sha256};
  if (record.event == "REGISTER_SEALED") sealed_[name] = {record.seq, record.decision_sha256};
  if (record.event == "PAYMENT_REGISTERED") states_[{name, record.revision}] = v1::PAYMENT_STATE_REGISTERED;
  if (record.event == "PAYMENT_PAID") states_[{name, record.revision}] = v1::PAYMENT_STATE_PAID;
  if (record.event == "PAYMENT_RETURNED") states_[{name, record.revision}] = v1::PAYMENT_STATE_RETURNED;
}

absl::Status RegistersCheck::Finish(const store::sqlite::Connection& connection,
                                    v1::AuditVerification* result) {
  auto statement = Statement::Prepare(connection.get(), kReadRegisters);
  if (!statement.ok()) return statement.status();
  auto lines = Statement::Prepare(connection.get(), kReadLines);
  if (!lines.ok()) return lines.status();
  std::int64_t count = 0;
  Cursor row = statement->Start();
  while (row.Next()) {
    ++count;
    const std::string id(row.Bytes(0));
    const std::string name = absl::StrCat("registers/", id);
    const bool is_sealed = !row.IsNull(1);
    auto& all = is_sealed ? sealed_ : built_;
    const auto found = all.find(name);
    if (found == all.end()) {
      findings_.Unrecorded(name, is_sealed ? "no record says that it was sealed" : "no record speaks of it");
      continue;
    }
    const Recorded recorded = found->second;
    all.erase(found);
    const absl::string_view bytes = row.Bytes(is_sealed ? 3 : 2);
    if (is_sealed && row.Bytes(4) != absl::string_view(store::ToHex(store::Sha256Of(bytes))))
      findings_.Changed(recorded.seq, name, "its row names another manifest");
    if (store::Sha256RawOf(bytes) != recorded.digest) {
      findings_.Changed(recorded.seq, name,
                        is_sealed ? "its manifest is not the one that was sealed"
                                  : "the draft is not the one that was built");
      continue;
    }
    absl::Status status = CheckLines(*lines, id, recorded, is_sealed, LinesDigestOf(bytes, is_sealed));
    if (!status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  // Drafts are replaced; what was sealed stays.
  for (const auto& [name, recorded] : sealed_)
    findings_.Missing(recorded.seq, name, "the sealed register is gone");
  result->set_registers(count);
  return absl::OkStatus();
}

absl::Status RegistersCheck::CheckLines(Statement& read, const std::string& id, const Recorded& recorded,
                                        bool is_sealed, const std::string& lines_sha256) {
  const std::string name = absl::StrCat("registers/", id);
  payment::CsvDigest digest;
  digest.Add(payment::CsvHeader());
  Cursor row = read.Start(absl::string_view(id));
  while (row.Next()) {
    v1::RegisterLine line;
    const std::int64_t number = row.Int(0);
    const bool fits = Parse(row.Bytes(3), &line) && line.number() == number &&
                      row.Bytes(2) == absl::string_view(line.child_iin()) &&
                      line.application() == absl::StrCat("applications/", std::string(row.Bytes(1)));
    if (!fits)
      findings_.Changed(recorded.seq, absl::StrCat(name, "/lines/", number),
                        "its row is not that of the line");
    digest.Add(payment::CsvLine(line));
    CheckState(name, recorded, is_sealed, number, row.Int(4));
  }
  if (!row.status().ok()) return row.status();
  if (digest.Finish() != lines_sha256)
    findings_.Changed(recorded.seq, name, "its lines are not those that it was made of");
  return absl::OkStatus();
}

void RegistersCheck::CheckState(const std::string& name, const Recorded& recorded, bool is_sealed,
                                std::int64_t number, std::int64_t state) {
  const auto said = states_.find({name, number});
  const std::int64_t expected =
      is_sealed ? (said == states_.end() ? std::int64_t{v1::PAYMENT_STATE_REGISTERED} : said->second)
                : std::int64_t{v1::PAYMENT_STATE_UNSPECIFIED};
  if (state != expected) {
    findings_.Changed(recorded.seq, absl::StrCat(name, "/lines/", number),
                      "what became of the payment is not what was recorded");
  }
}

}  // namespace oteu::audit
