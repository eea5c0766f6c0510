#include "service/store/sqlite/list_applications.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "service/store/sqlite/bits.h"

namespace oteu::store::sqlite {
namespace {

// ?1 the filter's value, ?2 ids below, ?3 rows, ?4 the bits of the states wanted, ?5 and ?6 the other filters
// or "".
#define OTEU_REST " AND id < ?2 AND (?4 >> state) & 1 AND (?5 = '' OR district_kato = ?5)"
constexpr char kByChild[] =
    "SELECT id, application FROM applications INDEXED BY applications_by_child WHERE child_iin = ?1" OTEU_REST
    " AND (?6 = '' OR applicant_iin = ?6) ORDER BY id DESC LIMIT ?3";
constexpr char kByApplicant[] =
    "SELECT id, application FROM applications INDEXED BY applications_by_applicant WHERE applicant_iin = "
    "?1" OTEU_REST " ORDER BY id DESC LIMIT ?3";
#undef OTEU_REST
constexpr char kByDistrict[] =
    "SELECT id, application FROM applications INDEXED BY applications_by_district"
    " WHERE district_kato = ?1 AND state = ?4 AND id < ?2 ORDER BY id DESC LIMIT ?3";
constexpr char kByState[] =
    "SELECT id, application FROM applications INDEXED BY applications_by_state"
    " WHERE state = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
constexpr char kAll[] = "SELECT id, application FROM applications WHERE id < ?1 ORDER BY id DESC LIMIT ?2";

// Above every id: U+10FFFF in UTF-8.
constexpr char kNewest[] = "\xF4\x8F\xBF\xBF";

std::vector<int> StatesOf(const ApplicationFilter& filter) {
  std::vector<int> states(filter.states.begin(), filter.states.end());
  if (states.empty()) {
    for (int state = oteu::v1::ApplicationState_MIN; state <= oteu::v1::ApplicationState_MAX; ++state) {
      states.push_back(state);
    }
  }
  std::sort(states.begin(), states.end());
  states.erase(std::unique(states.begin(), states.end()), states.end());
  return states;
}

}  // namespace

absl::Status ApplicationLister::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&begin_, "BEGIN"},
                         {&end_, "COMMIT"},
                         {&by_child_, kByChild},
                         {&by_applicant_, kByApplicant},
                         {&by_district_, kByDistrict},
                         {&by_state_, kByState},
                         {&all_, kAll}});
}

absl::StatusOr<ApplicationPage> ApplicationLister::List(const ApplicationFilter& filter,
                                                        absl::string_view before_id, int limit) {
  const auto wanted = static_cast<std::size_t>(std::clamp(limit, 1, kPageMax));
  if (absl::Status status = begin_.Run(); !status.ok()) return status;
  std::vector<Row> rows;
  const absl::string_view before = before_id.empty() ? kNewest : before_id;
  absl::Status status = Collect(filter, before, static_cast<std::int64_t>(wanted) + 1, rows);
  if (absl::Status ended = end_.Run(); status.ok()) status = ended;
  if (!status.ok()) return status;

  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id > b.id; });
  ApplicationPage page;
  page.more = rows.size() > wanted;
  if (page.more) rows.resize(wanted);
  page.applications.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!page.applications[i].ParseFromString(rows[i].application)) {
      return absl::DataLossError("store: an application does not parse");
    }
  }
  return page;
}

absl::Status ApplicationLister::Collect(const ApplicationFilter& filter, absl::string_view before,
                                        std::int64_t limit, std::vector<Row>& rows) {
  if (filter.child_iin.empty() && filter.applicant_iin.empty() &&
      (!filter.district_kato.empty() || !filter.states.empty())) {
    return CollectByState(filter, before, limit, rows);
  }
  const std::int64_t states = BitsOf(StatesOf(filter));
  const absl::string_view district = filter.district_kato;
  const absl::string_view applicant = filter.applicant_iin;
  Cursor row = !filter.child_iin.empty() ? by_child_.Start(absl::string_view(filter.child_iin), before, limit,
                                                           states, district, applicant)
               : !applicant.empty()      ? by_applicant_.Start(applicant, before, limit, states, district)
                                         : all_.Start(before, limit);
  while (row.Next()) rows.push_back({std::string(row.Bytes(0)), std::string(row.Bytes(1))});
  return row.status();
}

absl::Status ApplicationLister::CollectByState(const ApplicationFilter& filter, absl::string_view before,
                                               std::int64_t limit, std::vector<Row>& rows) {
  const absl::string_view district = filter.district_kato;
  for (int state : StatesOf(filter)) {
    Cursor row = district.empty() ? by_state_.Start(std::int64_t{state}, before, limit)
                                  : by_district_.Start(district, before, limit, std::int64_t{state});
    while (row.Next()) rows.push_back({std::string(row.Bytes(0)), std::string(row.Bytes(1))});
    if (!row.status().ok()) return row.status();
  }
  return absl::OkStatus();
}

}  // namespace oteu::store::sqlite
