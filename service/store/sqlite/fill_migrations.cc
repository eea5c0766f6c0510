#include "service/store/sqlite/fill_migrations.h"

#include <map>
#include <string>

#include "oteu/v1/decision.pb.h"
#include "service/store/sqlite/statement.h"

namespace oteu::store::sqlite {
namespace {

constexpr int kFacts = 2;
constexpr int kAuditLinks = 5;

absl::Status InsertPupils(const oteu::v1::Decision& decision, Statement& insert) {
  for (const oteu::v1::DocumentResult& document : decision.documents()) {
    if (!document.accepted() || !document.has_school_certificate()) continue;
    const oteu::v1::SchoolCertificate& certificate = document.school_certificate();
    absl::Status status =
        insert.Run(absl::string_view(certificate.school_bin()), absl::string_view(certificate.child_iin()));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

Fill FillOf(int version) {
  if (version == kFacts) return FillPupils;
  return version == kAuditLinks ? FillAuditLinks : nullptr;
}

absl::Status FillPupils(const Connection& connection) {
  auto read = Statement::Prepare(connection.get(), "SELECT decision FROM decisions ORDER BY seq");
  if (!read.ok()) return read.status();
  auto insert = Statement::Prepare(connection.get(),
                                   "INSERT INTO pupils (school_bin, child_iin) VALUES (?1, ?2)"
                                   " ON CONFLICT DO NOTHING");
  if (!insert.ok()) return insert.status();
  oteu::v1::Decision decision;
  Cursor row = read->Start();
  while (row.Next()) {
    const absl::string_view bytes = row.Bytes(0);
    if (!decision.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      return absl::DataLossError("store: a decision does not parse");
    if (absl::Status status = InsertPupils(decision, *insert); !status.ok()) return status;
  }
  return row.status();
}

absl::Status FillAuditLinks(const Connection& connection) {
  // Records of applications alone have an id without a slash.
  auto read = Statement::Prepare(connection.get(),
                                 "SELECT seq, application_id FROM audit WHERE length(decision_sha256) > 0"
                                 " AND instr(application_id, '/') = 0 ORDER BY seq");
  if (!read.ok()) return read.status();
  auto link = Statement::Prepare(
      connection.get(), "UPDATE decisions SET audit_seq = ?3 WHERE application_id = ?1 AND version = ?2");
  if (!link.ok()) return link.status();
  std::map<std::string, std::int64_t> versions;
  Cursor row = read->Start();
  while (row.Next()) {
    const std::string id(row.Bytes(1));
    absl::Status status = link->Run(absl::string_view(id), ++versions[id], row.Int(0));
    if (!status.ok()) return status;
  }
  return row.status();
}

}  // namespace oteu::store::sqlite
