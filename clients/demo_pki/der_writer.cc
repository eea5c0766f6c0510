#include "clients/demo_pki/der_writer.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_join.h"

namespace oteu::demo_pki::der {
namespace {

constexpr uint8_t kContext = 0x80;
constexpr uint8_t kConstructed = 0x20;

void AppendLength(size_t length, std::string* out) {
  if (length < 0x80) {
    out->push_back(static_cast<char>(length));
    return;
  }
  std::string bytes;
  for (size_t rest = length; rest != 0; rest >>= 8U)
    bytes.insert(bytes.begin(), static_cast<char>(rest & 0xFFU));
  out->push_back(static_cast<char>(0x80U | bytes.size()));
  out->append(bytes);
}

void AppendArc(uint64_t arc, std::string* out) {
  std::string groups(1, static_cast<char>(arc & 0x7FU));
  for (arc >>= 7U; arc != 0; arc >>= 7U)
    groups.insert(groups.begin(), static_cast<char>(0x80U | (arc & 0x7FU)));
  out->append(groups);
}

}  // namespace

std::string Element(uint8_t tag, std::string_view contents) {
  std::string out(1, static_cast<char>(tag));
  AppendLength(contents.size(), &out);
  out.append(contents);
  return out;
}

std::string Sequence(const std::vector<std::string>& elements) {
  return Element(0x30, absl::StrJoin(elements, ""));
}

std::string SetOf(std::vector<std::string> elements) {
  std::sort(elements.begin(), elements.end());  // std::string compares bytes as unsigned: the order of X.690.
  return Element(0x31, absl::StrJoin(elements, ""));
}

std::string Null() { return Element(0x05, ""); }

std::string Boolean(bool value) { return Element(0x01, value ? "\xFF" : std::string_view("\0", 1)); }

std::string SmallInteger(uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((value >> shift) & 0xFFU));
  return UnsignedInteger(bytes);
}

std::string UnsignedInteger(std::string_view big_endian) {
  while (big_endian.size() > 1 && big_endian.front() == '\0') big_endian.remove_prefix(1);
  std::string contents(big_endian);
  if (contents.empty() || (static_cast<uint8_t>(contents.front()) & 0x80U) != 0) contents.insert(0, 1, '\0');
  return Element(kInteger, contents);
}

std::string OctetString(std::string_view contents) { return Element(0x04, contents); }

std::string BitString(std::string_view bytes) {
  return Element(0x03, std::string(1, '\0').append(bytes));  // No unused bits.
}

std::string NamedBits(const std::vector<int>& bits) {
  if (bits.empty()) return Element(0x03, std::string_view("\0", 1));
  const auto highest = static_cast<size_t>(*std::max_element(bits.begin(), bits.end()));
  std::string contents(highest / 8 + 2, '\0');
  contents[0] = static_cast<char>(7 - highest % 8);
  for (const int bit : bits) {
    const auto index = static_cast<size_t>(bit);
    char& byte = contents[1 + index / 8];
    byte = static_cast<char>(static_cast<uint8_t>(byte) | (0x80U >> (index % 8)));
  }
  return Element(0x03, contents);
}

std::string Oid(std::string_view dotted) {
  std::vector<uint64_t> arcs(1, 0);
  for (const char c : dotted) {
    if (c == '.') {
      arcs.push_back(0);
    } else {
      arcs.back() = arcs.back() * 10 + static_cast<uint64_t>(c - '0');
    }
  }
  arcs.resize(std::max<size_t>(arcs.size(), 2));
  std::string contents;
  AppendArc(arcs[0] * 40 + arcs[1], &contents);
  for (size_t i = 2; i < arcs.size(); ++i) AppendArc(arcs[i], &contents);
  return Element(0x06, contents);
}

std::string Time(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  if (absl::ToCivilYear(time, utc).year() < 2050) {
    return Element(0x17, absl::FormatTime("%y%m%d%H%M%SZ", time, utc));
  }
  return Element(0x18, absl::FormatTime("%E4Y%m%d%H%M%SZ", time, utc));
}

std::string Explicit(int number, std::string_view element) { return ImplicitConstructed(number, element); }

std::string ImplicitPrimitive(int number, std::string_view contents) {
  return Element(static_cast<uint8_t>(kContext | static_cast<unsigned>(number)), contents);
}

std::string ImplicitConstructed(int number, std::string_view contents) {
  return Element(static_cast<uint8_t>(kContext | kConstructed | static_cast<unsigned>(number)), contents);
}

std::string_view Contents(std::string_view element) {
  const auto first = static_cast<uint8_t>(element[1]);
  const size_t header = first < 0x80 ? 2 : 2 + (first & 0x7FU);
  return element.substr(header);
}

}  // namespace oteu::demo_pki::der
