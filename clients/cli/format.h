// Small pieces of text from messages: enum names, days, clauses.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "oteu/v1/citation.pb.h"

namespace oteu::cli {

// "DECISION_OUTCOME_GRANTED" -> "GRANTED": the enum's name in capitals is taken off.
std::string ShortEnumName(const google::protobuf::EnumDescriptor& type, int number);

template <typename Enum>
std::string NameOf(Enum value) {
  return ShortEnumName(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// The value with this short name, in any case, "-" for "_". Errors: kInvalidArgument, listing the names there
// are.
absl::StatusOr<int> EnumByShortName(const google::protobuf::EnumDescriptor& type, std::string_view name);

template <typename Enum>
absl::StatusOr<Enum> ParseEnum(std::string_view name) {
  const absl::StatusOr<int> number = EnumByShortName(*google::protobuf::GetEnumDescriptor<Enum>(), name);
  if (!number.ok()) return number.status();
  return static_cast<Enum>(*number);
}

// "2026-09-01"; "-" when absent (all zero).
std::string DayText(const google::type::Date& date);
// "2026-11-22T12:00:00Z", UTC; "-" when absent (zero).
std::string TimeText(const google::protobuf::Timestamp& time);

// "kegen-14-67 cl. 4, 7; other cl. 1": each act once.
std::string ClausesText(const google::protobuf::RepeatedPtrField<oteu::v1::Citation>& citations);

}  // namespace oteu::cli
