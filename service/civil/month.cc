#include "service/civil/month.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/civil/date.h"

namespace oteu::civil {

absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> first = ParseIsoDate(absl::StrCat(text.substr(0, 8), "-01"));
  if (text.size() != 7 || !first.ok()) return absl::InvalidArgumentError("not a month YYYY-MM");
  return absl::CivilMonth(*first);
}

std::string FormatMonth(absl::CivilMonth month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

absl::CivilDay FirstDayOf(absl::CivilMonth month) { return absl::CivilDay(month); }

absl::CivilDay LastDayOf(absl::CivilMonth month) { return absl::CivilDay(month + 1) - 1; }

}  // namespace oteu::civil
