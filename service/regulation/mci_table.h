// The monthly calculation index (MCI) by purpose and month, as it was known on a day.
//
//   MciValue mci = *table.Find("SOCIAL", absl::CivilMonth(2026, 3), known_as_of);  // 4325 tenge
//
// The MCI is the one in force in the month that is paid *for*, not on the day of payment.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/regulation/v1/regulation.pb.h"

namespace oteu::regulation {

// A value of the MCI.
struct MciValue {
  int64_t tenge = 0;
  // First day it applies.
  absl::CivilDay from;
  // True when the month lies in a calendar year later than that of the last value known: the law will set a
  // new one.
  bool provisional = false;
};

class MciTable {
 public:
  // Indexes the table of the national data. INVALID_ARGUMENT for a date that does not parse.
  static absl::StatusOr<MciTable> Create(const v1::NationalData& national);

  // The value in force on the first day of `month`, of those published by `known_as_of`. NOT_FOUND when there
  // is none.
  absl::StatusOr<MciValue> Find(absl::string_view purpose, absl::CivilMonth month,
                                absl::CivilDay known_as_of) const;

 private:
  struct Entry {
    absl::CivilDay from;
    absl::CivilDay known_from;
    int64_t tenge;
  };
  // By purpose; entries ordered by `from`, then by `known_from`.
  std::map<std::string, std::vector<Entry>, std::less<>> by_purpose_;
};

}  // namespace oteu::regulation
