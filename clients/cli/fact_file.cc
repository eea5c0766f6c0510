#include "clients/cli/fact_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/json_output.h"

namespace oteu::cli {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024;
constexpr std::array<std::string_view, 10> kColumns = {"fact_id",  "revision", "kind",    "child_iin",
                                                       "month",    "from",     "through", "person_iin",
                                                       "annulled", "retracted"};

absl::Status Wrong(std::string_view column, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(std::string(column), ": ", std::string(what)));
}

// "YYYY-MM-DD"; whether there is such a day is the server's to say.
bool ReadDay(const std::string& text, google::type::Date* day) {
  int year = 0, month = 0, of_month = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &of_month))
    return false;
  day->set_year(year);
  day->set_month(month);
  day->set_day(of_month);
  return true;
}

absl::Status SetFlag(std::string_view column, const std::string& text, bool* flag) {
  if (text != "true" && text != "false") return Wrong(column, "true, false or empty");
  *flag = text == "true";
  return absl::OkStatus();
}

absl::Status SetField(const std::string& column, const std::string& text, oteu::v1::Fact* fact) {
  if (text.empty()) return absl::OkStatus();
  if (column == "fact_id") fact->set_fact_id(text);
  if (column == "child_iin") fact->set_child_iin(text);
  if (column == "month") fact->set_month(text);
  if (column == "person_iin") fact->set_person_iin(text);
  if (column == "revision") {
    std::int64_t revision = 0;
    if (!absl::SimpleAtoi(text, &revision)) return Wrong(column, "is no number");
    fact->set_revision(revision);
  }
  if (column == "kind") {
    oteu::v1::FactKind kind = oteu::v1::FACT_KIND_UNSPECIFIED;
    if (!oteu::v1::FactKind_Parse(absl::StrCat("FACT_KIND_", text), &kind))
      return Wrong(column, "is unknown");
    fact->set_kind(kind);
  }
  if (column == "from" && !ReadDay(text, fact->mutable_from())) return Wrong(column, "is no day YYYY-MM-DD");
  if (column == "through" && !ReadDay(text, fact->mutable_through()))
    return Wrong(column, "is no day YYYY-MM-DD");
  bool flag = false;
  if (column == "annulled" || column == "retracted") {
    if (absl::Status status = SetFlag(column, text, &flag); !status.ok()) return status;
    column == "annulled" ? fact->set_annulled(flag) : fact->set_retracted(flag);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FactFileKind> FactFileKindOf(std::string_view path) {
  if (path.ends_with(".csv")) return FactFileKind::kCsv;
  if (path.ends_with(".jsonl") || path.ends_with(".ndjson")) return FactFileKind::kJsonLines;
  return absl::InvalidArgumentError("the file's name must end in .csv, .jsonl or .ndjson");
}

absl::StatusOr<std::vector<std::string>> SplitCsv(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;  // inside quotes
  bool closed = false;  // after a closing quote
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c != '"') {
        fields.back().push_back(c);
      } else if (i + 1 < line.size() && line[i + 1] == '"') {
        fields.back().push_back('"');
        ++i;
      } else {
        quoted = false;
        closed = true;
      }
    } else if (c == ',') {
      fields.emplace_back();
      closed = false;
    } else if (c == '"' && fields.back().empty() && !closed) {
      quoted = true;
    } else if (c == '"' || closed) {
      return absl::InvalidArgumentError("a quote out of place");
    } else {
      fields.back().push_back(c);
    }
  }
  if (quoted) return absl::InvalidArgumentError("a quote that is not closed");
  return fields;
}

absl::StatusOr<oteu::v1::Fact> FactFromCsv(const std::vector<std::string>& columns,
                                           const std::vector<std::string>& fields) {
  if (fields.size() != columns.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(fields.size(), " fields under ", columns.size(), " columns"));
  }
  oteu::v1::Fact fact;
  fact.set_revision(1);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (absl::Status status = SetField(columns[i], fields[i], &fact); !status.ok()) return status;
  }
  return fact;
}

FactFile::FactFile(std::istream& input, FactFileKind kind) : reader_(input, kMaxLineBytes), kind_(kind) {
  if (kind_ != FactFileKind::kCsv) return;
  std::string line;
  if (reader_.Next(&line) != LineReader::Result::kLine) {
    header_ = absl::InvalidArgumentError("no header line");
    return;
  }
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);  // what spreadsheets put before UTF-8
  auto columns = SplitCsv(line);
  if (!columns.ok()) {
    header_ = columns.status();
    return;
  }
  columns_ = *std::move(columns);
  for (const std::string& column : columns_) {
    if (std::find(kColumns.begin(), kColumns.end(), column) == kColumns.end())
      header_ = absl::InvalidArgumentError("a column of the header is unknown");
    if (std::count(columns_.begin(), columns_.end(), column) > 1)
      header_ = absl::InvalidArgumentError("a column of the header stands twice");
  }
}

std::optional<FactLine> FactFile::Next() {
  std::string line;
  for (LineReader::Result got = reader_.Next(&line); got != LineReader::Result::kEnd;
       got = reader_.Next(&line)) {
    if (got == LineReader::Result::kLine && line.find_first_not_of(" \t") == std::string::npos) continue;
    return FactLine{reader_.line_number(), Parse(got, line)};
  }
  return std::nullopt;
}

absl::StatusOr<oteu::v1::Fact> FactFile::Parse(LineReader::Result got, const std::string& line) const {
  if (got == LineReader::Result::kTooLong)
    return absl::InvalidArgumentError(absl::StrCat("the line is above ", kMaxLineBytes, " bytes"));
  if (kind_ == FactFileKind::kCsv) {
    auto fields = SplitCsv(line);
    if (!fields.ok()) return fields.status();
    return FactFromCsv(columns_, *fields);
  }
  oteu::v1::Fact fact;
  // The library's message can quote the line.
  if (!ParseJson(line, &fact).ok()) return absl::InvalidArgumentError("is no fact in JSON");
  if (fact.revision() == 0) fact.set_revision(1);
  return fact;
}

}  // namespace oteu::cli
