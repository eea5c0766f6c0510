// Payload: the facts inside a signed document, read from the signed bytes and nowhere else.
//
//   PayloadReading reading = ReadPayload(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, content);
//   if (reading.form == PayloadForm::kRead) Use(reading.payload);
//
// A payload is the canonical JSON of oteu.v1.SchoolCertificate (clause 2) or PmpcConclusion (clause 4). Bytes
// that are none are no error: somebody signed a scan, and a person must read it.
#pragma once

#include <variant>

#include "absl/strings/string_view.h"
#include "oteu/v1/document.pb.h"

namespace oteu::decision {

enum class PayloadForm {
  kRead,  // the payload is there, well formed, its days exist and its period does not end before it begins
  kDatesInvalid,  // the payload is there, but a day does not exist or its period ends before it begins
  kNotReadable,   // the bytes are no payload of this type: a person must read them
};

struct PayloadReading {
  PayloadForm form = PayloadForm::kNotReadable;
  std::variant<std::monostate, v1::SchoolCertificate, v1::PmpcConclusion> payload;
};

// True for the types whose signed content the service can read.
bool HasPayload(v1::DocumentType type);

PayloadReading ReadPayload(v1::DocumentType type, absl::string_view signed_bytes);

}  // namespace oteu::decision
