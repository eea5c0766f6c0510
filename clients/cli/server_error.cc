#include "clients/cli/server_error.h"

#include <ostream>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace oteu::cli {
namespace {

// What came with the error; absent parts are empty.
struct Details {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::LocalizedMessage localized;
  google::rpc::RetryInfo retry;
};

Details DetailsOf(const absl::Status& status) {
  Details details;
  const auto payload = status.GetPayload(kRpcStatusPayload);
  google::rpc::Status rpc;
  if (!payload || !rpc.ParseFromString(std::string(*payload))) return details;
  for (const google::protobuf::Any& any : rpc.details()) {
    // A detail of another type, or a damaged one, is left out: the code and message stand anyway.
    static_cast<void>(any.UnpackTo(&details.info) || any.UnpackTo(&details.bad_request) ||
                      any.UnpackTo(&details.localized) || any.UnpackTo(&details.retry));
  }
  return details;
}

std::string ToText(const absl::Status& status, const Details& details, const std::string& command) {
  const std::string reason = details.info.reason().empty() ? "" : absl::StrCat(" ", details.info.reason());
  std::string text = absl::StrCat("oteu ", command, ": ", absl::StatusCodeToString(status.code()), reason,
                                  ": ", status.message(), "\n");
  if (!details.localized.message().empty()) absl::StrAppend(&text, "  ", details.localized.message(), "\n");
  for (const auto& violation : details.bad_request.field_violations()) {
    absl::StrAppend(&text, "  ", violation.field(), ": ", violation.description(), "\n");
  }
  for (const auto& [key, value] : details.info.metadata())
    absl::StrAppend(&text, "  ", key, " = ", value, "\n");
  if (details.retry.has_retry_delay()) {
    absl::StrAppend(&text, "  retry after ", details.retry.retry_delay().seconds(), " s\n");
  }
  return text;
}

std::string ToJson(const absl::Status& status, const Details& details) {
  std::vector<std::string> members;
  if (!details.info.reason().empty())
    members.push_back(absl::StrCat("\"reason\":", JsonString(details.info.reason())));
  if (!details.localized.message().empty()) {
    members.push_back(absl::StrCat("\"localizedMessage\":", JsonLine(details.localized)));
  }
  std::vector<std::string> metadata;
  for (const auto& [key, value] : details.info.metadata()) {
    metadata.push_back(absl::StrCat(JsonString(key), ":", JsonString(value)));
  }
  if (!metadata.empty()) members.push_back(absl::StrCat("\"metadata\":{", absl::StrJoin(metadata, ","), "}"));
  std::vector<std::string> violations;
  for (const auto& violation : details.bad_request.field_violations())
    violations.push_back(JsonLine(violation));
  if (!violations.empty())
    members.push_back(absl::StrCat("\"fieldViolations\":[", absl::StrJoin(violations, ","), "]"));
  if (details.retry.has_retry_delay()) {
    members.push_back(absl::StrCat("\"retryAfterSeconds\":", details.retry.retry_delay().seconds()));
  }
  return JsonError(status, absl::StrJoin(members, ","));
}

}  // namespace

int ReportServerError(const absl::Status& status, const std::string& command, bool json,
                      const Console& console) {
  const Details details = DetailsOf(status);
  if (json) {
    console.out << ToJson(status, details) << "\n";
  } else {
    console.err << ToText(status, details, command);
  }
  return kFailure;
}

}  // namespace oteu::cli
