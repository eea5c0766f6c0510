// A strict reader of DER (X.690 section 10): the small structures that this folder must not misread.
//
//   DerReader outer(spki);
//   std::optional<Bytes> body = outer.Read(kDerSequence);
//   if (!body || !outer.empty()) return absl::InvalidArgumentError("...");  // Trailing bytes.
//
// Refused: indefinite lengths, lengths not in the shortest form, tags above 30, elements that run past their
// parent. Nothing is copied: results point into the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {

using openssl::Bytes;

inline constexpr uint8_t kDerBoolean = 0x01;
inline constexpr uint8_t kDerInteger = 0x02;
inline constexpr uint8_t kDerBitString = 0x03;
inline constexpr uint8_t kDerOctetString = 0x04;
inline constexpr uint8_t kDerNull = 0x05;
inline constexpr uint8_t kDerOid = 0x06;
inline constexpr uint8_t kDerEnumerated = 0x0A;
inline constexpr uint8_t kDerUtcTime = 0x17;
inline constexpr uint8_t kDerGeneralizedTime = 0x18;
inline constexpr uint8_t kDerSequence = 0x30;

// Constructed context tag [number], number below 31.
constexpr uint8_t DerContext(uint8_t number) { return static_cast<uint8_t>(0xA0U | number); }

struct DerElement {
  uint8_t tag = 0;
  Bytes contents;
  Bytes whole;  // Tag, length and contents.
};

class DerReader {
 public:
  explicit DerReader(Bytes input) : rest_(input) {}

  bool empty() const { return rest_.empty(); }
  // The tag of the next element, if there is a byte left.
  std::optional<uint8_t> PeekTag() const;
  // The next element, or nothing when it is malformed. After a failure the reader stays where it was.
  std::optional<DerElement> ReadAny();
  // The contents of the next element when its tag is this one.
  std::optional<Bytes> Read(uint8_t tag);

 private:
  Bytes rest_;
};

// Inline: a container and its certificates are some three hundred elements, and each is a few instructions.

namespace internal {

struct Length {
  size_t value = 0;
  size_t octets = 0;  // How many bytes the length itself took.
};

// X.690 10.1: definite form, in the minimum number of octets. Four octets of length are more than any input
// here.
inline std::optional<Length> ParseLength(Bytes input) {
  if (input.empty()) return std::nullopt;
  const uint8_t first = input[0];
  if (first < 0x80) return Length{first, 1};
  const size_t count = first & 0x7FU;
  if (count == 0 || count > 4 || input.size() < 1 + count || input[1] == 0) return std::nullopt;
  size_t value = 0;
  for (size_t i = 0; i < count; ++i) value = (value << 8U) | input[1 + i];
  if (value < 0x80) return std::nullopt;
  return Length{value, 1 + count};
}

}  // namespace internal

inline std::optional<uint8_t> DerReader::PeekTag() const {
  if (rest_.empty()) return std::nullopt;
  return rest_[0];
}

inline std::optional<DerElement> DerReader::ReadAny() {
  if (rest_.empty() || (rest_[0] & 0x1FU) == 0x1FU) return std::nullopt;
  const std::optional<internal::Length> length = internal::ParseLength(rest_.subspan(1));
  if (!length) return std::nullopt;
  const size_t header = 1 + length->octets;
  if (length->value > rest_.size() - header) return std::nullopt;
  const size_t total = header + length->value;
  const DerElement element{rest_[0], rest_.subspan(header, length->value), rest_.first(total)};
  rest_ = rest_.subspan(total);
  return element;
}

inline std::optional<Bytes> DerReader::Read(uint8_t tag) {
  if (rest_.empty() || rest_[0] != tag) return std::nullopt;
  const std::optional<DerElement> element = ReadAny();
  if (!element) return std::nullopt;
  return element->contents;
}

// Dotted text of the contents of an OBJECT IDENTIFIER; nothing when an arc is not in the shortest form, is
// above 2^63 - 1, or the whole is longer than 64 bytes.
std::optional<std::string> OidText(Bytes contents);

// A non-negative INTEGER that fits 31 bits, in the shortest form.
std::optional<int> SmallInteger(Bytes contents);

}  // namespace oteu::verification::kzgost
