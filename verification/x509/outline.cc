#include "verification/x509/outline.h"

#include <algorithm>
#include <vector>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kSubjectKeyIdentifierOid("2.5.29.14");
constexpr size_t kTypicalExtensions = 10;

std::optional<Bytes> ReadWhole(DerReader* reader, uint8_t tag) {
  const std::optional<DerElement> element = reader->PeekTag() == tag ? reader->ReadAny() : std::nullopt;
  return element ? std::optional(element->whole) : std::nullopt;
}

bool ReadValidity(DerReader* fields, CertificateOutline* outline) {
  const std::optional<Bytes> validity = fields->Read(kzgost::kDerSequence);
  if (!validity) return false;
  DerReader times(*validity);
  const std::optional<DerElement> first = times.ReadAny();
  const std::optional<DerElement> last = times.ReadAny();
  const std::optional<absl::Time> not_before = first ? ParseDerTime(*first) : std::nullopt;
  const std::optional<absl::Time> not_after = last ? ParseDerTime(*last) : std::nullopt;
  if (!not_before || !not_after || !times.empty()) return false;
  outline->not_before = *not_before;
  outline->not_after = *not_after;
  return true;
}

bool Assign(std::optional<Bytes> value, Bytes* field) {
  if (value) *field = *value;
  return value.has_value();
}

std::optional<Extension> ReadExtension(DerReader* reader) {
  const std::optional<Bytes> body = reader->Read(kzgost::kDerSequence);
  if (!body) return std::nullopt;
  DerReader fields(*body);
  const std::optional<Bytes> oid = fields.Read(kzgost::kDerOid);
  if (!oid) return std::nullopt;
  bool critical = false;
  if (fields.PeekTag() == kzgost::kDerBoolean) {
    const std::optional<Bytes> flag = fields.Read(kzgost::kDerBoolean);
    // DER leaves out a false one; some authorities write it, and it means what it says.
    if (!flag || flag->size() != 1 || ((*flag)[0] != 0 && (*flag)[0] != 0xFF)) return std::nullopt;
    critical = (*flag)[0] != 0;
  }
  const std::optional<Bytes> value = fields.Read(kzgost::kDerOctetString);
  if (!value || !fields.empty()) return std::nullopt;
  return Extension{*oid, critical, *value};
}

// Every extension is well-formed, and none stands twice (4.2).
bool ExtensionsAreSound(Bytes extensions) {
  std::vector<Bytes> seen;
  seen.reserve(kTypicalExtensions);
  DerReader reader(extensions);
  while (!reader.empty()) {
    const std::optional<Extension> extension = ReadExtension(&reader);
    if (!extension || seen.size() == kMaxExtensions.value) return false;
    const auto same = [&](Bytes oid) { return std::ranges::equal(oid, extension->oid); };
    if (std::ranges::any_of(seen, same)) return false;
    seen.push_back(extension->oid);
  }
  return true;
}

// X.690 8.3.2: an INTEGER has a byte, and its first nine bits are not all equal.
bool IsShortest(Bytes integer) {
  if (integer.empty()) return false;
  if (integer.size() == 1) return true;
  const bool high = (integer[1] & 0x80U) != 0;
  return high ? integer[0] != 0xFF : integer[0] != 0;
}

// version [0] EXPLICIT INTEGER DEFAULT v1, 4.1.2.1.
bool ReadVersion(DerReader* fields, CertificateOutline* outline) {
  if (fields->PeekTag() != DerContext(0)) return true;
  const std::optional<Bytes> wrapper = fields->Read(DerContext(0));
  if (!wrapper) return false;
  DerReader inner(*wrapper);
  const std::optional<Bytes> number = inner.Read(kzgost::kDerInteger);
  const std::optional<int> version = number && inner.empty() ? kzgost::SmallInteger(*number) : std::nullopt;
  if (!version || *version > 2) return false;
  outline->version = *version + 1;
  return true;
}

// TBSCertificate, RFC 5280 4.1.2.
bool ReadTbs(Bytes contents, CertificateOutline* outline) {
  DerReader fields(contents);
  if (!ReadVersion(&fields, outline)) return false;
  if (!Assign(fields.Read(kzgost::kDerInteger), &outline->serial) || !IsShortest(outline->serial))
    return false;
  if (!Assign(ReadWhole(&fields, kzgost::kDerSequence), &outline->signature_algorithm)) return false;
  if (!Assign(ReadWhole(&fields, kzgost::kDerSequence), &outline->issuer)) return false;
  if (!ReadValidity(&fields, outline)) return false;
  if (!Assign(ReadWhole(&fields, kzgost::kDerSequence), &outline->subject)) return false;
  if (!Assign(ReadWhole(&fields, kzgost::kDerSequence), &outline->spki)) return false;
  for (const uint8_t unique_id : {uint8_t{0x81}, uint8_t{0x82}}) {
    if (fields.PeekTag() == unique_id && !fields.ReadAny()) return false;
  }
  if (fields.PeekTag() == DerContext(3)) {
    const std::optional<Bytes> wrapper = fields.Read(DerContext(3));
    if (!wrapper) return false;
    DerReader inner(*wrapper);
    if (!Assign(inner.Read(kzgost::kDerSequence), &outline->extensions) || !inner.empty()) return false;
    if (outline->version < 3) return false;
  }
  return fields.empty() && ExtensionsAreSound(outline->extensions);
}

}  // namespace

std::optional<CertificateOutline> ReadOutline(Bytes der) {
  CertificateOutline outline;
  DerReader outer(der);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return std::nullopt;
  DerReader fields(*body);
  const std::optional<DerElement> tbs = fields.ReadAny();
  if (!tbs || tbs->tag != kzgost::kDerSequence || !ReadTbs(tbs->contents, &outline)) return std::nullopt;
  outline.tbs = tbs->whole;
  if (!Assign(ReadWhole(&fields, kzgost::kDerSequence), &outline.outer_signature_algorithm))
    return std::nullopt;
  const std::optional<Bytes> signature = fields.Read(kzgost::kDerBitString);
  if (!signature || signature->empty() || !fields.empty()) return std::nullopt;
  // With bits left over it is no signature, and an empty one verifies nowhere.
  if ((*signature)[0] == 0) outline.signature = signature->subspan(1);
  return outline;
}

std::vector<Extension> ExtensionsOf(const CertificateOutline& outline) {
  std::vector<Extension> extensions;
  extensions.reserve(kTypicalExtensions);
  DerReader reader(outline.extensions);
  while (!reader.empty()) {
    const std::optional<Extension> extension = ReadExtension(&reader);
    if (!extension) break;
    extensions.push_back(*extension);
  }
  return extensions;
}

std::optional<Bytes> FindExtension(const CertificateOutline& outline, Bytes oid) {
  DerReader reader(outline.extensions);
  while (!reader.empty()) {
    const std::optional<Extension> extension = ReadExtension(&reader);
    if (!extension) return std::nullopt;
    if (std::ranges::equal(extension->oid, oid)) return extension->value;
  }
  return std::nullopt;
}

std::optional<Bytes> SubjectKeyIdentifier(const CertificateOutline& outline) {
  const std::optional<Bytes> value = FindExtension(outline, kSubjectKeyIdentifierOid.der());
  if (!value) return std::nullopt;
  DerReader reader(*value);
  const std::optional<Bytes> identifier = reader.Read(kzgost::kDerOctetString);
  return reader.empty() ? identifier : std::nullopt;
}

}  // namespace oteu::verification::x509
