#include "clients/cli/document_argument.h"

#include <openssl/rand.h>

#include <array>
#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/demo_pki/files.h"

namespace oteu::cli {

using oteu::v1::ApplicationForm;
using oteu::v1::Document;

absl::StatusOr<Document> ReadDocument(std::string_view argument) {
  const size_t equals = argument.find('=');
  if (equals == std::string_view::npos) {
    return absl::InvalidArgumentError("--document: expected TYPE=FILE or TYPE=FILE:CONTENT_FILE");
  }
  const absl::StatusOr<oteu::v1::DocumentType> type =
      ParseEnum<oteu::v1::DocumentType>(argument.substr(0, equals));
  if (!type.ok()) return absl::InvalidArgumentError(absl::StrCat("--document: ", type.status().message()));
  std::string container(argument.substr(equals + 1));
  std::string content;
  const size_t colon = container.find(':');
  std::error_code ignored;
  if (colon != std::string::npos && !std::filesystem::exists(container, ignored)) {
    content = container.substr(colon + 1);
    container.resize(colon);
  }
  Document document;
  document.set_type(*type);
  absl::StatusOr<std::string> signed_data = demo_pki::ReadFile(container);
  if (!signed_data.ok()) return signed_data.status();
  document.set_signed_data(*std::move(signed_data));
  if (!content.empty()) {
    absl::StatusOr<std::string> bytes = demo_pki::ReadFile(content);
    if (!bytes.ok()) return bytes.status();
    document.set_content(*std::move(bytes));
  }
  return document;
}

absl::StatusOr<std::vector<Document>> ReadDocuments(const std::vector<std::string>& arguments) {
  std::vector<Document> documents;
  for (const std::string& argument : arguments) {
    absl::StatusOr<Document> document = ReadDocument(argument);
    if (!document.ok()) return document.status();
    documents.push_back(*std::move(document));
  }
  return documents;
}

std::vector<Flag> FormFlags() {
  return {{"form", "FILE", "form as canonical JSON of oteu.v1.ApplicationForm; the flags below go over it"},
          {"child-iin", "IIN", "the child"},
          {"applicant-iin", "IIN", "the applicant, who is paid"},
          {"capacity", "WHAT", "parent, legal-representative or attorney"},
          {"district", "KATO", "district applied to, 9 digits"},
          {"iban", "IBAN", "account of the applicant"},
          {"consent", "", "consent to the use of restricted personal data"},
          {"kandas", "", "the applicant presents the kandas certificate"}};
}

absl::StatusOr<ApplicationForm> ReadForm(const Arguments& arguments) {
  ApplicationForm form;
  if (arguments.Has("form")) {
    const absl::StatusOr<std::string> json = demo_pki::ReadFile(arguments.Get("form"));
    if (!json.ok()) return json.status();
    if (absl::Status status = ParseJson(*json, &form); !status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(arguments.Get("form"), ": ", status.message()));
    }
  }
  if (arguments.Has("child-iin")) form.set_child_iin(arguments.Get("child-iin"));
  if (arguments.Has("applicant-iin")) form.set_applicant_iin(arguments.Get("applicant-iin"));
  if (arguments.Has("district")) form.set_district_kato(arguments.Get("district"));
  if (arguments.Has("iban")) form.set_iban(arguments.Get("iban"));
  if (arguments.Has("consent")) form.set_consent(true);
  if (arguments.Has("kandas")) form.set_kandas(true);
  if (arguments.Has("lang")) form.set_language(arguments.Get("lang"));
  if (arguments.Has("capacity")) {
    const auto capacity = ParseEnum<oteu::v1::ApplicantCapacity>(arguments.Get("capacity"));
    if (!capacity.ok())
      return absl::InvalidArgumentError(absl::StrCat("--capacity: ", capacity.status().message()));
    form.set_capacity(*capacity);
  }
  return form;
}

std::string RequestId(const Arguments& arguments) {
  if (arguments.Has("request-id")) return arguments.Get("request-id");
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), bytes.size());
  bytes[6] =
      static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);  // UUID version 4 (RFC 4122 section 4.4).
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  const std::string hex = absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

std::string ApplicationName(std::string_view operand) {
  return operand.find('/') == std::string_view::npos ? absl::StrCat("applications/", std::string(operand))
                                                     : std::string(operand);
}

bool IsDecisionName(std::string_view operand) {
  return operand.find("/decisions/") != std::string_view::npos;
}

std::string DecisionName(std::string_view operand) {
  return IsDecisionName(operand) ? std::string(operand)
                                 : ApplicationName(operand).append("/decisions/latest");
}

}  // namespace oteu::cli
