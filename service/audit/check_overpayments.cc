#include "service/audit/check_overpayments.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/audit/parse.h"
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

absl::Status OverpaymentsCheck::ReadParts(const store::sqlite::Connection& connection) {
  auto statement = Statement::Prepare(
      connection.get(),
      "SELECT application_id, decision_version, child_iin, month, amount_tiyn FROM overpayment_parts");
  if (!statement.ok()) return statement.status();
  Cursor row = statement->Start();
  while (row.Next()) {
    parts_[{std::string(row.Bytes(0)), row.Int(1)}].push_back(
        {std::string(row.Bytes(2)), std::string(row.Bytes(3)), row.Int(4)});
  }
  return row.status();
}

// Each line's amount lies in its months, and nowhere else.
bool OverpaymentsCheck::PartsFit(const v1::Overpayment& overpayment, const std::vector<Part>& parts) {
  std::size_t placed = 0;
  for (const v1::AdjustmentLine& line : overpayment.adjustment().lines()) {
    std::int64_t sum = 0;
    for (const Part& part : parts) {
      const auto& months = line.months();
      if (part.child_iin != overpayment.child_iin() ||
          std::find(months.begin(), months.end(), part.month) == months.end())
        continue;
      ++placed;
      sum += part.amount_tiyn;
    }
    if (sum != line.amount_tiyn()) return false;
  }
  return placed == parts.size();
}

absl::Status OverpaymentsCheck::Finish(const store::sqlite::Connection& connection) {
  if (absl::Status status = ReadParts(connection); !status.ok()) return status;
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
    if (store::Sha256RawOf(content) != found->second.digest || !Parse(content, &overpayment) ||
        overpayment.state() != row.Int(2)) {
      findings_.Changed(found->second.seq, name, "it is not what was decided");
    } else if (!PartsFit(overpayment, parts_[{id, row.Int(1)}])) {
      findings_.Changed(found->second.seq, name, "what is counted as decided on is not what was decided");
    }
    parts_.erase({id, row.Int(1)});
    decided_.erase(found);
  }
  if (!row.status().ok()) return row.status();
  // Proposals go with the decision that makes them; what was decided stays.
  for (const auto& [key, recorded] : decided_)
    findings_.Missing(recorded.seq, absl::StrCat(key.first, "/", key.second), "the decision on it is gone");
  for (const auto& [key, parts] : parts_) {
    findings_.Unrecorded(absl::StrCat("applications/", key.first, "/overpayments/", key.second),
                         "is counted as decided on, and no record says so");
  }
  return absl::OkStatus();
}

}  // namespace oteu::audit
