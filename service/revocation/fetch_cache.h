// What was fetched, on disk: it outlives a restart and a host that is down.
//
//   auto cache = FetchCache::Open("/var/lib/oteu/revocation");
//   cache->Write("nca", bytes, {.etag = ..., .fetched_at = now});
//   absl::StatusOr<CachedItem> item = cache->Read("nca", bytes_max);
//
// An item is a file named by the SHA-256 of its bytes and a small one that points to it, each written beside,
// flushed and renamed: whatever happens in between, the item of before or the new one is whole. A file whose
// digest does not match is never given out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace oteu::revocation {

struct CachedMeta {
  std::string etag = "";
  std::string last_modified = "";
  absl::Time fetched_at = {};  // in whole seconds
};

struct CachedItem {
  std::string bytes;
  std::string sha256;  // lower-case hex
  CachedMeta meta;
};

class FetchCache {
 public:
  // Makes the folder when it is absent.
  static absl::StatusOr<FetchCache> Open(const std::string& folder);

  // `name`: letters, digits, '-' and '_'. Errors: kNotFound, kDataLoss for a damaged item,
  // kResourceExhausted.
  absl::StatusOr<CachedItem> Read(const std::string& name, std::size_t bytes_max) const;
  absl::Status Write(const std::string& name, std::string_view bytes, const CachedMeta& meta) const;
  // The same item, looked at again: new validators and time.
  absl::Status Touch(const std::string& name, const std::string& sha256, const CachedMeta& meta) const;

 private:
  explicit FetchCache(std::string folder) : folder_(std::move(folder)) {}
  std::string PathOf(const std::string& name, std::string_view ending) const;
  void RemoveOthers(const std::string& name, const std::string& sha256) const;

  std::string folder_;
};

}  // namespace oteu::revocation
