#include "verification/x509/canonical_name.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/x509/directory_string.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kEmailAddressOid("1.2.840.113549.1.9.1");

constexpr uint8_t kDerSet = 0x31;
constexpr size_t kTypicalNameBytes = 256;
constexpr size_t kTypicalRdns = 8;

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

void AppendFolded(std::string_view utf8, std::string* out) {
  const size_t start = out->size();
  bool pending_space = false;
  for (size_t i = 0; i < utf8.size();) {
    const uint32_t point = NextPoint(utf8, &i);
    if (IsSpace(point)) {
      pending_space = out->size() > start;
      continue;
    }
    if (pending_space) out->push_back(' ');
    pending_space = false;
    AppendUtf8(Fold(point), out);
  }
}

// Length first, so that no two different sequences have the same bytes: room for it now, filled in when what
// it counts stands there.
class Counted {
 public:
  explicit Counted(std::string* out) : out_(out), start_(out->size()) { out->append(kSize, '\0'); }
  ~Counted() {
    const auto size = static_cast<uint32_t>(out_->size() - start_ - kSize);
    for (unsigned i = 0; i < kSize; ++i) (*out_)[start_ + i] = static_cast<char>(size >> (8 * i));
  }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  static constexpr unsigned kSize = 4;
  std::string* out_;
  size_t start_;
};

void AppendCounted(std::string_view bytes, std::string* out) {
  const Counted counted(out);
  out->append(bytes);
}

std::optional<NameAttribute> ReadAttribute(DerReader* rdn) {
  const std::optional<Bytes> pair = rdn->Read(kzgost::kDerSequence);
  if (!pair) return std::nullopt;
  DerReader fields(*pair);
  const std::optional<Bytes> oid = fields.Read(kzgost::kDerOid);
  const std::optional<DerElement> value = oid ? fields.ReadAny() : std::nullopt;
  if (!value || !fields.empty()) return std::nullopt;
  return NameAttribute{*oid, *value};
}

void AppendAttribute(const NameAttribute& attribute, std::string* out) {
  const Counted whole(out);
  AppendCounted(openssl::AsStringView(attribute.oid), out);
  if (const std::optional<std::string> text = DirectoryText(attribute.value)) {
    out->push_back('s');
    const Counted counted(out);
    AppendFolded(*text, out);
  } else {
    out->push_back('b');
    AppendCounted(openssl::AsStringView(attribute.value.whole), out);
  }
}

// The attributes of a relative name are a set: their order says nothing.
void AppendSorted(const Rdn& rdn, std::string* out) {
  std::vector<std::string> attributes(rdn.size());
  for (size_t i = 0; i < rdn.size(); ++i) AppendAttribute(rdn[i], &attributes[i]);
  std::ranges::sort(attributes);
  for (const std::string& attribute : attributes) out->append(attribute);
}

}  // namespace

std::optional<Rdns> ReadName(Bytes name) {
  DerReader outer(name);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return std::nullopt;
  Rdns rdns;
  rdns.reserve(kTypicalRdns);
  size_t count = 0;
  DerReader sequence(*body);
  while (!sequence.empty()) {
    const std::optional<Bytes> set = sequence.Read(kDerSet);
    if (!set || set->empty()) return std::nullopt;
    DerReader rdn(*set);
    rdns.emplace_back();
    while (!rdn.empty()) {
      const std::optional<NameAttribute> attribute = ReadAttribute(&rdn);
      if (!attribute || ++count > kMaxNameAttributes.value) return std::nullopt;
      rdns.back().push_back(*attribute);
    }
  }
  return rdns;
}

bool CanonicalName::StartsWith(const CanonicalName& prefix) const {
  const size_t count = prefix.rdn_ends.size();
  if (count > rdn_ends.size()) return false;
  if (count == 0) return true;
  return rdn_ends[count - 1] == prefix.text.size() && text.starts_with(prefix.text);
}

CanonicalName Canonical(const Rdns& name) {
  CanonicalName result;
  result.text.reserve(kTypicalNameBytes);
  result.rdn_ends.reserve(name.size());
  for (const Rdn& rdn : name) {
    {
      const Counted counted(&result.text);
      rdn.size() == 1 ? AppendAttribute(rdn[0], &result.text) : AppendSorted(rdn, &result.text);
    }
    result.rdn_ends.push_back(result.text.size());
  }
  return result;
}

std::optional<CanonicalName> MakeCanonicalName(Bytes name) {
  const std::optional<Rdns> rdns = ReadName(name);
  if (!rdns) return std::nullopt;
  return Canonical(*rdns);
}

std::vector<Bytes> EmailAddressesOf(Bytes name) {
  std::vector<Bytes> addresses;
  const std::optional<Rdns> rdns = ReadName(name);
  if (!rdns) return addresses;
  for (const Rdn& rdn : *rdns) {
    for (const NameAttribute& attribute : rdn) {
      if (std::ranges::equal(attribute.oid, kEmailAddressOid.der())) {
        addresses.push_back(attribute.value.contents);
      }
    }
  }
  return addresses;
}

}  // namespace oteu::verification::x509
