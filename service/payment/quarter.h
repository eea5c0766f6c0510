// Calendar quarters as registers name them.
//
//   ParseQuarter("2025-Q4")->last_month   // absl::CivilMonth(2025, 12)
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace oteu::payment {

struct Quarter {
  absl::CivilMonth first_month;
  absl::CivilMonth last_month;
};

// Nullopt for anything but "YYYY-Qn" within the years 1900..2200.
std::optional<Quarter> ParseQuarter(absl::string_view text);

}  // namespace oteu::payment
