// The one element writer of verification/: for parts put together anew (names relative to an issuer, OCSP
// requests).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace oteu::verification::x509 {

// Tag, shortest length, contents (X.690 section 10.1).
inline std::string WriteDer(uint8_t tag, std::string_view contents) {
  std::string length;
  for (size_t rest = contents.size(); rest != 0; rest >>= 8U)
    length.insert(length.begin(), static_cast<char>(rest & 0xFFU));
  std::string result(1, static_cast<char>(tag));
  if (contents.size() >= 0x80) {
    result.push_back(static_cast<char>(0x80U | length.size()));
  } else if (contents.empty()) {
    length.assign(1, '\0');
  }
  return result.append(length).append(contents);
}

}  // namespace oteu::verification::x509
