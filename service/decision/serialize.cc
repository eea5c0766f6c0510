#include "service/decision/serialize.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstdint>

#include "absl/strings/escaping.h"
#include "verification/openssl/digest.h"

namespace oteu::decision {

std::string SerializeDeterministically(const google::protobuf::MessageLite& message) {
  std::string bytes;
  bytes.reserve(message.ByteSizeLong());
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

std::string Sha256Raw(absl::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto digest = verification::openssl::Sha256({data, bytes.size()});
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string Sha256Hex(absl::string_view bytes) { return absl::BytesToHexString(Sha256Raw(bytes)); }

std::string SerializeInputs(const v1::DecisionInputs& inputs) {
  if (inputs.documents().empty()) return SerializeDeterministically(inputs);
  v1::DecisionInputs stripped = inputs;
  stripped.clear_documents();
  return SerializeDeterministically(stripped);
}

}  // namespace oteu::decision
