// One entry of revokedCertificates, and the walk over Extensions that lists and entries share (RFC
// 5280 4.1, 5.3).
#pragma once

#include <optional>

#include "verification/kzgost/der.h"
#include "verification/openssl/bytes.h"
#include "verification/revocation/crl.h"

namespace oteu::verification::revocation {

struct Extension {
  openssl::Bytes oid;  // Contents.
  bool critical = false;
  openssl::Bytes value;  // Contents of extnValue.
};

// The next Extension; nothing when it is malformed.
std::optional<Extension> ReadExtension(kzgost::DerReader* reader);

struct ParsedEntry {
  openssl::Bytes serial;  // Contents of the INTEGER.
  CrlEntry entry;
  openssl::Bytes certificate_issuer;  // whole DER of the Name (5.3.3); empty when the entry states none
};

// `contents`: of the entry's SEQUENCE. Nothing when it is malformed or has a critical extension that is not
// understood.
std::optional<ParsedEntry> ReadEntry(openssl::Bytes contents);

}  // namespace oteu::verification::revocation
