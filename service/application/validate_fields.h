// Checks of single fields, shared by the requests that hold them.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/decision.pb.h"
#include "service/application/validate.h"

namespace oteu::application {

// 1..64 characters of [A-Za-z0-9._-].
void ValidateRequestId(absl::string_view request_id, Violations* out);
void ValidateApplicationName(absl::string_view name, Violations* out);
void ValidateForm(const v1::ApplicationForm& form, Violations* out);
void ValidateDocuments(const google::protobuf::RepeatedPtrField<v1::Document>& documents, bool at_least_one,
                       Violations* out);
void ValidateAttestation(const v1::OfficerAttestation& attestation, const std::string& path, Violations* out);
// Bounds are in Unicode characters.
void ValidateText(absl::string_view text, const std::string& path, std::size_t max_chars, bool required,
                  Violations* out);
void ValidateDate(const google::type::Date& date, const std::string& path, Violations* out);

}  // namespace oteu::application
