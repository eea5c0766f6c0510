// Time-ordered ids: UUID version 7 (RFC 9562), so that newest-first lists are a walk down one index.
//
//   IdGenerator ids;
//   std::string id = ids.Next(clock.Now());   // "019ab3c4-…"; later ids sort after earlier ones of this
//   process
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace oteu::application {

class IdGenerator {
 public:
  // Thread-safe. A clock that steps back does not make ids step back.
  std::string Next(absl::Time now);

 private:
  std::mutex mutex_;
  absl::BitGen random_;     // guarded by mutex_
  std::uint64_t last_ = 0;  // milliseconds and 12 bits of counter; guarded by mutex_
};

}  // namespace oteu::application
