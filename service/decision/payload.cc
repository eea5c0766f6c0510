#include "service/decision/payload.h"

#include <string>
#include <utility>

#include "service/civil/date.h"
#include "service/decision/identifiers.h"
#include "service/decision/json_reader.h"
#include "service/limits.h"

namespace oteu::decision {
namespace {

bool ReadDate(JsonReader& reader, google::type::Date* date) {
  return reader.ReadObject([&](absl::string_view key) {
    std::int32_t value = 0;
    if (!reader.ReadInt32(&value)) return false;
    if (key == "year") {
      date->set_year(value);
    } else if (key == "month") {
      date->set_month(value);
    } else if (key == "day") {
      date->set_day(value);
    } else {
      return false;
    }
    return true;
  });
}

bool ReadNumber(JsonReader& reader, std::string* number) {
  return reader.ReadString(number) && number->size() <= limits::kMaxDocumentNumberChars;
}

// Canonical JSON names only: a second spelling of a key would be a way to say a thing twice.
bool ReadSchoolCertificate(JsonReader& reader, v1::SchoolCertificate* out) {
  const bool read = reader.ReadObject([&](absl::string_view key) {
    if (key == "childIin") return reader.ReadString(out->mutable_child_iin());
    if (key == "schoolBin") return reader.ReadString(out->mutable_school_bin());
    if (key == "homeEducationFrom") return ReadDate(reader, out->mutable_home_education_from());
    if (key == "homeEducationThrough") return ReadDate(reader, out->mutable_home_education_through());
    if (key == "issuedOn") return ReadDate(reader, out->mutable_issued_on());
    if (key == "number") return ReadNumber(reader, out->mutable_number());
    return false;
  });
  return read && reader.AtEnd() && HasIinShape(out->child_iin()) && HasIinShape(out->school_bin()) &&
         out->has_home_education_from() && out->has_home_education_through() && out->has_issued_on();
}

bool ReadPmpcConclusion(JsonReader& reader, v1::PmpcConclusion* out) {
  const bool read = reader.ReadObject([&](absl::string_view key) {
    if (key == "childIin") return reader.ReadString(out->mutable_child_iin());
    if (key == "pmpcBin") return reader.ReadString(out->mutable_pmpc_bin());
    if (key == "termFrom") return ReadDate(reader, out->mutable_term_from());
    if (key == "termThrough") return ReadDate(reader, out->mutable_term_through());
    if (key == "issuedOn") return ReadDate(reader, out->mutable_issued_on());
    if (key == "number") return ReadNumber(reader, out->mutable_number());
    if (key == "homeEducationRecommended") {
      bool recommended = false;
      if (!reader.ReadBool(&recommended)) return false;
      out->set_home_education_recommended(recommended);
      return true;
    }
    return false;
  });
  return read && reader.AtEnd() && HasIinShape(out->child_iin()) && HasIinShape(out->pmpc_bin()) &&
         out->has_term_from() && out->has_term_through() && out->has_issued_on();
}

bool DatesAreValid(const google::type::Date& from, const google::type::Date& through,
                   const google::type::Date& issued_on) {
  const auto from_day = civil::FromProto(from);
  const auto through_day = civil::FromProto(through);
  return from_day.ok() && through_day.ok() && civil::FromProto(issued_on).ok() && *from_day <= *through_day;
}

}  // namespace

bool HasPayload(v1::DocumentType type) {
  return type == v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE || type == v1::DOCUMENT_TYPE_PMPC_CONCLUSION;
}

PayloadReading ReadPayload(v1::DocumentType type, absl::string_view signed_bytes) {
  PayloadReading reading;
  if (signed_bytes.size() > limits::kMaxPayloadBytes || !IsStrictUtf8(signed_bytes)) return reading;
  JsonReader reader(signed_bytes, limits::kMaxJsonDepth);
  bool dates = false;
  if (type == v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE) {
    v1::SchoolCertificate certificate;
    if (!ReadSchoolCertificate(reader, &certificate)) return reading;
    dates = DatesAreValid(certificate.home_education_from(), certificate.home_education_through(),
                          certificate.issued_on());
    reading.payload = std::move(certificate);
  } else if (type == v1::DOCUMENT_TYPE_PMPC_CONCLUSION) {
    v1::PmpcConclusion conclusion;
    if (!ReadPmpcConclusion(reader, &conclusion)) return reading;
    dates = DatesAreValid(conclusion.term_from(), conclusion.term_through(), conclusion.issued_on());
    reading.payload = std::move(conclusion);
  } else {
    return reading;
  }
  reading.form = dates ? PayloadForm::kRead : PayloadForm::kDatesInvalid;
  return reading;
}

}  // namespace oteu::decision
