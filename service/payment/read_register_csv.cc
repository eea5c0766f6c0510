#include "service/payment/read_register_csv.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/civil/money.h"
#include "service/civil/month.h"
#include "service/payment/register_csv.h"

namespace oteu::payment {
namespace {

// Columns, as CsvHeader names them.
enum Column : std::size_t { kNumber = 0, kChild = 3, kMonths = 8, kAmount = 9, kCount = 11 };

// Takes a field off, and what ends it: ',' or '\n' (for CR LF). Nullopt: malformed.
std::optional<std::string> TakeField(absl::string_view* rest, char* end) {
  std::string field;
  const bool quoted = absl::ConsumePrefix(rest, "\"");
  while (!rest->empty()) {
    if (quoted && absl::ConsumePrefix(rest, "\"")) {
      if (absl::ConsumePrefix(rest, "\"")) {
        field.push_back('"');
        continue;
      }
      if (rest->empty() || (rest->front() != ',' && rest->front() != '\r')) return std::nullopt;
    } else if (quoted || (rest->front() != ',' && rest->front() != '\r')) {
      if (!quoted && (rest->front() == '"' || rest->front() == '\n')) return std::nullopt;
      field.push_back(rest->front());
      rest->remove_prefix(1);
      continue;
    }
    *end = absl::ConsumePrefix(rest, ",") ? ',' : absl::ConsumePrefix(rest, "\r\n") ? '\n' : '\0';
    return *end == '\0' ? std::nullopt : std::optional<std::string>(std::move(field));
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> TakeRecord(absl::string_view* rest) {
  std::vector<std::string> fields;
  for (char end = ','; end == ',';) {
    auto field = TakeField(rest, &end);
    if (!field.has_value() || fields.size() == kCount) return std::nullopt;
    fields.push_back(*std::move(field));
  }
  if (fields.size() != kCount) return std::nullopt;
  return fields;
}

class Summer {
 public:
  // What is wrong with the line; empty: nothing.
  std::string Add(const std::vector<std::string>& fields) {
    if (fields[kNumber] != absl::StrCat(sums_.lines + 1)) return "is not numbered in order";
    const auto amount = civil::ParseTenge(fields[kAmount]);
    if (!amount.ok() || *amount <= 0) return "has no amount";
    std::int64_t of_months = 0;
    for (const absl::string_view month : absl::StrSplit(fields[kMonths], ' ')) {
      std::string wrong = AddMonth(fields[kChild], month, &of_months);
      if (!wrong.empty()) return wrong;
    }
    if (of_months != *amount) return "has months that do not add up to its amount";
    const auto total = civil::AddTiyn(sums_.total_tiyn, *amount);
    if (!total.ok()) return "is more than can be";
    sums_.total_tiyn = *total;
    ++sums_.lines;
    return "";
  }
  const ControlSums& sums() const { return sums_; }

 private:
  // "2025-10=10485.33", "2025-10+1=12.00".
  std::string AddMonth(const std::string& child, absl::string_view text, std::int64_t* sum) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(text, absl::MaxSplits('=', 1));
    const auto amount = civil::ParseTenge(parts.second);
    const absl::string_view name = parts.first.substr(0, 7);
    const absl::string_view part = parts.first.substr(name.size());
    std::int32_t number = 0;
    const bool supplement = part.size() > 1 && part[0] == '+' && absl::SimpleAtoi(part.substr(1), &number);
    if (!amount.ok() || *amount <= 0 || !civil::ParseMonth(name).ok() || (!part.empty() && !supplement))
      return "has a month that cannot be read";
    if (!seen_.emplace(child, parts.first).second) return "has a child-month that stands there already";
    const auto next = civil::AddTiyn(*sum, *amount);
    if (!next.ok()) return "is more than can be";
    *sum = *next;
    ++sums_.months;
    return "";
  }

  ControlSums sums_;
  std::set<std::pair<std::string, std::string>> seen_;  // child, month with part
};

absl::Status Wrong(std::int64_t line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, " ", what));
}

}  // namespace

absl::StatusOr<ControlSums> SumRegisterCsv(absl::string_view csv) {
  if (!absl::ConsumePrefix(&csv, CsvHeader())) return Wrong(0, "is not the header of a register");
  Summer summer;
  while (!csv.empty()) {
    const auto fields = TakeRecord(&csv);
    const std::string wrong = fields.has_value() ? summer.Add(*fields) : "cannot be read";
    if (!wrong.empty()) return Wrong(summer.sums().lines + 1, wrong);
  }
  return summer.sums();
}

}  // namespace oteu::payment
