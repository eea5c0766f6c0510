#include "clients/cli/format.h"

#include <cctype>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace oteu::cli {
namespace {

// "DecisionOutcome" -> "DECISION_OUTCOME_".
std::string Prefix(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return prefix.append("_");
}

}  // namespace

std::string ShortEnumName(const google::protobuf::EnumDescriptor& type, int number) {
  const google::protobuf::EnumValueDescriptor* value = type.FindValueByNumber(number);
  if (value == nullptr) return std::to_string(number);  // A newer peer's.
  const std::string prefix = Prefix(type);
  return value->name().starts_with(prefix) ? value->name().substr(prefix.size()) : value->name();
}

absl::StatusOr<int> EnumByShortName(const google::protobuf::EnumDescriptor& type, std::string_view name) {
  std::string wanted = Prefix(type);
  for (const char c : name)
    wanted.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  const google::protobuf::EnumValueDescriptor* value = type.FindValueByName(wanted);
  if (value != nullptr && value->number() != 0) return value->number();
  std::string known;
  for (int i = 1; i < type.value_count(); ++i) {
    absl::StrAppend(&known, i == 1 ? "" : ", ", ShortEnumName(type, type.value(i)->number()));
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", std::string(name), "\" is none of: ", known));
}

std::string DayText(const google::type::Date& date) {
  if (date.year() == 0 && date.month() == 0 && date.day() == 0) return "-";
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "-";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

std::string ClausesText(const google::protobuf::RepeatedPtrField<oteu::v1::Citation>& citations) {
  std::vector<std::string> acts;
  std::vector<std::vector<std::string>> clauses;
  for (const oteu::v1::Citation& citation : citations) {
    size_t i = 0;
    while (i < acts.size() && acts[i] != citation.act_id()) ++i;
    if (i == acts.size()) {
      acts.push_back(citation.act_id());
      clauses.emplace_back();
    }
    clauses[i].push_back(citation.clause_id());
  }
  std::string text;
  for (size_t i = 0; i < acts.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : "; ", acts[i], " cl. ");
    for (size_t j = 0; j < clauses[i].size(); ++j) absl::StrAppend(&text, j == 0 ? "" : ", ", clauses[i][j]);
  }
  return text;
}

}  // namespace oteu::cli
