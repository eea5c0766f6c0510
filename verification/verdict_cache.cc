#include "verification/verdict_cache.h"

#include <algorithm>
#include <cstring>

namespace oteu::verification {

size_t VerdictCache::Hash::operator()(const openssl::Sha256Digest& digest) const {
  size_t hash = 0;
  std::memcpy(&hash, digest.data() + 8, sizeof(hash));
  return hash;
}

VerdictCache::VerdictCache(size_t capacity) : capacity_per_shard_(std::max<size_t>(capacity / kShards, 1)) {}

JudgedSignerPtr VerdictCache::Find(const openssl::Sha256Digest& key, absl::Time at) {
  Shard& shard = ShardOf(key);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(key);
  if (found == shard.entries.end() || !found->second->second->verdict.HoldsAt(at)) return nullptr;
  shard.order.splice(shard.order.begin(), shard.order, found->second);
  return found->second->second;
}

void VerdictCache::Insert(const openssl::Sha256Digest& key, JudgedSignerPtr signer) {
  Shard& shard = ShardOf(key);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(key);
  if (found != shard.entries.end()) {
    shard.order.erase(found->second);
    shard.entries.erase(found);
  }
  shard.order.emplace_front(key, std::move(signer));
  shard.entries.emplace(key, shard.order.begin());
  if (shard.entries.size() > capacity_per_shard_) {
    shard.entries.erase(shard.order.back().first);
    shard.order.pop_back();
  }
}

size_t VerdictCache::size() {
  size_t total = 0;
  for (Shard& shard : shards_) {
    const std::lock_guard<std::mutex> lock(shard.mutex);
    total += shard.entries.size();
  }
  return total;
}

openssl::Sha256Digest CacheKey(const openssl::Sha256Digest& certificate, CertificateUse use,
                               const std::vector<openssl::Sha256Digest>& leans_on) {
  if (use == CertificateUse::kSigning && leans_on.empty()) return certificate;
  std::vector<uint8_t> message(certificate.begin(), certificate.end());
  message.push_back(static_cast<uint8_t>(use));
  for (const openssl::Sha256Digest& digest : leans_on)
    message.insert(message.end(), digest.begin(), digest.end());
  return openssl::Sha256(message);
}

}  // namespace oteu::verification
