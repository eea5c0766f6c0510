// The hash functions of Kazakh signatures, over nettle.
//
//   Hash hash(HashId::kStreebog512);
//   hash.Update(message);
//   hash.Finish(digest);  // hash.size() bytes
//
// Streebog: GOST R 34.11-2012 (RFC 6986). GOST 34.311-95 is GOST R 34.11-94 (RFC 5831) with the test S-box
// id-GostR3411-94-TestParamSet and a zero starting value; the CryptoPro S-box is another function.
#pragma once

#include <nettle/gosthash94.h>
#include <nettle/streebog.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {

enum class HashId { kStreebog512, kStreebog256, kGost34311 };

constexpr size_t HashSize(HashId id) { return id == HashId::kStreebog512 ? 64 : 32; }
constexpr size_t HashBlockSize(HashId id) { return id == HashId::kGost34311 ? 32 : 64; }

// A running hash: plain data, copied freely.
class Hash {
 public:
  explicit Hash(HashId id) : id_(id) { Reset(); }

  HashId id() const { return id_; }
  size_t size() const { return HashSize(id_); }
  void Reset();
  void Update(openssl::Bytes message);
  // Writes size() bytes to the front of `digest`, which must hold them, and starts afresh.
  void Finish(std::span<uint8_t> digest);

 private:
  HashId id_;
  union {
    streebog512_ctx streebog_;  // streebog256_ctx is the same type.
    gosthash94_ctx gost34311_;
  };
};

}  // namespace oteu::verification::kzgost
