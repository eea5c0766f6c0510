#include "service/store/sqlite/notice_queries.h"

#include <algorithm>

#include "service/store/sqlite/bits.h"

namespace oteu::store::sqlite {
namespace {

constexpr int kLookMax = 10000;
constexpr int kPageMax = 1000;

constexpr char kToLook[] =
    "SELECT id FROM applications INDEXED BY applications_to_look WHERE look_on <= ?1 ORDER BY look_on, id "
    "LIMIT "
    "?2";
// ?1 the number before, ?2 to ?5 the filters, ?6 the limit.
#define OTEU_SELECT                                                                                   \
  "SELECT n.number, n.application_id, n.notice FROM notices n JOIN applications a ON a.id = "         \
  "n.application_id"                                                                                  \
  " WHERE n.number > ?1 AND (?2 = '' OR n.application_id = ?2) AND (?3 = '' OR a.district_kato = ?3)" \
  " AND (?4 = '' OR a.applicant_iin = ?4) AND (?5 >> n.kind) & 1"
constexpr char kByApplication[] = OTEU_SELECT " AND n.application_id = ?2 ORDER BY n.number LIMIT ?6";
constexpr char kList[] = OTEU_SELECT " ORDER BY n.number LIMIT ?6";
#undef OTEU_SELECT

}  // namespace

absl::Status NoticeQueries::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&to_look_, kToLook}, {&by_application_, kByApplication}, {&list_, kList}});
}

absl::StatusOr<std::vector<std::string>> NoticeQueries::ListToLook(absl::string_view today, int limit) {
  std::vector<std::string> ids;
  Cursor row = to_look_.Start(today, std::int64_t{std::clamp(limit, 0, kLookMax)});
  while (row.Next()) ids.emplace_back(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  return ids;
}

absl::StatusOr<std::vector<ListedNotice>> NoticeQueries::ListNotices(const NoticeFilter& filter,
                                                                     std::int64_t after, int limit) {
  std::vector<ListedNotice> notices;
  Statement& statement = filter.application_id.empty() ? list_ : by_application_;
  Cursor row =
      statement.Start(after, absl::string_view(filter.application_id),
                      absl::string_view(filter.district_kato), absl::string_view(filter.applicant_iin),
                      FilterBitsOf(filter.kinds), std::int64_t{std::clamp(limit, 1, kPageMax)});
  while (row.Next()) notices.push_back({row.Int(0), std::string(row.Bytes(1)), std::string(row.Bytes(2))});
  if (!row.status().ok()) return row.status();
  return notices;
}

}  // namespace oteu::store::sqlite
