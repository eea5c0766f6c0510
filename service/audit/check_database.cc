#include "service/audit/check_database.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/audit/check_applications.h"
#include "service/audit/check_facts.h"
#include "service/audit/check_overpayments.h"
#include "service/audit/check_registers.h"
#include "service/audit/findings.h"
#include "service/audit/record_proto.h"
#include "service/store/sqlite/migrate.h"
#include "service/store/sqlite/walk_audit.h"

namespace oteu::audit {
namespace {

using store::sqlite::Connection;
using store::sqlite::Cursor;
using store::sqlite::Statement;

absl::StatusOr<Connection> Open(const std::string& path) {
  std::error_code error;
  const auto absolute = std::filesystem::canonical(path, error);
  if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
  auto connection = Connection::Open({.path = absolute.string(), .access = store::sqlite::Access::kInspect});
  if (!connection.ok()) return connection.status();
  // One moment for everything that is read.
  if (absl::Status status = connection->Execute("BEGIN"); !status.ok()) return status;
  if (absl::Status status = store::sqlite::CheckSchema(*connection); !status.ok()) return status;
  return connection;
}

// Rows that are found by the digest of their own bytes.
absl::Status CheckByDigest(const Connection& connection, const char* sql, absl::string_view folder,
                           bool key_is_hex, Findings& findings, std::int64_t* count) {
  auto statement = Statement::Prepare(connection.get(), sql);
  if (!statement.ok()) return statement.status();
  Cursor row = statement->Start();
  while (row.Next()) {
    ++*count;
    const absl::string_view key = row.Bytes(0);
    const std::string name = key_is_hex ? std::string(key) : absl::BytesToHexString(key);
    if (store::ToHex(store::Sha256Of(row.Bytes(1))) != name)
      findings.Changed(0, absl::StrCat(folder, "/", name), "its bytes are not those of its digest");
  }
  return row.status();
}

}  // namespace

absl::StatusOr<v1::AuditVerification> CheckDatabase(const std::string& path, const store::NotedHead& noted) {
  auto connection = Open(path);
  if (!connection.ok()) return connection.status();
  v1::AuditVerification result;
  Findings findings(&result);
  auto applications = ApplicationsCheck::Create(*connection, &findings);
  if (!applications.ok()) return applications.status();
  FactsCheck facts(&findings);
  RegistersCheck registers(&findings);
  OverpaymentsCheck overpayments(&findings);
  const auto chain = store::sqlite::WalkChain(*connection, noted, [&](const store::AuditRecord& record) {
    facts.Add(record);
    registers.Add(record);
    overpayments.Add(record);
    return (*applications)->Add(record);
  });
  if (!chain.ok()) return chain.status();
  *result.mutable_head() = MakeHead(chain->records, chain->head, chain->last_at_us);
  if (chain->records > 0) SetMicros(chain->first_at_us, result.mutable_first_at());
  if (chain->broken.has_value()) findings.Add(*chain->broken);
  // With records that do not hold, nothing can be said about what they speak of.
  const bool whole = !chain->broken.has_value() || chain->broken->defect == store::ChainDefect::kTooFew ||
                     chain->broken->defect == store::ChainDefect::kHeadNotFound;
  if (whole) {
    result.set_content_checked(true);
    std::int64_t documents = 0;
    std::int64_t snapshots = 0;
    for (const absl::Status& status :
         {(*applications)->Finish(&result), facts.Finish(*connection, &result),
          registers.Finish(*connection, &result), overpayments.Finish(*connection),
          CheckByDigest(*connection, "SELECT sha256, document FROM documents", "documents", false, findings,
                        &documents),
          CheckByDigest(*connection, "SELECT sha256, bytes FROM snapshots", "snapshots", true, findings,
                        &snapshots)}) {
      if (!status.ok()) return status;
    }
    result.set_documents(documents);
    result.set_snapshots(snapshots);
  }
  result.set_good(result.findings().empty());
  return result;
}

}  // namespace oteu::audit
