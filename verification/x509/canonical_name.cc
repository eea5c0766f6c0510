#include "verification/x509/canonical_name.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/x509/name.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kEmailAddressOid("1.2.840.113549.1.9.1");

constexpr uint8_t kDerSet = 0x31;
constexpr uint8_t kUtf8String = 0x0C;
constexpr uint8_t kPrintableString = 0x13;
constexpr uint8_t kTeletexString = 0x14;
constexpr uint8_t kIa5String = 0x16;
constexpr uint8_t kVisibleString = 0x1A;
constexpr uint8_t kUniversalString = 0x1C;
constexpr uint8_t kBmpString = 0x1E;

// Alphabets in which capital and small letter stand side by side, capital first (at an even code point, or at
// an odd one).
bool IsPairedAlphabet(uint32_t point, bool* capital_is_even) {
  static constexpr struct {
    uint32_t first, last;
    bool capital_is_even;
  } kRanges[] = {
      {0x0100, 0x0137, true}, {0x0139, 0x0148, false}, {0x014A, 0x0177, true},  {0x0179, 0x017E, false},
      {0x0460, 0x0481, true}, {0x048A, 0x04BF, true},  {0x04C1, 0x04CE, false}, {0x04D0, 0x052F, true},
  };
  for (const auto& range : kRanges) {
    if (point < range.first || point > range.last) continue;
    *capital_is_even = range.capital_is_even;
    return true;
  }
  return false;
}

uint32_t Fold(uint32_t point) {
  if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
  if (point >= 0xC0 && point <= 0xDE && point != 0xD7) return point + 32;     // Latin-1
  if (point >= 0x391 && point <= 0x3A9 && point != 0x3A2) return point + 32;  // Greek
  if (point >= 0x410 && point <= 0x42F) return point + 32;                    // Cyrillic
  if (point >= 0x400 && point <= 0x40F) return point + 80;
  if (point == 0x4C0) return 0x4CF;
  bool capital_is_even = false;
  if (IsPairedAlphabet(point, &capital_is_even) && (point % 2 == 0) == capital_is_even) return point + 1;
  return point;
}

bool IsSpace(uint32_t point) { return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0; }

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

std::optional<std::vector<uint32_t>> Utf8Points(Bytes contents) {
  if (!IsValidUtf8(openssl::AsStringView(contents))) return std::nullopt;
  std::vector<uint32_t> points;
  points.reserve(contents.size());
  for (size_t i = 0; i < contents.size();) {
    const uint8_t lead = contents[i];
    const size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    uint32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (size_t k = 1; k < size; ++k) point = (point << 6U) | (contents[i + k] & 0x3FU);
    points.push_back(point);
    i += size;
  }
  return points;
}

// Strings of `width` bytes a character, most significant first.
std::optional<std::vector<uint32_t>> FixedWidthPoints(Bytes contents, size_t width) {
  if (contents.size() % width != 0) return std::nullopt;
  std::vector<uint32_t> points;
  for (size_t i = 0; i < contents.size(); i += width) {
    uint32_t point = 0;
    for (size_t k = 0; k < width; ++k) point = (point << 8U) | contents[i + k];
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
    points.push_back(point);
  }
  return points;
}

// The characters of a string type; nothing for other types, and for bytes that are none of their type.
std::optional<std::vector<uint32_t>> PointsOf(const DerElement& value) {
  switch (value.tag) {
    case kUtf8String:
      return Utf8Points(value.contents);
    case kPrintableString:
    case kIa5String:
    case kVisibleString:
    case kTeletexString:  // Read as Latin-1, as everybody writes it.
      return FixedWidthPoints(value.contents, 1);
    case kBmpString:
      return FixedWidthPoints(value.contents, 2);
    case kUniversalString:
      return FixedWidthPoints(value.contents, 4);
    default:
      return std::nullopt;
  }
}

