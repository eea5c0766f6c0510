// Signed payloads: no bytes crash the reader, and what it takes, protobuf's own JSON reader takes with the
// same meaning. The other way round need not hold: ours is the stricter one.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "service/decision/payload.h"

namespace {

using oteu::decision::PayloadForm;
using oteu::decision::PayloadReading;

template <typename Payload>
void Check(oteu::v1::DocumentType type, const std::string& bytes) {
  const PayloadReading reading = oteu::decision::ReadPayload(type, bytes);
  if (reading.form == PayloadForm::kNotReadable) return;
  const auto* ours = std::get_if<Payload>(&reading.payload);
  if (ours == nullptr) std::abort();
  Payload theirs;
  if (!google::protobuf::util::JsonStringToMessage(bytes, &theirs).ok()) std::abort();
  if (!google::protobuf::util::MessageDifferencer::Equals(*ours, theirs)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Check<oteu::v1::SchoolCertificate>(oteu::v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, bytes);
  Check<oteu::v1::PmpcConclusion>(oteu::v1::DOCUMENT_TYPE_PMPC_CONCLUSION, bytes);
  return 0;
}
