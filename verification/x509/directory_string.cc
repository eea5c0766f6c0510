#include "verification/x509/directory_string.h"

#include <algorithm>

namespace oteu::verification::x509 {
namespace {

using openssl::Bytes;

constexpr uint8_t kUtf8String = 0x0C;
constexpr uint8_t kNumericString = 0x12;
constexpr uint8_t kPrintableString = 0x13;
constexpr uint8_t kTeletexString = 0x14;
constexpr uint8_t kIa5String = 0x16;
constexpr uint8_t kVisibleString = 0x1A;
constexpr uint8_t kUniversalString = 0x1C;
constexpr uint8_t kBmpString = 0x1E;

// Smallest code point that needs so many bytes.
constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};

// Bytes a character, 0 for UTF-8; nothing for what is no character string.
std::optional<size_t> WidthOf(uint8_t tag) {
  switch (tag) {
    case kUtf8String:
      return 0;
    case kNumericString:
    case kPrintableString:
    case kIa5String:
    case kVisibleString:
    case kTeletexString:
      return 1;
    case kBmpString:
      return 2;
    case kUniversalString:
      return 4;
    default:
      return std::nullopt;
  }
}

size_t SizeByLead(uint8_t lead) { return lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2; }

// Strings of `width` bytes a character, most significant first.
std::optional<std::string> FixedWidthText(Bytes contents, size_t width) {
  if (contents.size() % width != 0) return std::nullopt;
  std::string text;
  text.reserve(contents.size());
  for (size_t i = 0; i < contents.size(); i += width) {
    uint32_t point = 0;
    for (size_t k = 0; k < width; ++k) point = (point << 8U) | contents[i + k];
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
    AppendUtf8(point, &text);
  }
  return text;
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<uint8_t>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t size = SizeByLead(lead);
    if (lead < 0xC0 || lead > 0xF4 || text.size() - i < size) return false;
    uint32_t point = lead & (0xFFU >> (size + 1));
    for (size_t k = 1; k < size; ++k) {
      const auto next = static_cast<uint8_t>(text[i + k]);
      if ((next & 0xC0U) != 0x80) return false;
      point = (point << 6U) | (next & 0x3FU);
    }
    if (point < kSmallest[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    i += size;
  }
  return true;
}

uint32_t NextPoint(std::string_view text, size_t* position) {
  const auto lead = static_cast<uint8_t>(text[*position]);
  const size_t size = SizeByLead(lead);
  uint32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (size_t k = 1; k < size; ++k) {
    point = (point << 6U) | (static_cast<uint8_t>(text[*position + k]) & 0x3FU);
  }
  *position += size;
  return point;
}

void AppendUtf8(uint32_t point, std::string* out) {
  const auto put = [&](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | (point >> 6U));
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | (point >> 12U));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | (point >> 18U));
    put(0x80U | ((point >> 12U) & 0x3FU));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

bool IsCharacterString(uint8_t tag) { return WidthOf(tag).has_value(); }

std::optional<std::string> DirectoryText(const kzgost::DerElement& value) {
  const std::optional<size_t> width = WidthOf(value.tag);
  if (!width) return std::nullopt;
  if (*width > 0) return FixedWidthText(value.contents, *width);
  const std::string_view utf8 = openssl::AsStringView(value.contents);
  if (!IsValidUtf8(utf8)) return std::nullopt;
  return std::string(utf8);
}

}  // namespace oteu::verification::x509
