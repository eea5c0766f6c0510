#include "service/civil/date.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace oteu::civil {
namespace {

// The day, if there is one: CivilDay itself carries 30 February over into March.
absl::StatusOr<absl::CivilDay> Checked(int year, int month, int day) {
  if (year < kMinYear || year > kMaxYear) return absl::InvalidArgumentError("year outside 1900..2200");
  const absl::CivilDay result(year, month, day);
  if (month < 1 || month > 12 || day < 1 || result.month() != month || result.day() != day) {
    return absl::InvalidArgumentError("no such day");
  }
  return result;
}

}  // namespace

absl::StatusOr<absl::CivilDay> FromProto(const google::type::Date& date) {
  return Checked(date.year(), date.month(), date.day());
}

google::type::Date ToProto(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::StatusOr<absl::CivilDay> ParseIsoDate(absl::string_view text) {
  bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  for (size_t i = 0; shaped && i < text.size(); ++i) {
    shaped = i == 4 || i == 7 || absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
  }
  int year = 0;
  int month = 0;
  int day = 0;
  if (!shaped || !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) || !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return absl::InvalidArgumentError("not a date YYYY-MM-DD");
  }
  return Checked(year, month, day);
}

std::string FormatIsoDate(absl::CivilDay day) {
  return absl::StrCat(absl::Dec(day.year(), absl::kZeroPad4), "-", absl::Dec(day.month(), absl::kZeroPad2),
                      "-", absl::Dec(day.day(), absl::kZeroPad2));
}

}  // namespace oteu::civil
