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

// Dotted text of the contents of an OBJECT IDENTIFIER; nothing when an arc is not in the shortest form, is
// above 2^63 - 1, or the whole is longer than 64 bytes.
std::optional<std::string> OidText(Bytes contents);

// A non-negative INTEGER that fits 31 bits, in the shortest form.
std::optional<int> SmallInteger(Bytes contents);

}  // namespace oteu::verification::kzgost
