// Checks that follow from a field's type. Everything is required unless a table here says otherwise, so that
// a field added to the schema is checked without anybody thinking of it.
#include <google/protobuf/message.h>

#include <cstdint>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/civil/date.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Names = std::set<std::string>;

// The field's name within the schema, e.g. "Act.number".
std::string NameOf(const FieldDescriptor& field) {
  return std::string(absl::StripPrefix(field.full_name(), "oteu.regulation.v1."));
}

// What may be absent.
bool IsOptional(const FieldDescriptor& field) {
  static const Names* const kOptional =
      new Names{"Source.note", "LocalizedText.ru", "LocalizedText.en",
                // Not every act has been found; its source then says so.
                "Act.number", "Act.adopted_on", "Act.registration_number", "Act.registered_on",
                // Empty: the act of the version itself.
                "ClauseRef.act_id", "StopEvent.resume", "StopEvent.leap_day_birthday", "NamedInstitution.bin",
                "RequiredDocument.condition", "RegulationVersion.in_force_through",
                // Absent when the act names none.
                "RegulationVersion.pmpc", "AcademicYear.breaks", "CalendarYear.working_weekends"};
  return kOptional->contains(NameOf(field));
}

bool IsDate(const FieldDescriptor& field) {
  static const Names* const kDates = new Names{"Act.adopted_on",
                                               "Act.registered_on",
                                               "RegulationVersion.in_force_from",
                                               "RegulationVersion.in_force_through",
                                               "RegulationVersion.known_from",
                                               "Mci.from",
                                               "Mci.known_from",
                                               "AcademicYear.first_day",
                                               "AcademicYear.last_day",
                                               "DayRange.from",
                                               "DayRange.through",
                                               "CalendarYear.days_off",
                                               "CalendarYear.working_weekends"};
  return kDates->contains(NameOf(field));
}

// Names that people are shown; other texts may lack a translation.
bool NeedsAllLanguages(const FieldDescriptor& field) {
  static const Names* const kNames =
      new Names{"Act.title", "Act.issuer", "NamedInstitution.name", "Regulation.district_name"};
  return kNames->contains(NameOf(field));
}

// Well-formed UTF-8 without control characters other than a line break (RFC 3629, section 4).
bool IsPlainUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<uint8_t>(text[i]);
    if (lead < 0x80) {
      if (lead < 0x20 && lead != '\n') return false;
      ++i;
      continue;
    }
    const size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                          : (lead & 0xF0) == 0xE0       ? 3
                          : lead >= 0xF0 && lead < 0xF5 ? 4
                                                        : 0;
    if (length == 0 || i + length > text.size()) return false;
    uint32_t code = length == 2 ? lead & 0x1F : length == 3 ? lead & 0x0F : lead & 0x07;
    for (size_t k = 1; k < length; ++k) {
      const auto next = static_cast<uint8_t>(text[i + k]);
      if ((next & 0xC0) != 0x80) return false;
      code = code << 6 | (next & 0x3F);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    i += length;
  }
  return true;
}

void CheckString(const Scope& scope, const FieldDescriptor& field, const std::string& value, int index) {
  const bool is_text = field.containing_type() == v1::LocalizedText::descriptor();
  const size_t bound = static_cast<size_t>(is_text ? kMaxTextBytes : kMaxNameBytes);
  if (value.empty()) {
    if (!IsOptional(field)) scope.Error(field.name(), "missing", index);
  } else if (value.size() > bound) {
    scope.Error(field.name(), absl::StrCat("longer than ", bound, " bytes"), index);
  } else if (!IsPlainUtf8(value)) {
    scope.Error(field.name(), "not plain UTF-8 text", index);
  } else if (IsDate(field)) {
    const absl::StatusOr<absl::CivilDay> day = civil::ParseIsoDate(value);
    if (!day.ok()) scope.Error(field.name(), day.status().message(), index);
  }
}

void CheckEnum(const Scope& scope, const FieldDescriptor& field, int value, int index) {
  if (field.enum_type()->FindValueByNumber(value) == nullptr) {
    scope.Error(field.name(), "no such value", index);
  } else if (value == 0 && !IsOptional(field)) {
    scope.Error(field.name(), "not declared", index);
  }
}

void CheckSource(const Scope& scope, const v1::Source& source) {
  if (!source.confirmed() && source.note().empty()) {
    scope.Error("note", "an unconfirmed source must say what remains to be looked up");
  }
  if (source.confirmed() && !source.note().empty()) {
    scope.Warning("note", "a confirmed source needs no note");
  }
}

void CheckLanguages(const Scope& scope, const FieldDescriptor& field, const v1::LocalizedText& text) {
  if (!NeedsAllLanguages(field)) return;
  if (text.ru().empty()) scope.Error("ru", "a name needs all three languages");
  if (text.en().empty()) scope.Error("en", "a name needs all three languages");
}

void CheckNested(const Scope& scope, const FieldDescriptor& field, const Message& nested, int index) {
  const Scope inner = scope.Nested(field.name(), index);
  CheckFields(inner, nested);
  if (field.message_type() == v1::Source::descriptor()) {
    CheckSource(inner, static_cast<const v1::Source&>(nested));
  } else if (field.message_type() == v1::LocalizedText::descriptor()) {
    CheckLanguages(inner, field, static_cast<const v1::LocalizedText&>(nested));
  }
}

void CheckRepeated(const Scope& scope, const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  const int count = reflection->FieldSize(message, &field);
  if (count == 0 && !IsOptional(field)) scope.Error(field.name(), "missing");
  if (count > kMaxItems) {
    scope.Error(field.name(), absl::StrCat("more than ", kMaxItems, " items"));
    return;
  }
  for (int i = 0; i < count; ++i) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CheckNested(scope, field, reflection->GetRepeatedMessage(message, &field, i), i);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        CheckString(scope, field, reflection->GetRepeatedString(message, &field, i), i);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(scope, field, reflection->GetRepeatedEnumValue(message, &field, i), i);
        break;
      default:
        break;  // Numbers have rules of their own.
    }
  }
}

void CheckSingular(const Scope& scope, const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (reflection->HasField(message, &field)) {
        CheckNested(scope, field, reflection->GetMessage(message, &field), -1);
      } else if (!IsOptional(field)) {
        scope.Error(field.name(), "missing");
      }
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      CheckString(scope, field, reflection->GetString(message, &field), -1);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      CheckEnum(scope, field, reflection->GetEnumValue(message, &field), -1);
      break;
    default:
      break;
  }
}

}  // namespace

void CheckFields(const Scope& scope, const Message& message) {
  // A snapshot written by a later build may hold rules that this one would silently leave out.
  if (!message.GetReflection()->GetUnknownFields(message).empty()) {
    scope.Error("", "fields unknown to this version of the service");
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.is_repeated()) {
      CheckRepeated(scope, message, field);
    } else {
      CheckSingular(scope, message, field);
    }
  }
}

}  // namespace oteu::regulation
