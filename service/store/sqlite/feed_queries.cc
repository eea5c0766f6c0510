#include "service/store/sqlite/feed_queries.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace oteu::store::sqlite {
namespace {

constexpr int kFeedPageMax = 1000;

constexpr char kHead[] = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
constexpr char kLatest[] =
    "SELECT max(coalesce((SELECT max(seq) FROM changes), 0), pruned_seq) FROM change_feed";
constexpr char kHashAt[] = "SELECT hash FROM audit WHERE seq = ?1";
constexpr char kPruned[] = "SELECT pruned_seq FROM change_feed";
// ?1 the place, ?2 the end of the window, ?3 to ?6 the filters, ?7 the limit.
constexpr char kChanges[] =
    "SELECT c.application_id, c.revision, c.state, coalesce(c.decision_version, 0), a.at_us, a.event, c.seq,"
    " a.hash FROM changes c JOIN audit a ON a.seq = c.seq JOIN applications p ON p.id = c.application_id"
    " WHERE c.seq > ?1 AND c.seq <= ?2 AND (?3 = '' OR p.district_kato = ?3)"
    " AND (?4 = '' OR p.applicant_iin = ?4)"
    " AND (?5 = '' OR EXISTS (SELECT 1 FROM pupils s WHERE s.school_bin = ?5 AND s.child_iin = p.child_iin))"
    " AND (?6 = '' OR instr(?6, '|' || a.event || '|') > 0) ORDER BY c.seq LIMIT ?7";
// ?1 the id before, ?2 to ?4 the filters, ?5 the limit.
#define OTEU_COLUMNS                                                                          \
  "SELECT a.id, a.revision, a.state, coalesce((SELECT max(d.version) FROM decisions d WHERE " \
  "d.application_id = a.id), 0), a.changed_at_us, ''"
#define OTEU_ORDER " ORDER BY a.id LIMIT ?5"
constexpr char kByApplicant[] = OTEU_COLUMNS
    " FROM applications a INDEXED BY applications_by_applicant WHERE a.applicant_iin = ?3 AND a.id > ?1"
    " AND (?2 = '' OR a.district_kato = ?2)"
    " AND (?4 = '' OR EXISTS (SELECT 1 FROM pupils s WHERE s.school_bin = ?4 AND s.child_iin = "
    "a.child_iin))" OTEU_ORDER;
constexpr char kBySchool[] = OTEU_COLUMNS
    " FROM pupils s CROSS JOIN applications a INDEXED BY applications_by_child WHERE s.school_bin = ?4"
    " AND a.child_iin = s.child_iin AND a.id > ?1 AND (?2 = '' OR a.district_kato = ?2)" OTEU_ORDER;
constexpr char kByDistrict[] = OTEU_COLUMNS
    " FROM applications a INDEXED BY applications_by_district WHERE a.district_kato = ?2 AND a.id > "
    "?1" OTEU_ORDER;
constexpr char kAll[] = OTEU_COLUMNS " FROM applications a WHERE a.id > ?1" OTEU_ORDER;
#undef OTEU_COLUMNS
#undef OTEU_ORDER

absl::Status Expired(absl::string_view why) {
  return absl::OutOfRangeError(absl::StrCat("store: the change feed cannot be continued: ", why));
}

FeedEntry ReadEntry(const Cursor& row) {
  FeedEntry entry;
  entry.application_id = std::string(row.Bytes(0));
  entry.revision = row.Int(1);
  entry.state = static_cast<std::int32_t>(row.Int(2));
  entry.decision_version = static_cast<std::int32_t>(row.Int(3));
  entry.at_us = row.Int(4);
  entry.event = std::string(row.Bytes(5));
  return entry;
}

}  // namespace

absl::Status FeedQueries::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&head_, kHead},
                         {&latest_, kLatest},
                         {&hash_at_, kHashAt},
                         {&pruned_, kPruned},
                         {&changes_, kChanges},
                         {&by_applicant_, kByApplicant},
                         {&by_school_, kBySchool},
                         {&by_district_, kByDistrict},
                         {&all_, kAll}});
}

