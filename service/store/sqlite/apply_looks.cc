#include "service/store/sqlite/apply_looks.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kSet[] = "UPDATE applications SET look_on = nullif(?3, '') WHERE id = ?1 AND revision = ?2";
constexpr char kSoon[] =
    "UPDATE applications INDEXED BY applications_by_child SET look_on = ?2 WHERE child_iin = ?1 AND state = "
    "4";
constexpr char kAllSoon[] =
    "UPDATE applications INDEXED BY applications_by_state SET look_on = ?1 WHERE state = 4";
static_assert(oteu::v1::APPLICATION_STATE_GRANTED == 4, "the statements above say 4");

}  // namespace

absl::Status LookApplier::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&set_, kSet}, {&soon_, kSoon}, {&all_soon_, kAllSoon}});
}

absl::Status LookApplier::Apply(const std::vector<NextLook>& looks) {
  for (const NextLook& look : looks) {
    absl::Status status = set_.Run(absl::string_view(look.application_id), look.expected_revision,
                                   absl::string_view(look.look_on));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status LookApplier::LookSoon(const std::string& child_iin) {
  return soon_.Run(absl::string_view(child_iin), absl::string_view(kLookSoon));
}

absl::Status LookApplier::LookAtGrantedSoon() { return all_soon_.Run(absl::string_view(kLookSoon)); }

}  // namespace oteu::store::sqlite
