#include "verification/kzgost/der.h"

#include <limits>

namespace oteu::verification::kzgost {
namespace {

constexpr size_t kMaxOidBytes = 64;

struct Length {
  size_t value = 0;
  size_t octets = 0;  // How many bytes the length itself took.
};

// X.690 10.1: definite form, in the minimum number of octets. Four octets of length are more than any input
// here.
std::optional<Length> ParseLength(Bytes input) {
  if (input.empty()) return std::nullopt;
  const uint8_t first = input[0];
  if (first < 0x80) return Length{first, 1};
  const size_t count = first & 0x7FU;
  if (count == 0 || count > 4 || input.size() < 1 + count || input[1] == 0) return std::nullopt;
  size_t value = 0;
  for (size_t i = 0; i < count; ++i) value = (value << 8U) | input[1 + i];
  if (value < 0x80) return std::nullopt;
  return Length{value, 1 + count};
}

}  // namespace

std::optional<uint8_t> DerReader::PeekTag() const {
  if (rest_.empty()) return std::nullopt;
  return rest_[0];
}

std::optional<DerElement> DerReader::ReadAny() {
  if (rest_.empty() || (rest_[0] & 0x1FU) == 0x1FU) return std::nullopt;
  const std::optional<Length> length = ParseLength(rest_.subspan(1));
  if (!length) return std::nullopt;
  const size_t header = 1 + length->octets;
  if (length->value > rest_.size() - header) return std::nullopt;
  const size_t total = header + length->value;
  const DerElement element{rest_[0], rest_.subspan(header, length->value), rest_.first(total)};
  rest_ = rest_.subspan(total);
  return element;
}

std::optional<Bytes> DerReader::Read(uint8_t tag) {
  if (PeekTag() != tag) return std::nullopt;
  const std::optional<DerElement> element = ReadAny();
  if (!element) return std::nullopt;
  return element->contents;
}

std::optional<std::string> OidText(Bytes contents) {
  if (contents.empty() || contents.size() > kMaxOidBytes || (contents.back() & 0x80U) != 0)
    return std::nullopt;
  std::string text;
  uint64_t arc = 0;
  bool arc_starts = true;
  for (const uint8_t byte : contents) {
    if (arc_starts && byte == 0x80) return std::nullopt;  // A leading zero digit: not the shortest form.
    if (arc > (std::numeric_limits<uint64_t>::max() >> 8U)) return std::nullopt;
    arc = (arc << 7U) | (byte & 0x7FU);
    arc_starts = (byte & 0x80U) == 0;
    if (!arc_starts) continue;
    if (text.empty()) {  // X.690 8.19.4: the first two arcs share one number.
      const uint64_t root = arc < 80 ? arc / 40 : 2;
      text += std::to_string(root);
      arc -= root * 40;
    }
    text += '.';
    text += std::to_string(arc);
    arc = 0;
  }
  return text;
}

std::optional<int> SmallInteger(Bytes contents) {
  if (contents.empty() || contents.size() > 4 || (contents[0] & 0x80U) != 0) return std::nullopt;
  if (contents.size() > 1 && contents[0] == 0 && (contents[1] & 0x80U) == 0) return std::nullopt;
  int value = 0;
  for (const uint8_t byte : contents) value = (value << 8) | byte;
  return value;
}

}  // namespace oteu::verification::kzgost
