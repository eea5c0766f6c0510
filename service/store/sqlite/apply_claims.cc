#include "service/store/sqlite/apply_claims.h"

#include <algorithm>
#include <string>

namespace oteu::store::sqlite {
namespace {

constexpr char kFindVersion[] = "SELECT version FROM claims WHERE child_iin = ?1 AND month = ''";
constexpr char kFindMonths[] =
    "SELECT month FROM claims WHERE child_iin = ?1 AND month > '' AND application_id <> ?2";
constexpr char kBumpVersion[] =
    "INSERT INTO claims (child_iin, month, version) VALUES (?1, '', 1)"
    " ON CONFLICT (child_iin, month) DO UPDATE SET version = version + 1";
constexpr char kInsertMonth[] = "INSERT INTO claims (child_iin, month, application_id) VALUES (?1, ?2, ?3)";
constexpr char kDeleteMonths[] = "DELETE FROM claims WHERE child_iin = ?1 AND application_id = ?2";

}  // namespace

absl::Status ClaimsApplier::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&find_version_, kFindVersion},
                         {&find_months_, kFindMonths},
                         {&bump_version_, kBumpVersion},
                         {&insert_month_, kInsertMonth},
                         {&delete_months_, kDeleteMonths}});
}

absl::StatusOr<bool> ClaimsApplier::Matches(const PreparedChange& prepared) {
  auto version_matches = VersionMatches(prepared);
  if (!version_matches.ok() || !*version_matches) return version_matches;
  return MonthsAreFree(prepared);
}

absl::StatusOr<bool> ClaimsApplier::VersionMatches(const PreparedChange& prepared) {
  if (!prepared.change.expected_claims_version.has_value()) return true;
  Cursor row = find_version_.Start(absl::string_view(prepared.child_iin()));
  const std::int64_t stored = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  return stored == *prepared.change.expected_claims_version;
}

absl::StatusOr<bool> ClaimsApplier::MonthsAreFree(const PreparedChange& prepared) {
  if (!prepared.change.grant.has_value()) return true;
  const std::vector<std::string>& months = prepared.change.grant->months;
  Cursor row = find_months_.Start(absl::string_view(prepared.child_iin()),
                                  absl::string_view(prepared.change.application_id));
  while (row.Next()) {
    if (std::binary_search(months.begin(), months.end(), std::string(row.Bytes(0)))) return false;
  }
  if (!row.status().ok()) return row.status();
  return true;
}

absl::Status ClaimsApplier::Write(const PreparedChange& prepared) {
  const Change& change = prepared.change;
  if (!change.grant.has_value() && !change.revoke_grant) return absl::OkStatus();
  const absl::string_view child = prepared.child_iin();
  const absl::string_view application = change.application_id;
  if (absl::Status status = bump_version_.Run(child); !status.ok()) return status;
  // A new application has no months to take back.
  if (change.expected_revision > 0) {
    if (absl::Status status = delete_months_.Run(child, application); !status.ok()) return status;
  }
  if (change.revoke_grant) return absl::OkStatus();
  for (const std::string& month : change.grant->months) {
    absl::Status status = insert_month_.Run(child, absl::string_view(month), application);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ClaimsApplier::Release(const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    absl::Status status = delete_months_.Run(absl::string_view(change.application.form().child_iin()),
                                             absl::string_view(change.application_id));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace oteu::store::sqlite
