#include "service/audit/check_overpayments.h"

#include "absl/strings/str_cat.h"
#include "oteu/v1/payment.pb.h"
#include "service/store/sqlite/statement.h"

namespace oteu::audit {
namespace {

using store::sqlite::Cursor;
using store::sqlite::Statement;

}  // namespace

void OverpaymentsCheck::Add(const store::AuditRecord& record) {
  if (record.event == "OVERPAYMENT_DECIDED")
    decided_[{record.application_id, record.revision}] = {record.seq, record.decision_sha256};
}

absl::Status OverpaymentsCheck::Finish(const store::sqlite::Connection& connection) {
  auto statement = Statement::Prepare(
      connection.get(),
      "SELECT application_id, decision_version, state, content FROM overpayments WHERE state <> 1");
  if (!statement.ok()) return statement.status();
  Cursor row = statement->Start();
  while (row.Next()) {
    const std::string id(row.Bytes(0));
    const std::string name = absl::StrCat("applications/", id, "/overpayments/", row.Int(1));
    const auto found = decided_.find({absl::StrCat("overpayments/", id), row.Int(1)});
    if (found == decided_.end()) {
      findings_.Unrecorded(name, "no record says that it was decided");
      continue;
    }
    const absl::string_view content = row.Bytes(3);
    v1::Overpayment overpayment;
    if (store::Sha256RawOf(content) != found->second.digest ||
        !overpayment.ParseFromArray(content.data(), static_cast<int>(content.size())) ||
        overpayment.state() != row.Int(2))
      findings_.Changed(found->second.seq, name, "it is not what was decided");
    decided_.erase(found);
  }
  if (!row.status().ok()) return row.status();
  // Proposals go with the decision that makes them; what was decided stays.
  for (const auto& [key, recorded] : decided_)
    findings_.Missing(recorded.seq, absl::StrCat(key.first, "/", key.second), "the decision on it is gone");
  return absl::OkStatus();
}

}  // namespace oteu::audit
