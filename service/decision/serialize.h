// The bytes of a message, equal for equal messages (maps sorted): what is hashed, stored and compared in a
// replay.
#pragma once

#include <google/protobuf/message_lite.h>

#include <string>

#include "absl/strings/string_view.h"
#include "oteu/v1/decision.pb.h"

namespace oteu::decision {

std::string SerializeDeterministically(const google::protobuf::MessageLite& message);

// 64 lower-case hex digits, and the 32 raw bytes.
std::string Sha256Hex(absl::string_view bytes);
std::string Sha256Raw(absl::string_view bytes);

// The inputs as they are stored and hashed: without `documents`, which are stored by their own digests.
std::string SerializeInputs(const v1::DecisionInputs& inputs);

}  // namespace oteu::decision
