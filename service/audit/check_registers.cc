#include "service/audit/check_registers.h"

#include "absl/strings/str_cat.h"
#include "service/store/sqlite/statement.h"

namespace oteu::audit {
namespace {

using store::sqlite::Cursor;
using store::sqlite::Statement;

}  // namespace

void RegistersCheck::Add(const store::AuditRecord& record) {
  if (record.event == "REGISTER_BUILT") built_[record.application_id] = {record.seq, record.decision_sha256};
  if (record.event == "REGISTER_SEALED")
    sealed_[record.application_id] = {record.seq, record.decision_sha256};
}

absl::Status RegistersCheck::Finish(const store::sqlite::Connection& connection,
                                    v1::AuditVerification* result) {
  auto statement = Statement::Prepare(
      connection.get(), "SELECT id, sequence, content, manifest, manifest_sha256 FROM registers");
  if (!statement.ok()) return statement.status();
  std::int64_t count = 0;
  Cursor row = statement->Start();
  while (row.Next()) {
    ++count;
    const std::string name = absl::StrCat("registers/", std::string(row.Bytes(0)));
    const bool is_sealed = !row.IsNull(1);
    auto& recorded = is_sealed ? sealed_ : built_;
    const auto found = recorded.find(name);
    if (found == recorded.end()) {
      findings_.Unrecorded(name, is_sealed ? "no record says that it was sealed" : "no record speaks of it");
      continue;
    }
    const absl::string_view bytes = row.Bytes(is_sealed ? 3 : 2);
    if (store::Sha256RawOf(bytes) != found->second.digest)
      findings_.Changed(found->second.seq, name,
                        is_sealed ? "its manifest is not the one that was sealed"
                                  : "the draft is not the one that was built");
    if (is_sealed && row.Bytes(4) != absl::string_view(store::ToHex(store::Sha256Of(bytes))))
      findings_.Changed(found->second.seq, name, "its row names another manifest");
    recorded.erase(found);
  }
  if (!row.status().ok()) return row.status();
  // Drafts are replaced; what was sealed stays.
  for (const auto& [name, recorded] : sealed_)
    findings_.Missing(recorded.seq, name, "the sealed register is gone");
  result->set_registers(count);
  return absl::OkStatus();
}

}  // namespace oteu::audit
