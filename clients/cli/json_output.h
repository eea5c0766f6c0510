// JSON for machines: canonical protobuf JSON on one line.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace oteu::cli {

// Without line breaks; fields with default values are left out.
std::string JsonLine(const google::protobuf::Message& message);

// The text as a JSON string with quotes. Bytes that are no UTF-8 become '?'.
std::string JsonString(std::string_view text);

// {"error":{"code":"INVALID_ARGUMENT","message":"…"}} with `more` (whole members, e.g. "\"line\":3") inside.
std::string JsonError(const absl::Status& status, std::string_view more = "");

// Reads canonical protobuf JSON; unknown fields are errors. Errors: kInvalidArgument.
absl::Status ParseJson(std::string_view json, google::protobuf::Message* message);

}  // namespace oteu::cli
