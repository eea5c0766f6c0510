// Documents, forms and ids as the submitting commands take them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/arguments.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/document.pb.h"

namespace oteu::cli {

// "TYPE=FILE" or, for a detached signature, "TYPE=FILE:CONTENT_FILE"; TYPE as in DocumentType without prefix,
// in any case. A colon that belongs to an existing FILE is not taken for the separator. Errors:
// kInvalidArgument, kNotFound.
absl::StatusOr<oteu::v1::Document> ReadDocument(std::string_view argument);
absl::StatusOr<std::vector<oteu::v1::Document>> ReadDocuments(const std::vector<std::string>& arguments);

// Flags of ReadForm: --form FILE (canonical JSON of ApplicationForm), and one flag per field, which goes over
// the file.
std::vector<Flag> FormFlags();
absl::StatusOr<oteu::v1::ApplicationForm> ReadForm(const Arguments& arguments);

// --request-id, or a new random UUID.
std::string RequestId(const Arguments& arguments);

// "applications/X" for "X" and for itself.
std::string ApplicationName(std::string_view operand);
// ".../decisions/latest" for an application's name, a decision's name for itself.
std::string DecisionName(std::string_view operand);
// True for a decision's name.
bool IsDecisionName(std::string_view operand);

}  // namespace oteu::cli
