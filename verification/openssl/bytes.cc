#include "verification/openssl/bytes.h"

namespace oteu::verification::openssl {

std::string ToHex(Bytes bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex(bytes.size() * 2, '0');
  char* out = hex.data();
  for (const uint8_t byte : bytes) {
    *out++ = kDigits[byte >> 4U];
    *out++ = kDigits[byte & 0x0FU];
  }
  return hex;
}

}  // namespace oteu::verification::openssl
