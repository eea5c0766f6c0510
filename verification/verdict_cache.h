// Signers met before: parsed certificate and verdict, by the SHA-256 of what they depend on. Decoding a
// public key and validating a chain cost hundreds of microseconds; a hit costs one hash.
//
// Only verdicts that end at a trust anchor are kept, so that nobody fills the cache with certificates of his
// own making. An entry answers for the times in its interval alone. Bounded (kMaxCachedSigners), least
// recently used goes first. Thread-safe. One per Verifier: a change of trust or policy makes a new one.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "verification/certificate_verdict.h"
#include "verification/openssl/digest.h"
#include "verification/x509/certificate.h"

namespace oteu::verification {

struct JudgedSigner {
  x509::CertificatePtr certificate;
  CertificateVerdict verdict;
};
using JudgedSignerPtr = std::shared_ptr<const JudgedSigner>;

class VerdictCache {
 public:
  explicit VerdictCache(size_t capacity);

  // Null when there is none for this time.
  JudgedSignerPtr Find(const openssl::Sha256Digest& key, absl::Time at);
  void Insert(const openssl::Sha256Digest& key, JudgedSignerPtr signer);
  size_t size();

 private:
  struct Hash {
    size_t operator()(const openssl::Sha256Digest& digest) const;
  };
  // Most recently used first.
  using Order = std::list<std::pair<openssl::Sha256Digest, JudgedSignerPtr>>;

  // Shards keep threads out of each other's way; a digest's first byte picks one.
  struct Shard {
    std::mutex mutex;
    Order order;
    std::unordered_map<openssl::Sha256Digest, Order::iterator, Hash> entries;
  };
  static constexpr size_t kShards = 16;

  Shard& ShardOf(const openssl::Sha256Digest& key) { return shards_[key[0] % kShards]; }

  size_t capacity_per_shard_;
  std::array<Shard, kShards> shards_;
};

// A certificate whose chain needs only configured certificates is kept under its own SHA-256 (and its use);
// one that leans on certificates beside it, under this key over their digests too.
openssl::Sha256Digest CacheKey(const openssl::Sha256Digest& certificate, CertificateUse use,
                               const std::vector<openssl::Sha256Digest>& leans_on);

}  // namespace oteu::verification
