#include "service/entitlement/json_lines.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/entitlement/evaluate.h"

namespace oteu::entitlement {
namespace {

// Deepest nesting of a text that may be JSON, seen without parsing it: the parser recurses, so it must not
// see more.
int DepthOf(absl::string_view json) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

absl::StatusOr<v1::EvaluateEntitlementRequest> ParseJsonLine(absl::string_view line) {
  if (line.size() > kMaxLineBytes) {
    return absl::InvalidArgumentError(absl::StrCat("line longer than ", kMaxLineBytes, " bytes"));
  }
  if (DepthOf(line) > kMaxJsonDepth) {
    return absl::InvalidArgumentError(absl::StrCat("JSON nested deeper than ", kMaxJsonDepth));
  }
  v1::EvaluateEntitlementRequest request;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(line.data(), line.size()), &request);
  // The parser's message quotes what it stumbled on: fit for the person at the terminal who typed it, not for
  // a log.
  if (!status.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an EvaluateEntitlementRequest in JSON: ",
                     absl::string_view(status.message().data(), status.message().size())));
  }
  return request;
}

absl::StatusOr<std::string> EvaluateJsonLine(const regulation::Catalog& catalog, absl::string_view line,
                                             absl::string_view default_regulation_id, absl::CivilDay today) {
  absl::StatusOr<v1::EvaluateEntitlementRequest> request = ParseJsonLine(line);
  if (!request.ok()) return request.status();
  if (request->regulation_id().empty()) request->set_regulation_id(std::string(default_regulation_id));
  absl::StatusOr<v1::Entitlement> entitlement = Evaluate(catalog, *request, today);
  if (!entitlement.ok()) return entitlement.status();
  v1::EvaluateEntitlementResponse response;
  response.set_case_id(request->case_id());
  *response.mutable_entitlement() = *std::move(entitlement);
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(response, &json, options);
  if (!status.ok()) return absl::InternalError("the answer cannot be written as JSON");
  return json;
}

}  // namespace oteu::entitlement
