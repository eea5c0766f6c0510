#include "service/application/ids.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace oteu::application {

std::string IdGenerator::Next(absl::Time now) {
  std::uint64_t stamp = 0;
  std::uint64_t random = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(absl::ToUnixMillis(now), 0));
    last_ = std::max(last_ + 1, milliseconds << 12);
    stamp = last_;
    random = absl::Uniform<std::uint64_t>(random_);
  }
  const std::uint64_t milliseconds = stamp >> 12;
  // RFC 9562 section 5.7: 48 bits of time, version 7, 12 bits of counter, variant 10, 62 random bits.
  return absl::StrFormat("%08x-%04x-7%03x-%04x-%012x", milliseconds >> 16, milliseconds & 0xFFFF,
                         stamp & 0xFFF, 0x8000 | (random >> 50), random & 0xFFFFFFFFFFFF);
}

}  // namespace oteu::application
