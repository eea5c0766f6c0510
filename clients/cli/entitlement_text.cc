#include "clients/cli/entitlement_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/format.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

using oteu::v1::Entitlement;
using oteu::v1::PeriodAmount;

// "2025-10..12" for months that follow one another in one year, else a list.
std::string MonthsText(const google::protobuf::RepeatedPtrField<std::string>& months) {
  if (months.empty()) return "-";
  const std::string& first = months[0];
  const std::string& last = months[months.size() - 1];
  const bool shaped = first.size() == 7 && last.size() == 7 && first.substr(0, 5) == last.substr(0, 5);
  if (shaped && months.size() > 1 &&
      std::stoi(last.substr(5)) - std::stoi(first.substr(5)) == months.size() - 1) {
    return absl::StrCat(first, "..", last.substr(5));
  }
  return absl::StrJoin(months, " ");
}

// "8 x 3932" for a whole period, "8 x 3932 x 2/3" for a part.
std::string CalculationText(const PeriodAmount& period) {
  std::vector<std::string> lines;
  for (const oteu::v1::PaymentLine& line : period.lines()) {
    std::string text = absl::StrCat(line.mci_multiple(), " x ", line.mci_tenge());
    if (line.share_numerator() != line.share_denominator()) {
      absl::StrAppend(&text, " x ", line.share_numerator(), "/", line.share_denominator());
    }
    lines.push_back(std::move(text));
  }
  return lines.empty() ? "-" : absl::StrJoin(lines, " + ");
}

std::string PeriodsTable(const Entitlement& entitlement, bool color) {
  std::vector<std::vector<std::string>> rows = {{"period", "months", "MCI", "tenge", "clauses"}};
  for (const PeriodAmount& period : entitlement.periods()) {
    rows.push_back({period.period(), MonthsText(period.entitled_months()), CalculationText(period),
                    absl::StrCat(GroupedTenge(period.amount_tiyn()), period.provisional() ? "*" : " "),
                    ClausesText(period.citations())});
  }
  rows.push_back({"total", "", "", GroupedTenge(entitlement.total_tiyn()).append(" "), ""});
  return Table(rows, {3}, color);
}

// The months that pay nothing although they are academic, with their reasons: what a parent asks about.
std::string UnpaidMonths(const Entitlement& entitlement) {
  std::string text;
  for (const oteu::v1::MonthEntitlement& month : entitlement.months()) {
    std::vector<std::string> reasons;
    bool academic = true;
    for (const int reason : month.reasons()) {
      academic = academic && reason != oteu::v1::MONTH_REASON_NOT_ACADEMIC;
      reasons.push_back(NameOf(static_cast<oteu::v1::MonthReason>(reason)));
    }
    if (month.entitled() || !academic) continue;
    absl::StrAppend(&text, "  ", month.month(), "  ", absl::StrJoin(reasons, ", "), "  (",
                    ClausesText(month.citations()), ")\n");
  }
  return text;
}

}  // namespace

std::string EntitlementText(const Entitlement& entitlement, bool color) {
  std::string text = PeriodsTable(entitlement, color);
  if (entitlement.provisional()) {
    absl::StrAppend(
        &text,
        "  * provisional: the index (MCI) of that period is not published yet; the last known is used\n");
  }
  if (const std::string unpaid = UnpaidMonths(entitlement); !unpaid.empty()) {
    absl::StrAppend(&text, "not paid:\n", unpaid);
  }
  std::vector<std::string> others;
  for (const oteu::v1::ReadingTotal& reading : entitlement.readings()) {
    others.push_back(absl::StrCat(NameOf(reading.reading()), " ", GroupedTenge(reading.total_tiyn())));
  }
  absl::StrAppend(&text, "reading ", NameOf(entitlement.reading()));
  if (!others.empty()) absl::StrAppend(&text, "; by each reading: ", absl::StrJoin(others, ", "));
  absl::StrAppend(&text, "\nas known on ", DayText(entitlement.known_as_of()), "; regulation ",
                  entitlement.regulation_id(), "\n");
  if (entitlement.needs_human()) absl::StrAppend(&text, "an officer must look at it before money moves\n");
  return text;
}

}  // namespace oteu::cli
