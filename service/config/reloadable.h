// A value that is replaced while it is in use: whoever holds the old one keeps it until done.
//
//   Reloadable<Catalog> catalog([&] { return Catalog::LoadDirectory(dir); });
//   if (absl::Status status = catalog.Reload(); !status.ok()) ...   // the first time: refuse to start;
//   later: the last good stays std::shared_ptr<const Catalog> snapshot = catalog.Get();
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace oteu::config {

template <typename T>
class Reloadable {
 public:
  using Load = std::function<absl::StatusOr<std::shared_ptr<const T>>()>;

  explicit Reloadable(Load load) : load_(std::move(load)) {}

  // Loads anew and swaps; on an error the value of before stays. One reload at a time.
  absl::Status Reload() {
    std::lock_guard one_at_a_time(reload_mutex_);
    auto loaded = load_();
    if (!loaded.ok()) return loaded.status();
    std::lock_guard lock(mutex_);
    value_ = *std::move(loaded);
    return absl::OkStatus();
  }

  // Null before the first successful Reload.
  std::shared_ptr<const T> Get() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  const Load load_;
  std::mutex reload_mutex_;
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;  // guarded by mutex_
};

}  // namespace oteu::config
