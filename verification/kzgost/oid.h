// Object identifiers written once, as dotted text; their DER is computed at compile time.
//
//   inline constexpr Oid kStreebog512Oid("1.2.398.3.10.1.3.3");
//   kStreebog512Oid.text();  // "1.2.398.3.10.1.3.3"
//   kStreebog512Oid.der();   // contents of the OBJECT IDENTIFIER (X.690 section 8.19), without tag and
//   length
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {

class Oid {
 public:
  // `text` must be a string literal of a valid identifier; the constructor runs at compile time alone.
  explicit consteval Oid(const char* text) : text_(text) {
    const std::string_view digits(text);
    size_t position = 0;
    const uint64_t root = NextArc(digits, position);
    Append(root * 40 + NextArc(digits, position));
    while (position < digits.size()) Append(NextArc(digits, position));
  }

  constexpr const char* text() const { return text_; }
  constexpr openssl::Bytes der() const { return openssl::Bytes(der_).first(size_); }

 private:
  static constexpr size_t kMaxBytes = 16;

  static consteval uint64_t NextArc(std::string_view digits, size_t& position) {
    uint64_t arc = 0;
    for (; position < digits.size() && digits[position] != '.'; ++position) {
      arc = arc * 10 + static_cast<uint64_t>(digits[position] - '0');
    }
    ++position;  // The dot.
    return arc;
  }

  consteval void Append(uint64_t arc) {
    size_t groups = 1;
    for (uint64_t rest = arc >> 7U; rest != 0; rest >>= 7U) ++groups;
    for (; groups > 1; --groups) {
      der_[size_++] = static_cast<uint8_t>(0x80U | ((arc >> (7 * (groups - 1))) & 0x7FU));
    }
    der_[size_++] = static_cast<uint8_t>(arc & 0x7FU);
  }

  const char* text_;
  std::array<uint8_t, kMaxBytes> der_{};
  size_t size_ = 0;
};

// `contents`: of an OBJECT IDENTIFIER that was read.
inline bool Is(openssl::Bytes contents, const Oid& oid) { return std::ranges::equal(contents, oid.der()); }

}  // namespace oteu::verification::kzgost
