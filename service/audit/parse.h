// Reads a stored message.
#pragma once

#include <google/protobuf/message_lite.h>

#include "absl/strings/string_view.h"

namespace oteu::audit {

inline bool Parse(absl::string_view bytes, google::protobuf::MessageLite* message) {
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace oteu::audit
