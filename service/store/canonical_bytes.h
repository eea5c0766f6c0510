// Bytes that mean one thing only: what digests are made of.
//
//   CanonicalBytes bytes("oteu-fact-v1");       // the domain, with its NUL: no other form begins the same
//   bytes.Number(revision).Text(fact_id);
//   Sha256Bytes digest = bytes.Digest();
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace oteu::store {

using Sha256Bytes = std::array<std::uint8_t, 32>;

class CanonicalBytes {
 public:
  explicit CanonicalBytes(const char* domain);
  // 64-bit big-endian two's complement.
  CanonicalBytes& Number(std::int64_t value);
  // Its length as 32-bit big-endian, then the text.
  CanonicalBytes& Text(absl::string_view text);
  // As it is: its length is known.
  CanonicalBytes& Hash(const Sha256Bytes& hash);

  const std::string& bytes() const { return bytes_; }
  Sha256Bytes Digest() const;

 private:
  void BigEndian(std::uint64_t value, int bytes);

  std::string bytes_;
};

Sha256Bytes Sha256Of(absl::string_view bytes);
// The same as 32 raw bytes in a string.
std::string Sha256RawOf(absl::string_view bytes);
absl::string_view AsView(const Sha256Bytes& hash);

}  // namespace oteu::store
