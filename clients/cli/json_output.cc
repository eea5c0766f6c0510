#include "clients/cli/json_output.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace oteu::cli {
namespace {

// Length of the UTF-8 sequence at the front of `text`; 0 when there is none.
size_t SequenceLength(std::string_view text) {
  const auto byte = [&text](size_t i) { return static_cast<uint8_t>(text[i]); };
  size_t length = 0;
  if (byte(0) < 0x80) return 1;
  if (byte(0) >= 0xC2 && byte(0) < 0xE0) length = 2;
  if (byte(0) >= 0xE0 && byte(0) < 0xF0) length = 3;
  if (byte(0) >= 0xF0 && byte(0) < 0xF5) length = 4;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

}  // namespace

std::string JsonLine(const google::protobuf::Message& message) {
  std::string json;
  // Fails only for values that JSON cannot hold; the messages printed here have none.
  static_cast<void>(google::protobuf::util::MessageToJsonString(message, &json));
  return json;
}

std::string JsonString(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    const auto byte = static_cast<uint8_t>(text[0]);
    if (length == 0) {
      json.push_back('?');
    } else if (byte == '"' || byte == '\\') {
      json.append({'\\', text[0]});
    } else if (byte < 0x20) {
      absl::StrAppendFormat(&json, "\\u%04x", byte);
    } else {
      json.append(text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return json.append("\"");
}

std::string JsonError(const absl::Status& status, std::string_view more) {
  return absl::StrCat("{\"error\":{\"code\":\"", absl::StatusCodeToString(status.code()), "\",\"message\":",
                      JsonString(std::string_view(status.message().data(), status.message().size())),
                      more.empty() ? "" : ",", std::string(more), "}}");
}

absl::Status ParseJson(std::string_view json, google::protobuf::Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, message);
  return status.ok() ? absl::OkStatus() : absl::InvalidArgumentError(std::string(status.message()));
}

}  // namespace oteu::cli
