#include "verification/x509/general_name.h"

#include <algorithm>

#include "verification/kzgost/der.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr uint8_t kContext = 0x80;
constexpr uint8_t kConstructed = 0x20;
constexpr uint8_t kNumber = 0x1F;
constexpr uint8_t kLastKind = 8;

bool IsConstructed(GeneralNameKind kind) {
  return kind == GeneralNameKind::kOther || kind == GeneralNameKind::kX400 ||
         kind == GeneralNameKind::kDirectory || kind == GeneralNameKind::kEdiParty;
}

bool IsText(GeneralNameKind kind) {
  return kind == GeneralNameKind::kEmail || kind == GeneralNameKind::kDns || kind == GeneralNameKind::kUri;
}

}  // namespace

std::optional<GeneralName> ReadGeneralName(uint8_t tag, Bytes contents) {
  const uint8_t number = tag & kNumber;
  if ((tag & 0xC0U) != kContext || number > kLastKind) return std::nullopt;
  GeneralName name{static_cast<GeneralNameKind>(number), contents};
  if (((tag & kConstructed) != 0) != IsConstructed(name.kind)) return std::nullopt;
  if (name.kind == GeneralNameKind::kDirectory) {
    // A CHOICE keeps its own tag inside [4].
    DerReader inner(contents);
    const std::optional<DerElement> directory = inner.ReadAny();
    if (!directory || directory->tag != kzgost::kDerSequence || !inner.empty()) return std::nullopt;
  }
  // IA5String.
  if (IsText(name.kind) && !std::ranges::all_of(contents, [](uint8_t c) { return c < 0x80; })) {
    return std::nullopt;
  }
  return name;
}

std::optional<std::vector<GeneralName>> ReadGeneralNames(Bytes contents) {
  std::vector<GeneralName> names;
  DerReader reader(contents);
  while (!reader.empty()) {
    const std::optional<DerElement> element = reader.ReadAny();
    const std::optional<GeneralName> name =
        element ? ReadGeneralName(element->tag, element->contents) : std::nullopt;
    if (!name || names.size() == kMaxGeneralNames.value) return std::nullopt;
    names.push_back(*name);
  }
  if (names.empty()) return std::nullopt;
  return names;
}

}  // namespace oteu::verification::x509
