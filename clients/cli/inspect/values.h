// How single values are shown.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"

namespace oteu::cli::inspect {

// "2026-11-22T12:00:00Z".
std::string Time(absl::Time time);
// Hexadecimal, cut after 32 bytes: "0a1b… (128 bytes)".
std::string Hex(verification::openssl::Bytes bytes);
// A serial number without leading zero bytes, whole.
std::string Serial(verification::openssl::Bytes integer);
// "1.2.398.3.3.4.1.2.1 (first head)", where the identifier has a name here.
std::string Oid(std::string_view dotted);
// The same for the contents of an OBJECT IDENTIFIER.
std::string OidOf(verification::openssl::Bytes contents);
// RFC 4514 text of a whole DER Name.
std::string Name(verification::openssl::Bytes der);
// The algorithm of an AlgorithmIdentifier, whole DER: its name here, else its identifier.
std::string Algorithm(verification::openssl::Bytes der);
// "RFC 5652 5.3: trailing bytes".
std::string Describe(const verification::Problem& problem);

}  // namespace oteu::cli::inspect