std::string FoldedText(const std::vector<uint32_t>& points) {
  std::string text;
  bool pending_space = false;
  for (const uint32_t point : points) {
    if (IsSpace(point)) {
      pending_space = !text.empty();
      continue;
    }
    if (pending_space) text.push_back(' ');
    pending_space = false;
    AppendUtf8(Fold(point), &text);
  }
  return text;
}

// Length first, so that no two different sequences have the same bytes.
void AppendCounted(std::string_view bytes, std::string* out) {
  const auto size = static_cast<uint32_t>(bytes.size());
  for (unsigned shift = 0; shift < 32; shift += 8) out->push_back(static_cast<char>(size >> shift));
  out->append(bytes);
}

struct Attribute {
  Bytes oid;
  DerElement value;
};

std::optional<Attribute> ReadAttribute(DerReader* rdn) {
  const std::optional<Bytes> pair = rdn->Read(kzgost::kDerSequence);
  if (!pair) return std::nullopt;
  DerReader fields(*pair);
  const std::optional<Bytes> oid = fields.Read(kzgost::kDerOid);
  const std::optional<DerElement> value = oid ? fields.ReadAny() : std::nullopt;
  if (!value || !fields.empty()) return std::nullopt;
  return Attribute{*oid, *value};
}

std::string CanonicalAttribute(const Attribute& attribute) {
  std::string out;
  AppendCounted(openssl::AsStringView(attribute.oid), &out);
  if (const std::optional<std::vector<uint32_t>> points = PointsOf(attribute.value)) {
    out.push_back('s');
    AppendCounted(FoldedText(*points), &out);
  } else {
    out.push_back('b');
    AppendCounted(openssl::AsStringView(attribute.value.whole), &out);
  }
  return out;
}

// The relative names of a Name; nothing when it is malformed.
std::optional<std::vector<std::vector<Attribute>>> ReadName(Bytes name) {
  DerReader outer(name);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return std::nullopt;
  std::vector<std::vector<Attribute>> rdns;
  size_t count = 0;
  DerReader sequence(*body);
  while (!sequence.empty()) {
    const std::optional<Bytes> set = sequence.Read(kDerSet);
    if (!set || set->empty()) return std::nullopt;
    DerReader rdn(*set);
    rdns.emplace_back();
    while (!rdn.empty()) {
      const std::optional<Attribute> attribute = ReadAttribute(&rdn);
      if (!attribute || ++count > kMaxNameAttributes.value) return std::nullopt;
      rdns.back().push_back(*attribute);
    }
  }
  return rdns;
}

}  // namespace

bool CanonicalName::StartsWith(const CanonicalName& prefix) const {
  const size_t count = prefix.rdn_ends.size();
  if (count > rdn_ends.size()) return false;
  if (count == 0) return true;
  return rdn_ends[count - 1] == prefix.text.size() && text.starts_with(prefix.text);
}

std::optional<CanonicalName> MakeCanonicalName(Bytes name) {
  const std::optional<std::vector<std::vector<Attribute>>> rdns = ReadName(name);
  if (!rdns) return std::nullopt;
  CanonicalName result;
  for (const std::vector<Attribute>& rdn : *rdns) {
    std::vector<std::string> attributes;
    for (const Attribute& attribute : rdn) attributes.push_back(CanonicalAttribute(attribute));
    std::ranges::sort(attributes);
    std::string joined;
    for (const std::string& attribute : attributes) AppendCounted(attribute, &joined);
    AppendCounted(joined, &result.text);
    result.rdn_ends.push_back(result.text.size());
  }
  return result;
}

std::vector<Bytes> EmailAddressesOf(Bytes name) {
  std::vector<Bytes> addresses;
  const std::optional<std::vector<std::vector<Attribute>>> rdns = ReadName(name);
  if (!rdns) return addresses;
  for (const std::vector<Attribute>& rdn : *rdns) {
    for (const Attribute& attribute : rdn) {
      if (std::ranges::equal(attribute.oid, kEmailAddressOid.der())) {
        addresses.push_back(attribute.value.contents);
      }
    }
  }
  return addresses;
}

}  // namespace oteu::verification::x509