absl::StatusOr<std::int64_t> FeedQueries::Latest() {
  Cursor row = latest_.Start();
  const std::int64_t latest = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  return latest;
}

absl::StatusOr<FeedPlace> FeedQueries::Head() {
  FeedPlace head;
  Cursor row = head_.Start();
  if (row.Next()) head = {row.Int(0), std::string(row.Bytes(1))};
  if (!row.status().ok()) return row.status();
  return head;
}

absl::Status FeedQueries::CheckPlace(const FeedPlace& place, const FeedPlace& head) {
  if (place.seq > head.seq) return Expired("it is ahead of this database");
  if (place.seq == 0) return absl::OkStatus();
  Cursor row = hash_at_.Start(place.seq);
  const bool same = row.Next() && row.Bytes(0) == absl::string_view(place.hash);
  if (!row.status().ok()) return row.status();
  return same ? absl::OkStatus() : Expired("this database has another history");
}

absl::Status FeedQueries::CheckNotPruned(const FeedPlace& place) {
  Cursor row = pruned_.Start();
  const std::int64_t pruned = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  return place.seq < pruned ? Expired("what follows is no longer kept") : absl::OkStatus();
}

absl::StatusOr<FeedPage> FeedQueries::ReadChanges(const FeedFilter& filter, const FeedPlace& after,
                                                  int limit) {
  const auto head = Head();
  if (!head.ok()) return head.status();
  if (absl::Status status = CheckPlace(after, *head); !status.ok()) return status;
  const std::int64_t end = std::min(head->seq, after.seq + kFeedWindow);
  const std::int64_t wanted = std::clamp(limit, 1, kFeedPageMax);
  const std::string events =
      filter.events.empty() ? "" : absl::StrCat("|", absl::StrJoin(filter.events, "|"), "|");
  FeedPage page;
  {
    Cursor row = changes_.Start(after.seq, end, absl::string_view(filter.district_kato),
                                absl::string_view(filter.applicant_iin), absl::string_view(filter.school_bin),
                                absl::string_view(events), wanted);
    while (row.Next()) {
      page.entries.push_back(ReadEntry(row));
      page.entries.back().seq = row.Int(6);
      page.end = {row.Int(6), std::string(row.Bytes(7))};
    }
    if (!row.status().ok()) return row.status();
  }
  // Afterwards: what is taken away meanwhile must not be passed over in silence.
  if (absl::Status status = CheckNotPruned(after); !status.ok()) return status;
  if (static_cast<std::int64_t>(page.entries.size()) < wanted) {
    page.end = *head;
    if (end < head->seq) {
      Cursor row = hash_at_.Start(end);
      if (row.Next()) page.end = {end, std::string(row.Bytes(0))};
      if (!row.status().ok()) return row.status();
    }
  }
  page.more = page.end.seq < head->seq;
  return page;
}

absl::StatusOr<FeedPage> FeedQueries::ReadSnapshot(const FeedFilter& filter, absl::string_view after_id,
                                                   int limit) {
  const std::int64_t wanted = std::clamp(limit, 1, kFeedPageMax);
  Statement& statement = !filter.applicant_iin.empty()   ? by_applicant_
                         : !filter.school_bin.empty()    ? by_school_
                         : !filter.district_kato.empty() ? by_district_
                                                         : all_;
  FeedPage page;
  Cursor row = statement.Start(after_id, absl::string_view(filter.district_kato),
                               absl::string_view(filter.applicant_iin), absl::string_view(filter.school_bin),
                               wanted + 1);
  while (row.Next()) page.entries.push_back(ReadEntry(row));
  if (!row.status().ok()) return row.status();
  page.more = static_cast<std::int64_t>(page.entries.size()) > wanted;
  if (page.more) page.entries.pop_back();
  return page;
}

}  // namespace oteu::store::sqlite
