#include "service/audit/check_facts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/store/fact_digest.h"
#include "service/store/sqlite/statement.h"

namespace oteu::audit {
namespace {

using store::sqlite::Cursor;
using store::sqlite::Statement;

constexpr char kFactsEventOfBefore[] = "FACTS_RECORDED";
constexpr char kReadAll[] =
    "SELECT source, fact_id, revision, child_iin, kind, subject, value, school_bin, charge_from, retracted,"
    " recorded_at_us, fact, audit_seq FROM facts";
constexpr int kAuditSeq = 12;

store::FactRow RowOf(const Cursor& row) {
  return {row.Bytes(0), row.Bytes(1), row.Int(2),   row.Bytes(3), row.Int(4),  row.Bytes(5),
          row.Bytes(6), row.Bytes(7), row.Bytes(8), row.Int(9),   row.Int(10), row.Bytes(11)};
}

}  // namespace

void FactsCheck::Add(const store::AuditRecord& record) {
  if (record.event == kFactsEventOfBefore) unlinked_ += record.revision;
  if (record.event == store::kFactsEvent)
    batches_[record.seq] = {record.application_id, record.revision, record.decision_sha256};
}

absl::Status FactsCheck::Finish(const store::sqlite::Connection& connection, v1::AuditVerification* result) {
  auto statement = Statement::Prepare(connection.get(), kReadAll);
  if (!statement.ok()) return statement.status();
  std::map<std::int64_t, std::vector<store::Sha256Bytes>> facts;  // by record
  std::int64_t count = 0;
  std::int64_t unlinked = 0;
  Cursor row = statement->Start();
  while (row.Next()) {
    ++count;
    if (row.IsNull(kAuditSeq)) {
      ++unlinked;
    } else {
      facts[row.Int(kAuditSeq)].push_back(store::DigestOfFact(RowOf(row)));
    }
  }
  if (!row.status().ok()) return row.status();
  for (const auto& [seq, batch] : batches_) {
    auto found = facts.extract(seq);
    const auto size = found.empty() ? 0 : static_cast<std::int64_t>(found.mapped().size());
    if (size != batch.count) {
      findings_.Add(
          size < batch.count ? v1::AUDIT_DEFECT_CONTENT_MISSING : v1::AUDIT_DEFECT_CONTENT_UNRECORDED, seq,
          batch.subject, absl::StrCat(batch.count, " facts were recorded, ", size, " are there"));
    } else if (store::DigestOfBatch(std::move(found.mapped())) != batch.digest) {
      findings_.Changed(seq, batch.subject, "a fact of the batch is not the one that was recorded");
    }
  }
  for (const auto& [seq, more] : facts)
    findings_.Unrecorded("facts",
                         absl::StrCat(more.size(), " facts name record ", seq, ", which states none"));
  if (unlinked != unlinked_) {
    findings_.Unrecorded("facts", absl::StrCat(unlinked,
                                               " facts name no record; of those recorded before there"
                                               " should be ",
                                               unlinked_));
  }
  result->set_facts(count);
  result->set_facts_unlinked(unlinked);
  return absl::OkStatus();
}

}  // namespace oteu::audit
