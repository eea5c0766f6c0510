// Why a certificate was revoked (RFC 5280 section 5.3.1), and sets of reasons (4.2.1.13, 5.2.5).
#pragma once

#include <cstdint>
#include <optional>

#include "verification/openssl/bytes.h"

namespace oteu::verification::revocation {

// CRLReason, 5.3.1; 7 is not used.
enum class Reason : uint8_t {
  kUnspecified = 0,
  kKeyCompromise = 1,
  kCaCompromise = 2,
  kAffiliationChanged = 3,
  kSuperseded = 4,
  kCessationOfOperation = 5,
  kCertificateHold = 6,
  kRemoveFromCrl = 8,
  kPrivilegeWithdrawn = 9,
  kAaCompromise = 10,
};

// Contents of the ENUMERATED; nothing for a number that is no reason.
std::optional<Reason> ReadReason(openssl::Bytes contents);
// The name of RFC 5280, e.g. "keyCompromise".
const char* ReasonName(Reason reason);

// ReasonFlags: bit n is the flag n of 4.2.1.13, from keyCompromise (1) to aACompromise (8).
using ReasonMask = uint16_t;
inline constexpr ReasonMask kAllReasons = 0x1FE;
inline constexpr ReasonMask kHoldReason = 1U << 6U;

// Contents of the BIT STRING, the count of unused bits included; nothing when malformed or without a reason.
std::optional<ReasonMask> ReadReasonFlags(openssl::Bytes contents);

}  // namespace oteu::verification::revocation
