#include "clients/cli/simulation_text.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/json_output.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

using entitlement::bulk::CaseResult;
using entitlement::bulk::PeriodChange;
using entitlement::bulk::Summary;
using entitlement::bulk::Sums;
using entitlement::bulk::VariantResult;
using entitlement::bulk::VariantSummary;

// A member of a JSON object. Numbers of 64 bits are text, as in canonical protobuf JSON.
std::string Number(const char* name, int64_t value) { return absl::StrCat("\"", name, "\":\"", value, "\""); }
std::string Count(const char* name, int64_t value) { return absl::StrCat("\"", name, "\":", value); }

// The items with commas between and brackets around.
template <typename Items, typename Format>
std::string List(const Items& items, Format format) {
  std::string list;
  for (const auto& item : items) absl::StrAppend(&list, list.empty() ? "" : ",", "{", format(item), "}");
  return absl::StrCat("[", list, "]");
}

std::string ChangesJson(const std::vector<PeriodChange>& changes) {
  return List(changes, [](const PeriodChange& change) {
    return absl::StrCat("\"period\":", JsonString({change.label.data(), change.label.size()}), ",",
                        Number("beforeTiyn", change.before_tiyn), ",",
                        Number("afterTiyn", change.after_tiyn));
  });
}

std::string VariantJson(const VariantResult& result, const std::string& name) {
  return absl::StrCat("\"variant\":", JsonString(name), ",", Number("totalTiyn", result.tiyn), ",",
                      Number("differenceTiyn", result.difference_tiyn), ",", Count("months", result.months),
                      result.provisional ? ",\"provisional\":true" : "",
                      result.needs_human ? ",\"needsHuman\":true" : "",
                      ",\"changes\":", ChangesJson(result.changes));
}

std::string SumsJson(const Sums& sums) {
  return absl::StrCat(Count("children", sums.children), ",", Count("months", sums.months), ",",
                      Number("totalTiyn", sums.tiyn), ",", Number("provisionalTiyn", sums.provisional_tiyn));
}

std::string VariantSummaryJson(const VariantSummary& variant) {
  return absl::StrCat(
      "\"variant\":", JsonString(variant.name), ",", SumsJson(variant.all), ",",
      Number("differenceTiyn", variant.more.tiyn - variant.less.tiyn), ",",
      Count("childrenChanged", variant.children_changed), ",", Number("moreTiyn", variant.more.tiyn), ",",
      Number("lessTiyn", variant.less.tiyn), ",", Count("childrenForAHuman", variant.children_for_a_human),
      ",\"periods\":", List(variant.periods, [](const auto& period) {
        return absl::StrCat("\"period\":", JsonString(period.first), ",", SumsJson(period.second));
      }));
}

std::string SignedTenge(int64_t tiyn) { return absl::StrCat(tiyn > 0 ? "+" : "", GroupedTenge(tiyn)); }

std::string Tenge(const Sums& sums) {
  if (sums.overflow) return "too large";
  return absl::StrCat(GroupedTenge(sums.tiyn), sums.provisional_tiyn > 0 ? "*" : " ");
}

std::string PeriodsText(const Summary& summary, bool color) {
  std::set<std::string> labels;
  std::vector<std::vector<std::string>> rows = {{"period"}};
  std::vector<size_t> right;
  for (const VariantSummary& variant : summary.variants) {
    rows.front().push_back(variant.name);
    right.push_back(right.size() + 1);
    for (const auto& [label, sums] : variant.periods) labels.insert(label);
  }
  for (const std::string& label : labels) {
    std::vector<std::string> row = {label};
    for (const VariantSummary& variant : summary.variants) {
      const auto found = variant.periods.find(label);
      row.push_back(found == variant.periods.end() ? "- " : Tenge(found->second));
    }
    rows.push_back(std::move(row));
  }
  return Table(rows, right, color);
}

}  // namespace

std::string CaseJson(const CaseResult& result, const std::vector<std::string>& names) {
  std::string variants;
  for (size_t i = 0; i < result.variants.size(); ++i) {
    absl::StrAppend(&variants, i == 0 ? "" : ",", "{", VariantJson(result.variants[i], names[i]), "}");
  }
  return absl::StrCat("{\"line\":", result.number, ",\"caseId\":", JsonString(result.case_id), ",",
                      Number("decidedTiyn", result.decided_tiyn), ",\"variants\":[", variants, "]}");
}

std::string SummaryJson(const Summary& summary) {
  return absl::StrCat("{\"summary\":{", Count("cases", summary.cases), ",", Count("errors", summary.errors),
                      ",", Count("byEngine", summary.by_engine),
                      ",\"variants\":", List(summary.variants, VariantSummaryJson), "}}");
}

std::string SummaryText(const Summary& summary, bool periods, bool color) {
  std::vector<std::vector<std::string>> rows = {
      {"variant", "children", "months", "tenge", "difference", "children changed", "more", "less"}};
  bool provisional = false;
  int64_t for_a_human = 0;
  for (const VariantSummary& variant : summary.variants) {
    provisional = provisional || variant.all.provisional_tiyn > 0;
    for_a_human = std::max(for_a_human, variant.children_for_a_human);
    rows.push_back({variant.name, absl::StrCat(variant.all.children), absl::StrCat(variant.all.months),
                    Tenge(variant.all), SignedTenge(variant.more.tiyn - variant.less.tiyn),
                    absl::StrCat(variant.children_changed), GroupedTenge(variant.more.tiyn),
                    GroupedTenge(variant.less.tiyn)});
  }
  std::string text = Table(rows, {1, 2, 3, 4, 5, 6, 7}, color);
  if (periods) absl::StrAppend(&text, "\n", PeriodsText(summary, color));
  if (provisional) absl::StrAppend(&text, "  * in part at the last MCI known: the law will set another\n");
  if (for_a_human > 0) {
    absl::StrAppend(&text, "  children with a circumstance for a person to look at: ", for_a_human, "\n");
  }
  return text;
}

}  // namespace oteu::cli
