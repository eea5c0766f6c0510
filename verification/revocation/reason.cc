#include "verification/revocation/reason.h"

namespace oteu::verification::revocation {

std::optional<Reason> ReadReason(openssl::Bytes contents) {
  if (contents.size() != 1 || contents[0] > 10 || contents[0] == 7) return std::nullopt;
  return static_cast<Reason>(contents[0]);
}

const char* ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kUnspecified:
      return "unspecified";
    case Reason::kKeyCompromise:
      return "keyCompromise";
    case Reason::kCaCompromise:
      return "cACompromise";
    case Reason::kAffiliationChanged:
      return "affiliationChanged";
    case Reason::kSuperseded:
      return "superseded";
    case Reason::kCessationOfOperation:
      return "cessationOfOperation";
    case Reason::kCertificateHold:
      return "certificateHold";
    case Reason::kRemoveFromCrl:
      return "removeFromCRL";
    case Reason::kPrivilegeWithdrawn:
      return "privilegeWithdrawn";
    case Reason::kAaCompromise:
      return "aACompromise";
  }
  return "unspecified";
}

std::optional<ReasonMask> ReadReasonFlags(openssl::Bytes contents) {
  // At most nine bits: a count and two bytes.
  if (contents.size() < 2 || contents.size() > 3 || contents[0] > 7) return std::nullopt;
  const auto unused_bits = static_cast<uint8_t>((1U << contents[0]) - 1U);
  if ((contents.back() & unused_bits) != 0) return std::nullopt;
  ReasonMask mask = 0;
  for (unsigned bit = 0; bit < (contents.size() - 1) * 8; ++bit) {
    if ((contents[1 + bit / 8] & (0x80U >> (bit % 8))) != 0) mask |= static_cast<ReasonMask>(1U << bit);
  }
  mask &= kAllReasons;
  if (mask == 0) return std::nullopt;
  return mask;
}

}  // namespace oteu::verification::revocation
