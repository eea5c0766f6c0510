#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

// Largest value that is taken for an MCI, in tenge: keeps every amount far from 2^63.
constexpr int64_t kMaxTenge = 1000000;

}  // namespace

void CheckMci(const Scope& scope, const v1::NationalData& national) {
  // Years in which a value begins, by purpose, with the index of the entry.
  std::map<std::string, std::map<absl::civil_year_t, int>> years;
  std::set<std::tuple<std::string, absl::CivilDay, absl::CivilDay>> seen;
  for (int i = 0; i < national.mci_size(); ++i) {
    const v1::Mci& mci = national.mci(i);
    const Scope entry = scope.Nested("mci", i);
    if (mci.tenge() <= 0 || mci.tenge() > kMaxTenge) {
      entry.Error("tenge", absl::StrCat("outside 1..", kMaxTenge));
    }
    const auto from = civil::ParseIsoDate(mci.from());
    const auto known_from = civil::ParseIsoDate(mci.known_from());
    if (!from.ok() || !known_from.ok()) continue;
    // The unit is the month: a value that changed within one would have no rule.
    if (from->day() != 1) entry.Error("from", "not the first day of a month");
    for (const std::string& purpose : mci.purposes()) {
      years[purpose].try_emplace(from->year(), i);
      if (!seen.insert({purpose, *from, *known_from}).second) {
        entry.Error("from",
                    absl::StrCat("two values for ", purpose, " from the same day, known since the same day"));
      }
    }
  }
  // The budget law sets a value for every calendar year: a year without one is a hole in the table.
  for (const auto& [purpose, starts] : years) {
    absl::civil_year_t expected = starts.begin()->first;
    for (const auto& [year, index] : starts) {
      if (year != expected) {
        scope.Nested("mci", index)
            .Error("from", absl::StrCat("no value for ", purpose, " begins in ", expected));
      }
      expected = year + 1;
    }
  }
}

}  // namespace oteu::regulation
