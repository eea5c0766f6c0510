// Views of untrusted bytes: the one vocabulary type for input in verification/.
//
//   Bytes document = AsBytes(request.document());  // Borrowed: the string must outlive the view.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace oteu::verification::openssl {

using Bytes = std::span<const uint8_t>;

inline Bytes AsBytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

inline std::string_view AsStringView(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lower-case hexadecimal, two characters a byte.
std::string ToHex(Bytes bytes);

}  // namespace oteu::verification::openssl
