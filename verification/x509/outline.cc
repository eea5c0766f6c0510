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
constexpr uint8_t kDerBoolean = 0x01;

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

// One Extension: its OID and the contents of extnValue.
struct Extension {
  Bytes oid;
  Bytes value;
};

std::optional<Extension> ReadExtension(DerReader* reader) {
  const std::optional<Bytes> body = reader->Read(kzgost::kDerSequence);
  if (!body) return std::nullopt;
  DerReader fields(*body);
  const std::optional<Bytes> oid = fields.Read(kzgost::kDerOid);
  if (!oid) return std::nullopt;
  if (fields.PeekTag() == kDerBoolean && !fields.ReadAny()) return std::nullopt;
  const std::optional<Bytes> value = fields.Read(kzgost::kDerOctetString);
  if (!value || !fields.empty()) return std::nullopt;
  return Extension{*oid, *value};
}

// Every extension is well-formed, and none stands twice (4.2).
bool ExtensionsAreSound(Bytes extensions) {
  std::vector<Bytes> seen;
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

// TBSCertificate, RFC 5280 4.1.2.
bool ReadTbs(Bytes contents, CertificateOutline* outline) {
  DerReader fields(contents);
  if (fields.PeekTag() == DerContext(0) && !fields.ReadAny()) return false;
  if (!Assign(fields.Read(kzgost::kDerInteger), &outline->serial)) return false;
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
  const std::optional<Bytes> tbs = fields.Read(kzgost::kDerSequence);
  if (!tbs || !ReadTbs(*tbs, &outline)) return std::nullopt;
  if (!Assign(ReadWhole(&fields, kzgost::kDerSequence), &outline.outer_signature_algorithm))
    return std::nullopt;
  if (!fields.Read(kzgost::kDerBitString) || !fields.empty()) return std::nullopt;
  return outline;
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
