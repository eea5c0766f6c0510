#include "service/civil/month.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"

namespace oteu::civil {

absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> first = ParseIsoDate(absl::StrCat(text.substr(0, 8), "-01"));
  if (text.size() != 7 || !first.ok()) return absl::InvalidArgumentError("not a month YYYY-MM");
  return absl::CivilMonth(*first);
}

std::string FormatMonth(absl::CivilMonth month) {
  return absl::StrCat(absl::Dec(month.year(), absl::kZeroPad4), "-",
                      absl::Dec(month.month(), absl::kZeroPad2));
}

absl::CivilDay FirstDayOf(absl::CivilMonth month) { return absl::CivilDay(month); }

absl::CivilDay LastDayOf(absl::CivilMonth month) { return absl::CivilDay(month + 1) - 1; }

}  // namespace oteu::civil
