// TSTInfo (RFC 3161 section 2.4.2): what a time-stamping authority signs. Strict DER, bounded, nothing
// judged.
//
//   OrProblem<TstInfo> info = ParseTstInfo(content);
//   std::get<TstInfo>(info).gen_time;
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"

namespace oteu::verification::timestamp {

// All bytes point into what was parsed.
struct TstInfo {
  std::string policy;              // dotted OID
  std::string imprint_digest_oid;  // dotted
  openssl::Bytes imprint;          // hashedMessage
  openssl::Bytes serial;           // Contents of the INTEGER.
  absl::Time gen_time;             // to the nanosecond
  std::optional<absl::Duration> accuracy;
  bool ordering = false;
  std::optional<openssl::Bytes> nonce;  // Contents of the INTEGER.
  std::optional<openssl::Bytes> tsa;    // Whole DER of the GeneralName.
};

// TIMESTAMP_MALFORMED for anything but version 1, well-formed, without a critical extension (none is
// understood) and with nothing after it.
OrProblem<TstInfo> ParseTstInfo(openssl::Bytes der);

}  // namespace oteu::verification::timestamp
