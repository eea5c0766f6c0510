#include "service/regulation/mci_table.h"

#include <algorithm>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/month.h"

namespace oteu::regulation {

absl::StatusOr<MciTable> MciTable::Create(const v1::NationalData& national) {
  MciTable table;
  for (const v1::Mci& mci : national.mci()) {
    const absl::StatusOr<absl::CivilDay> from = civil::ParseIsoDate(mci.from());
    const absl::StatusOr<absl::CivilDay> known_from = civil::ParseIsoDate(mci.known_from());
    if (!from.ok()) return from.status();
    if (!known_from.ok()) return known_from.status();
    for (const std::string& purpose : mci.purposes()) {
      table.by_purpose_[purpose].push_back({*from, *known_from, mci.tenge()});
    }
  }
  for (auto& [purpose, entries] : table.by_purpose_) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return std::tie(a.from, a.known_from) < std::tie(b.from, b.known_from);
    });
  }
  return table;
}

absl::StatusOr<MciValue> MciTable::Find(absl::string_view purpose, absl::CivilMonth month,
                                        absl::CivilDay known_as_of) const {
  const auto found = by_purpose_.find(purpose);
  const Entry* in_force = nullptr;
  const Entry* last_known = nullptr;
  if (found != by_purpose_.end()) {
    for (const Entry& entry : found->second) {
      if (entry.known_from > known_as_of) continue;
      // Of two values from the same day the one published last stands: the order of the entries.
      last_known = &entry;
      if (entry.from <= civil::FirstDayOf(month)) in_force = &entry;
    }
  }
  if (in_force == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("no MCI of purpose ", purpose, " is known for ", civil::FormatMonth(month)));
  }
  return MciValue{in_force->tenge, in_force->from, month.year() > last_known->from.year()};
}

}  // namespace oteu::regulation
