#include "service/decision/texts/texts.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "service/civil/money.h"
#include "service/civil/month.h"

namespace oteu::decision {

const Texts& TextsIn(absl::string_view language) {
  if (language == "ru") return RussianTexts();
  if (language == "en") return EnglishTexts();
  return KazakhTexts();
}

std::string GroupWithSpaces(std::int64_t tiyn) {
  return absl::StrReplaceAll(civil::FormatTengeGrouped(tiyn), {{",", "\u00A0"}, {".", ","}});
}

PeriodLabel ParsePeriodLabel(absl::string_view label) {
  PeriodLabel out;
  const std::size_t dash = label.find('-');
  out.year = std::string(label.substr(0, dash));
  if (dash == absl::string_view::npos) {
    if (absl::StrContains(label, "/")) out.kind = PeriodLabel::Kind::kAcademicYear;
    return out;
  }
  absl::string_view rest = label.substr(dash + 1);
  const auto month = civil::ParseMonth(label);
  if (month.ok()) {
    out.kind = PeriodLabel::Kind::kMonth;
    out.month = *month;
  } else if (rest.size() == 2 && (rest[0] == 'Q' || rest[0] == 'T') &&
             absl::SimpleAtoi(rest.substr(1), &out.number)) {
    out.kind = rest[0] == 'Q' ? PeriodLabel::Kind::kQuarter : PeriodLabel::Kind::kTerm;
  }
  return out;
}

const char* Roman(int number) {
  static constexpr std::array<const char*, 5> kNumerals = {"", "I", "II", "III", "IV"};
  return number >= 1 && number <= 4 ? kNumerals[static_cast<std::size_t>(number)] : "";
}

}  // namespace oteu::decision
