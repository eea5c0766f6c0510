#include "service/audit/check_applications.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/document.pb.h"
#include "service/audit/parse.h"
#include "service/decision/outcome.h"
#include "service/decision/serialize.h"

namespace oteu::audit {
namespace {

using store::sqlite::Blob;
using store::sqlite::Cursor;

constexpr std::size_t kSha256Bytes = 32;

std::string DecisionName(absl::string_view id, std::int32_t version) {
  return absl::StrCat("applications/", id, "/decisions/", version);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ApplicationsCheck>> ApplicationsCheck::Create(
    const store::sqlite::Connection& connection, Findings* findings) {
  std::unique_ptr<ApplicationsCheck> check(new ApplicationsCheck(findings));
  absl::Status status = store::sqlite::PrepareAll(
      connection.get(),
      {{&check->find_decision_,
        "SELECT decision, inputs, document_sha256s, coalesce(audit_seq, 0) FROM decisions"
        " WHERE application_id = ?1 AND version = ?2"},
       {&check->find_document_, "SELECT document FROM documents WHERE sha256 = ?1"},
       {&check->find_snapshot_, "SELECT 1 FROM snapshots WHERE sha256 = ?1"},
       {&check->find_months_,
        "SELECT month FROM claims WHERE child_iin = ?1 AND month > '' AND application_id = ?2"
        " ORDER BY month"},
       {&check->all_decisions_, "SELECT application_id, version FROM decisions"},
       {&check->all_applications_,
        "SELECT id, revision, state, child_iin, applicant_iin, district_kato, application"
        " FROM applications"},
       {&check->count_months_, "SELECT count(*) FROM claims WHERE month > ''"}});
  if (!status.ok()) return status;
  return check;
}

absl::Status ApplicationsCheck::Add(const store::AuditRecord& record) {
  // Of applications alone the subject is a bare id.
  const bool other =
      absl::StrContains(record.application_id, '/') || absl::StartsWith(record.event, store::kAccessPrefix);
  if (other) return absl::OkStatus();
  Seen& seen = seen_[record.application_id];
  seen.seq = record.seq;
  seen.revision = record.revision;
  seen.withdrawn = seen.withdrawn || record.event == "APPLICATION_WITHDRAWN";
  if (record.decision_sha256.empty()) return absl::OkStatus();
  ++decisions_;
  return CheckDecision(record, ++seen.decisions);
}

absl::Status ApplicationsCheck::CheckDecision(const store::AuditRecord& record, std::int32_t version) {
  const std::string name = DecisionName(record.application_id, version);
  Cursor row = find_decision_.Start(absl::string_view(record.application_id), std::int64_t{version});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    findings_.Missing(record.seq, name, "the decision is gone");
    return absl::OkStatus();
  }
  if (store::Sha256RawOf(row.Bytes(0)) != record.decision_sha256) {
    findings_.Changed(record.seq, name, "the decision is not the one that was recorded");
    return absl::OkStatus();
  }
  if (row.Int(3) != record.seq) findings_.Changed(record.seq, name, "its row names another record");
  v1::Decision decision;
  if (!Parse(row.Bytes(0), &decision)) {
    findings_.Changed(record.seq, name, "the decision does not parse");
    return absl::OkStatus();
  }
  if (decision.name() != name) findings_.Changed(record.seq, name, "the row holds another decision");
  if (decision::Sha256Hex(row.Bytes(1)) != decision.inputs_sha256())
    findings_.Changed(record.seq, name, "the inputs are not those that it was made from");
  snapshots_.insert(decision.regulation_sha256());
  snapshots_.insert(decision.trust_snapshot_sha256());
  return CheckDocuments(record, decision, row.Bytes(2));
}

absl::Status ApplicationsCheck::CheckDocuments(const store::AuditRecord& record, const v1::Decision& decision,
                                               absl::string_view sha256s) {
  const std::string& name = decision.name();
  if (sha256s.size() != kSha256Bytes * static_cast<std::size_t>(decision.documents_size())) {
    findings_.Changed(record.seq, name, "its row names more or fewer documents than it was made from");
    return absl::OkStatus();
  }
  for (int i = 0; i < decision.documents_size(); ++i, sha256s.remove_prefix(kSha256Bytes)) {
    const absl::string_view key = sha256s.substr(0, kSha256Bytes);
    const std::string object = absl::StrCat("documents/", absl::BytesToHexString(key));
    Cursor row = find_document_.Start(Blob{key});
    if (!row.Next()) {
      if (!row.status().ok()) return row.status();
      findings_.Missing(record.seq, object, absl::StrCat("document ", i, " of ", name, " is gone"));
      continue;
    }
    v1::Document document;
    if (!Parse(row.Bytes(0), &document) ||
        decision::Sha256Hex(document.signed_data()) != decision.documents(i).sha256())
      findings_.Changed(record.seq, object, absl::StrCat("is not document ", i, " of ", name));
  }
  return absl::OkStatus();
}

absl::Status ApplicationsCheck::Finish(v1::AuditVerification* result) {
  if (absl::Status status = CheckExtraDecisions(); !status.ok()) return status;
  Cursor row = all_applications_.Start();
  while (row.Next()) {
    const std::string id(row.Bytes(0));
    const auto seen = seen_.find(id);
    if (seen == seen_.end()) {
      findings_.Unrecorded(absl::StrCat("applications/", id), "no record speaks of it");
      continue;
    }
    seen->second.has_row = true;
    if (absl::Status status = CheckRow(id, seen->second, row); !status.ok()) return status;
  }
  if (!row.status().ok()) return row.status();
  for (const auto& [id, seen] : seen_) {
    if (!seen.has_row)
      findings_.Missing(seen.seq, absl::StrCat("applications/", id), "the application is gone");
  }
  Cursor months = count_months_.Start();
  const std::int64_t held = months.Next() ? months.Int(0) : 0;
  if (!months.status().ok()) return months.status();
  if (held != months_)
    findings_.Unrecorded("claims", absl::StrCat(held - months_, " months are held that no decision grants"));
  result->set_applications(static_cast<std::int64_t>(seen_.size()));
  result->set_decisions(decisions_);
  return CheckSnapshots();
}

absl::Status ApplicationsCheck::CheckExtraDecisions() {
  Cursor row = all_decisions_.Start();
  while (row.Next()) {
    const std::string id(row.Bytes(0));
    const auto seen = seen_.find(id);
    if (seen != seen_.end() && row.Int(1) <= seen->second.decisions) continue;
    findings_.Unrecorded(DecisionName(id, static_cast<std::int32_t>(row.Int(1))), "no record speaks of it");
  }
  return row.status();
}

absl::Status ApplicationsCheck::CheckRow(const std::string& id, const Seen& seen, const Cursor& row) {
  const std::string name = absl::StrCat("applications/", id);
  const auto changed = [&](absl::string_view what) { findings_.Changed(seen.seq, name, what); };
  v1::Application application;
  if (!Parse(row.Bytes(6), &application)) {
    changed("the application does not parse");
    return absl::OkStatus();
  }
  const v1::ApplicationForm& form = application.form();
  const bool columns = row.Int(1) == application.revision() && row.Int(2) == application.state() &&
                       row.Bytes(3) == absl::string_view(form.child_iin()) &&
                       row.Bytes(4) == absl::string_view(form.applicant_iin()) &&
                       row.Bytes(5) == absl::string_view(form.district_kato());
  if (!columns || application.name() != name) changed("its row is not that of the application it holds");
  if (application.revision() != seen.revision) changed("its revision is not that of its last record");
  const auto latest = ReadLatest(id, seen.decisions);
  if (!latest.ok()) return latest.status();
  if (*latest == nullptr) return absl::OkStatus();  // found already
  const v1::Decision& decision = (*latest)->decision;
  if (application.latest_decision() != decision.name()) changed("it names another decision as its latest");
  if (decision::SerializeDeterministically(form) !=
      decision::SerializeDeterministically((*latest)->inputs.form()))
    changed("its form is not the one that was decided on");
  const v1::ApplicationState state =
      seen.withdrawn ? v1::APPLICATION_STATE_WITHDRAWN : decision::StateOf(decision.outcome());
  if (application.state() != state) changed("its state is not what was decided");
  return CheckMonths(id, form.child_iin(), state == v1::APPLICATION_STATE_GRANTED, **latest);
}

absl::Status ApplicationsCheck::CheckMonths(const std::string& id, const std::string& child_iin, bool granted,
                                            const Latest& latest) {
  std::vector<std::string> held;
  Cursor row = find_months_.Start(absl::string_view(child_iin), absl::string_view(id));
  while (row.Next()) held.emplace_back(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  months_ += static_cast<std::int64_t>(held.size());
  const auto& months = latest.decision.granted_months();
  const std::vector<std::string> decided =
      granted ? std::vector<std::string>(months.begin(), months.end()) : std::vector<std::string>();
  if (held != decided)
    findings_.Changed(0, absl::StrCat("applications/", id),
                      "the months it holds are not those it was granted");
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ApplicationsCheck::Latest>> ApplicationsCheck::ReadLatest(
    const std::string& id, std::int32_t version) {
  Cursor row = find_decision_.Start(absl::string_view(id), std::int64_t{version});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return nullptr;
  }
  auto latest = std::make_unique<Latest>();
  if (!Parse(row.Bytes(0), &latest->decision) || !Parse(row.Bytes(1), &latest->inputs)) return nullptr;
  return latest;
}

absl::Status ApplicationsCheck::CheckSnapshots() {
  for (const std::string& sha256 : snapshots_) {
    if (sha256.empty()) continue;
    Cursor row = find_snapshot_.Start(absl::string_view(sha256));
    const bool found = row.Next();
    if (!row.status().ok()) return row.status();
    if (!found) findings_.Missing(0, absl::StrCat("snapshots/", sha256), "a decision rests on it");
  }
  return absl::OkStatus();
}

}  // namespace oteu::audit
