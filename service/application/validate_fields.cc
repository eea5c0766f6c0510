#include "service/application/validate_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/application/names.h"
#include "service/civil/date.h"
#include "service/decision/identifiers.h"
#include "service/decision/json_reader.h"
#include "service/decision/periods.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

void Add(const std::string& field, const std::string& description, Violations* out) {
  out->push_back({field, description});
}

bool IsRequestIdChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
}

std::size_t CountChars(absl::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void ValidateIin(absl::string_view iin, const std::string& field, Violations* out) {
  if (iin.empty()) return Add(field, "required", out);
  if (!decision::HasIinShape(iin)) return Add(field, "must be 12 digits", out);
  if (!decision::IsValidIin(iin)) Add(field, "control digit is wrong", out);
}

template <typename IsValid>
void ValidateEnum(int value, IsValid is_valid, const std::string& field, Violations* out) {
  if (value == 0) return Add(field, "required", out);
  if (!is_valid(value)) Add(field, "unknown value", out);
}

void ValidateDocument(const v1::Document& document, const std::string& path, Violations* out) {
  ValidateEnum(document.type(), v1::DocumentType_IsValid, absl::StrCat(path, ".type"), out);
  const std::string too_large =
      absl::StrCat("larger than ", limits::kMaxDocumentBytes, " bytes (limit document_bytes)");
  if (document.signed_data().empty()) Add(absl::StrCat(path, ".signed_data"), "required", out);
  if (document.signed_data().size() > limits::kMaxDocumentBytes)
    Add(absl::StrCat(path, ".signed_data"), too_large, out);
  if (document.content().size() > limits::kMaxDocumentBytes)
    Add(absl::StrCat(path, ".content"), too_large, out);
}

// Of these the decision needs the days that the officer read, and not only that the paper is in order.
bool NeedsPeriod(v1::DocumentType type) {
  return type == v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE || type == v1::DOCUMENT_TYPE_PMPC_CONCLUSION ||
         type == v1::DOCUMENT_TYPE_DISABILITY;
}

}  // namespace

void ValidateRequestId(absl::string_view request_id, Violations* out) {
  if (request_id.empty()) return Add("request_id", "required", out);
  const bool fits = request_id.size() <= limits::kMaxRequestIdChars;
  if (!fits || !std::all_of(request_id.begin(), request_id.end(), IsRequestIdChar)) {
    Add("request_id", "must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '-'", out);
  }
}

void ValidateApplicationName(absl::string_view name, Violations* out) {
  if (name.empty()) return Add("name", "required", out);
  if (!ParseApplicationName(name).has_value()) Add("name", "must be applications/{application}", out);
}

void ValidateForm(const v1::ApplicationForm& form, Violations* out) {
  ValidateIin(form.child_iin(), "form.child_iin", out);
  ValidateIin(form.applicant_iin(), "form.applicant_iin", out);
  if (!form.child_iin().empty() && form.child_iin() == form.applicant_iin()) {
    Add("form.applicant_iin", "must not be the child's", out);
  }
  ValidateEnum(form.capacity(), v1::ApplicantCapacity_IsValid, "form.capacity", out);
  if (form.district_kato().empty()) {
    Add("form.district_kato", "required", out);
  } else if (!decision::HasKatoShape(form.district_kato())) {
    Add("form.district_kato", "must be 9 digits", out);
  }
  if (form.iban().empty()) {
    Add("form.iban", "required", out);
  } else if (!decision::NormalizeIban(form.iban()).has_value()) {
    Add("form.iban", "is no Kazakh IBAN (20 characters, check digits)", out);
  }
  const std::string& language = form.language();
  if (!language.empty() && language != "kk" && language != "ru" && language != "en") {
    Add("form.language", "must be kk, ru or en", out);
  }
}

void ValidateDocuments(const google::protobuf::RepeatedPtrField<v1::Document>& documents, bool at_least_one,
                       Violations* out) {
  if (at_least_one && documents.empty()) return Add("documents", "at least one is required", out);
  if (documents.size() > limits::kMaxDocuments) {
    return Add("documents", absl::StrCat("more than ", limits::kMaxDocuments, " (limit documents)"), out);
  }
  for (int i = 0; i < documents.size(); ++i)
    ValidateDocument(documents[i], absl::StrCat("documents[", i, "]"), out);
}

void ValidateAttestation(const v1::OfficerAttestation& attestation, const std::string& path,
                         Violations* out) {
  ValidateEnum(attestation.type(), v1::DocumentType_IsValid, absl::StrCat(path, ".type"), out);
  ValidateText(attestation.justification(), absl::StrCat(path, ".justification"),
               limits::kMaxAttestationChars, true, out);
  ValidateText(attestation.officer(), absl::StrCat(path, ".officer"), limits::kMaxOfficerChars, true, out);
  if (attestation.has_birth_date())
    ValidateDate(attestation.birth_date(), absl::StrCat(path, ".birth_date"), out);
  if (!attestation.has_period()) {
    if (NeedsPeriod(attestation.type())) Add(absl::StrCat(path, ".period"), "required for this type", out);
    return;
  }
  const v1::DatedPeriod& period = attestation.period();
  ValidateDate(period.from(), absl::StrCat(path, ".period.from"), out);
  if (!period.has_through()) return;
  ValidateDate(period.through(), absl::StrCat(path, ".period.through"), out);
  const auto from = civil::FromProto(period.from());
  const auto through = civil::FromProto(period.through());
  if (from.ok() && through.ok() && *through < *from)
    Add(absl::StrCat(path, ".period.through"), "before from", out);
}

void ValidateText(absl::string_view text, const std::string& path, std::size_t max_chars, bool required,
                  Violations* out) {
  if (required && text.empty()) return Add(path, "required", out);
  if (!decision::IsStrictUtf8(text)) return Add(path, "is not UTF-8", out);
  if (CountChars(text) > max_chars) Add(path, absl::StrCat("longer than ", max_chars, " characters"), out);
}

void ValidateDate(const google::type::Date& date, const std::string& path, Violations* out) {
  if (!civil::FromProto(date).ok()) Add(path, "no such day", out);
}

}  // namespace oteu::application
