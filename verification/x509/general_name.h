// GeneralName (RFC 5280 section 4.2.1.6): the names of subjectAltName and of name constraints.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "verification/openssl/bytes.h"

namespace oteu::verification::x509 {

// The number of the context tag.
enum class GeneralNameKind : uint8_t {
  kOther = 0,
  kEmail = 1,  // rfc822Name
  kDns = 2,
  kX400 = 3,
  kDirectory = 4,
  kEdiParty = 5,
  kUri = 6,
  kIp = 7,
  kRegisteredId = 8,
};

struct GeneralName {
  GeneralNameKind kind = GeneralNameKind::kOther;
  openssl::Bytes contents;  // Of the tag; for a directoryName the whole DER of the Name.
};

// One whole GeneralName (tag, contents); nothing when it is none.
std::optional<GeneralName> ReadGeneralName(uint8_t tag, openssl::Bytes contents);

// The contents of a GeneralNames: at least one, at most kMaxGeneralNames. Nothing when malformed.
std::optional<std::vector<GeneralName>> ReadGeneralNames(openssl::Bytes contents);

}  // namespace oteu::verification::x509
