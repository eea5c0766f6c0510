#include "service/store/sqlite/read_queries.h"

#include <algorithm>
#include <utility>

#include "service/errors/error.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kFindRequest[] =
    "SELECT r.request_sha256, r.response_head, d.decision FROM requests r LEFT JOIN decisions d"
    " ON d.application_id = r.decision_application_id AND d.version = r.decision_version WHERE r.request_key "
    "= ?1";
constexpr char kGetApplication[] = "SELECT application FROM applications WHERE id = ?1";
constexpr char kGetDocument[] = "SELECT document FROM documents WHERE sha256 = ?1";
constexpr char kGetSnapshot[] = "SELECT bytes FROM snapshots WHERE sha256 = ?1";
constexpr char kHasSnapshot[] = "SELECT 1 FROM snapshots WHERE sha256 = ?1";
// One statement, so that version, grants and months are of one moment.
constexpr char kGetClaims[] =
    "SELECT v.version, a.id, a.grant_applicant_iin, a.grant_district_kato, a.grant_regulation_id, "
    "a.grant_applied_on,"
    " m.month FROM claims v"
    " LEFT JOIN applications a INDEXED BY applications_by_child"
    " ON a.child_iin = v.child_iin AND a.grant_regulation_id IS NOT NULL"
    " LEFT JOIN claims m ON m.child_iin = v.child_iin AND m.month > '' AND m.application_id = a.id"
    " WHERE v.child_iin = ?1 AND v.month = '' ORDER BY a.id, m.month";
constexpr char kListForRetry[] =
    "SELECT id FROM applications INDEXED BY applications_for_retry"
    " WHERE state = 3 AND changed_at_us < ?1 ORDER BY changed_at_us, id LIMIT ?2";
static_assert(oteu::v1::APPLICATION_STATE_UNDER_REVIEW == 3, "the index and the query above say 3");

constexpr int kRetryMax = 10000;

// NOT_FOUND, or what went wrong.
absl::Status Absent(const Cursor& row, absl::string_view what) {
  if (!row.status().ok()) return row.status();
  return MakeError(ErrorReason::kNotFound, what);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReadQueries>> ReadQueries::Create(Connection connection) {
  std::unique_ptr<ReadQueries> queries(new ReadQueries(std::move(connection)));
  sqlite3* db = queries->connection_.get();
  absl::Status status = PrepareAll(db, {{&queries->find_request_, kFindRequest},
                                        {&queries->get_application_, kGetApplication},
                                        {&queries->get_document_, kGetDocument},
                                        {&queries->get_snapshot_, kGetSnapshot},
                                        {&queries->has_snapshot_, kHasSnapshot},
                                        {&queries->get_claims_, kGetClaims},
                                        {&queries->list_for_retry_, kListForRetry}});
  if (status.ok()) status = queries->lister_.Prepare(db);
  if (status.ok()) status = queries->facts_.Prepare(db);
  if (status.ok()) status = queries->judge_.Prepare(db);
  if (status.ok()) status = queries->feed_.Prepare(db);
  if (status.ok()) status = queries->registers_.Prepare(db);
  if (status.ok()) status = queries->audit_.Prepare(db);
  if (status.ok()) status = queries->notices_.Prepare(db);
  if (!status.ok()) return status;
  return queries;
}

absl::StatusOr<StoredRequest> ReadQueries::FindRequest(absl::string_view request_key) {
  Cursor row = find_request_.Start(request_key);
  if (!row.Next()) return Absent(row, "no such request");
  StoredRequest request{std::string(row.Bytes(0)), std::string(row.Bytes(1))};
  const absl::string_view tail = row.Bytes(2);
  request.response.append(tail.data(), tail.size());
  return request;
}

absl::StatusOr<oteu::v1::Application> ReadQueries::GetApplication(absl::string_view application_id) {
  Cursor row = get_application_.Start(application_id);
  if (!row.Next()) return Absent(row, "no such application");
  oteu::v1::Application application;
  const absl::string_view bytes = row.Bytes(0);
  if (!application.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("store: an application does not parse");
  }
  return application;
}

absl::StatusOr<StoredDecision> ReadQueries::GetDecision(absl::string_view application_id,
                                                        std::int32_t version) {
  return facts_.GetDecision(application_id, version);
}

absl::StatusOr<oteu::v1::Document> ReadQueries::GetDocument(absl::string_view sha256) {
  Cursor row = get_document_.Start(Blob{sha256});
  if (!row.Next()) return Absent(row, "no such document");
  const absl::string_view bytes = row.Bytes(0);
  // Evidence is checked when it is read: a disk that changed a byte must not change a decision.
  const auto digest =
      verification::openssl::Sha256({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  if (absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()) != sha256) {
    return absl::DataLossError("store: a document's bytes are not those of its digest");
  }
  oteu::v1::Document document;
  if (!document.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("store: a document does not parse");
  }
  return document;
}

absl::StatusOr<std::string> ReadQueries::GetSnapshot(absl::string_view sha256_hex) {
  Cursor row = get_snapshot_.Start(sha256_hex);
  if (!row.Next()) return Absent(row, "no such snapshot");
  return std::string(row.Bytes(0));
}

absl::StatusOr<bool> ReadQueries::HasSnapshot(absl::string_view sha256_hex) {
  Cursor row = has_snapshot_.Start(sha256_hex);
  const bool found = row.Next();
  if (!row.status().ok()) return row.status();
  return found;
}

absl::StatusOr<ApplicationPage> ReadQueries::ListApplications(const ApplicationFilter& filter,
                                                              absl::string_view before_id, int limit) {
  return lister_.List(filter, before_id, limit);
}

absl::StatusOr<ChildClaims> ReadQueries::GetClaims(absl::string_view child_iin) {
  ChildClaims claims;
  Cursor row = get_claims_.Start(child_iin);
  while (row.Next()) {
    claims.version = row.Int(0);
    if (row.IsNull(1)) continue;  // claims that were all revoked
    const absl::string_view application = row.Bytes(1);
    if (claims.grants.empty() || absl::string_view(claims.grants.back().application_id) != application) {
      Grant grant;
      grant.application_id = std::string(application);
      grant.applicant_iin = std::string(row.Bytes(2));
      grant.district_kato = std::string(row.Bytes(3));
      grant.regulation_id = std::string(row.Bytes(4));
      grant.applied_on = std::string(row.Bytes(5));
      claims.grants.push_back(std::move(grant));
    }
    if (!row.IsNull(6)) claims.grants.back().months.emplace_back(row.Bytes(6));
  }
  if (!row.status().ok()) return row.status();
  return claims;
}

absl::StatusOr<std::vector<std::string>> ReadQueries::ListForRetry(absl::Time before, int limit) {
  std::vector<std::string> ids;
  Cursor row =
      list_for_retry_.Start(absl::ToUnixMicros(before), std::int64_t{std::clamp(limit, 0, kRetryMax)});
  while (row.Next()) ids.emplace_back(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  return ids;
}

}  // namespace oteu::store::sqlite
