// One-shot digests.
//
//   Sha256Digest key = Sha256(AsBytes(der));                    // A cache key: cannot fail.
//   absl::StatusOr<DigestValue> d = Digest(context, oid, content);  // By dotted OID, from untrusted input.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"

namespace oteu::verification::openssl {

using Sha256Digest = std::array<uint8_t, 32>;

// FIPS 180-4. No context, no lock, no allocation: fit for cache keys.
Sha256Digest Sha256(Bytes message);

inline constexpr size_t kMaxDigestBytes = 64;

class DigestValue {
 public:
  Bytes bytes() const { return Bytes(value_).first(size_); }
  bool operator==(const DigestValue& other) const;

 private:
  friend absl::StatusOr<DigestValue> Digest(const Context&, std::string_view, Bytes);
  std::array<uint8_t, kMaxDigestBytes> value_{};
  size_t size_ = 0;
};

// Errors: kUnimplemented for a digest the context does not hold, kInternal when OpenSSL fails.
absl::StatusOr<DigestValue> Digest(const Context& context, std::string_view oid, Bytes message);

}  // namespace oteu::verification::openssl
