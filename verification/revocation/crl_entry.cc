#include "verification/revocation/crl_entry.h"

#include <algorithm>

#include "verification/kzgost/oid.h"
#include "verification/revocation/distribution_point.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kReasonCodeOid("2.5.29.21");
constexpr kzgost::Oid kInvalidityDateOid("2.5.29.24");
constexpr kzgost::Oid kCertificateIssuerOid("2.5.29.29");

bool ReadReasonCode(Bytes value, CrlEntry* entry) {
  DerReader reader(value);
  const std::optional<Bytes> number = reader.Read(kzgost::kDerEnumerated);
  const std::optional<Reason> reason = number && reader.empty() ? ReadReason(*number) : std::nullopt;
  if (reason) entry->reason = *reason;
  return reason.has_value();
}

bool ReadInvalidityDate(Bytes value, CrlEntry* entry) {
  DerReader reader(value);
  const std::optional<DerElement> time = reader.ReadAny();
  if (time && reader.empty()) entry->invalidity_date = x509::ParseDerTime(*time);
  return entry->invalidity_date.has_value();
}

// 5.3.3: GeneralNames with the issuer's directoryName.
bool ReadCertificateIssuer(Bytes value, ParsedEntry* parsed) {
  DerReader reader(value);
  const std::optional<Bytes> names = reader.Read(kzgost::kDerSequence);
  const std::optional<Bytes> name = names && reader.empty() ? FirstDirectoryName(*names) : std::nullopt;
  if (name) parsed->certificate_issuer = *name;
  return name.has_value();
}

bool ReadEntryExtension(const Extension& extension, ParsedEntry* parsed) {
  const auto is = [&](const kzgost::Oid& oid) { return std::ranges::equal(extension.oid, oid.der()); };
  if (is(kReasonCodeOid)) return ReadReasonCode(extension.value, &parsed->entry);
  if (is(kInvalidityDateOid)) return ReadInvalidityDate(extension.value, &parsed->entry);
  if (is(kCertificateIssuerOid)) return ReadCertificateIssuer(extension.value, parsed);
  return !extension.critical;  // 5.3: a list with an unknown critical entry extension is not to be used.
}

}  // namespace

std::optional<Extension> ReadExtension(DerReader* reader) {
  const std::optional<Bytes> body = reader->Read(kzgost::kDerSequence);
  if (!body) return std::nullopt;
  DerReader fields(*body);
  Extension extension;
  const std::optional<Bytes> oid = fields.Read(kzgost::kDerOid);
  if (!oid) return std::nullopt;
  extension.oid = *oid;
  if (fields.PeekTag() == kzgost::kDerBoolean) {
    const std::optional<Bytes> critical = fields.Read(kzgost::kDerBoolean);
    if (!critical || critical->size() != 1 || (*critical)[0] != 0xFF) return std::nullopt;
    extension.critical = true;
  }
  const std::optional<Bytes> value = fields.Read(kzgost::kDerOctetString);
  if (!value || !fields.empty()) return std::nullopt;
  extension.value = *value;
  return extension;
}

std::optional<ParsedEntry> ReadEntry(Bytes contents) {
  ParsedEntry parsed;
  DerReader fields(contents);
  const std::optional<Bytes> serial = fields.Read(kzgost::kDerInteger);
  const std::optional<DerElement> date = serial ? fields.ReadAny() : std::nullopt;
  const std::optional<absl::Time> time = date ? x509::ParseDerTime(*date) : std::nullopt;
  if (!time || serial->empty()) return std::nullopt;
  parsed.serial = *serial;
  parsed.entry.revocation_date = *time;
  if (fields.empty()) return parsed;
  const std::optional<Bytes> extensions = fields.Read(kzgost::kDerSequence);
  if (!extensions || !fields.empty()) return std::nullopt;
  DerReader list(*extensions);
  while (!list.empty()) {
    const std::optional<Extension> extension = ReadExtension(&list);
    if (!extension || !ReadEntryExtension(*extension, &parsed)) return std::nullopt;
  }
  return parsed;
}

}  // namespace oteu::verification::revocation
