#include "verification/kzgost/der.h"

#include <array>
#include <charconv>
#include <limits>

namespace oteu::verification::kzgost {
namespace {

constexpr size_t kMaxOidBytes = 64;

}  // namespace

std::optional<std::string> OidText(Bytes contents) {
  if (contents.empty() || contents.size() > kMaxOidBytes || (contents.back() & 0x80U) != 0)
    return std::nullopt;
  // A byte of contents is at most three digits and a dot; the first may make two arcs.
  std::array<char, (4 * kMaxOidBytes) + 2> text;
  char* end = text.data();
  const auto put = [&](uint64_t number) { end = std::to_chars(end, text.data() + text.size(), number).ptr; };
  uint64_t arc = 0;
  bool arc_starts = true;
  for (const uint8_t byte : contents) {
    if (arc_starts && byte == 0x80) return std::nullopt;  // A leading zero digit: not the shortest form.
    if (arc > (std::numeric_limits<uint64_t>::max() >> 8U)) return std::nullopt;
    arc = (arc << 7U) | (byte & 0x7FU);
    arc_starts = (byte & 0x80U) == 0;
    if (!arc_starts) continue;
    if (end == text.data()) {  // X.690 8.19.4: the first two arcs share one number.
      const uint64_t root = arc < 80 ? arc / 40 : 2;
      put(root);
      arc -= root * 40;
    }
    *end++ = '.';
    put(arc);
    arc = 0;
  }
  return std::string(text.data(), end);
}

std::optional<int> SmallInteger(Bytes contents) {
  if (contents.empty() || contents.size() > 4 || (contents[0] & 0x80U) != 0) return std::nullopt;
  if (contents.size() > 1 && contents[0] == 0 && (contents[1] & 0x80U) == 0) return std::nullopt;
  int value = 0;
  for (const uint8_t byte : contents) value = (value << 8) | byte;
  return value;
}

}  // namespace oteu::verification::kzgost
