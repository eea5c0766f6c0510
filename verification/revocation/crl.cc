#include "verification/revocation/crl.h"

#include <algorithm>
#include <utility>

#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/revocation/crl_entry.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kAuthorityKeyIdentifierOid("2.5.29.35");
constexpr kzgost::Oid kDeltaCrlIndicatorOid("2.5.29.27");
constexpr kzgost::Oid kIssuingDistributionPointOid("2.5.29.28");
constexpr kzgost::Oid kExpiredCertsOnCrlOid("2.5.29.60");

constexpr uint8_t kUtcTime = 0x17;
constexpr uint8_t kGeneralizedTime = 0x18;

bool Is(Bytes oid, const kzgost::Oid& expected) { return std::ranges::equal(oid, expected.der()); }

Problem Invalid(const char* clause, const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID, clause, cause};
}

uint64_t KeyOf(Bytes serial) {
  uint64_t key = 0;
  for (const uint8_t byte : serial.last(std::min<size_t>(serial.size(), sizeof(key))))
    key = (key << 8U) | byte;
  return key;
}

// A BOOLEAN DEFAULT FALSE under a primitive context tag: DER writes it as TRUE or not at all.
bool IsTrue(Bytes contents) { return contents.size() == 1 && contents[0] == 0xFF; }

// DistributionPointName, fullName alone (5.2.5: nameRelativeToCRLIssuer SHOULD NOT be used).
bool ReadDistributionPoint(Bytes contents, CrlScope* scope) {
  DerReader reader(contents);
  const std::optional<Bytes> names = reader.Read(DerContext(0));
  if (!names || !reader.empty()) return false;
  DerReader list(*names);
  while (!list.empty()) {
    const std::optional<DerElement> name = list.ReadAny();
    if (!name || scope->distribution_point.size() == kMaxExtensionEntries.value) return false;
    scope->distribution_point.push_back(name->whole);
  }
  return !scope->distribution_point.empty();
}

bool ReadScope(Bytes value, CrlScope* scope) {
  DerReader outer(value);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return false;
  DerReader fields(*body);
  while (!fields.empty()) {
    const std::optional<DerElement> field = fields.ReadAny();
    if (!field) return false;
    switch (field->tag) {
      case 0xA0:
        if (!ReadDistributionPoint(field->contents, scope)) return false;
        break;
      case 0x81:
        if (!IsTrue(field->contents)) return false;
        scope->user_certificates_only = true;
        break;
      case 0x82:
        if (!IsTrue(field->contents)) return false;
        scope->ca_certificates_only = true;
        break;
      case 0x83:
        scope->some_reasons_only = true;
        break;
      case 0x84:
        if (!IsTrue(field->contents)) return false;
        scope->indirect = true;
        break;
      default:  // onlyContainsAttributeCerts, or nothing that RFC 5280 knows
        return false;
    }
  }
  return !(scope->user_certificates_only && scope->ca_certificates_only);
}

}  // namespace

class CrlParser {
 public:
  explicit CrlParser(std::string der) : crl_(new Crl) { crl_->der_ = std::move(der); }

  OrProblem<std::unique_ptr<Crl>> Run() {
    if (crl_->der_.size() > kMaxCrlBytes.value) return LimitExceeded(kMaxCrlBytes);
    const std::optional<x509::CrlLayers> layers = x509::ReadCrlLayers(crl_->der());
    if (!layers) return Invalid("RFC 5280 5.1.1", "not strict DER");
    if (!x509::AlgorithmsAgree(*layers)) return Invalid("RFC 5280 5.1.1.2", "signature algorithms differ");
    crl_->layers_ = *layers;
    crl_->sha256_ = openssl::Sha256(crl_->der());
    if (std::optional<Problem> problem = Tbs(layers->tbs_contents)) return *std::move(problem);
    return std::move(crl_);
  }

 private:
  // TBSCertList, 5.1.2.
  std::optional<Problem> Tbs(Bytes contents) {
    DerReader fields(contents);
    const bool is_v2 = fields.PeekTag() == kzgost::kDerInteger;
    if (is_v2) {
      const std::optional<Bytes> version = fields.Read(kzgost::kDerInteger);
      if (!version || kzgost::SmallInteger(*version) != 1) return Invalid("RFC 5280 5.1.2.1", "version");
    }
    const std::optional<DerElement> algorithm = fields.ReadAny();
    const std::optional<DerElement> issuer = algorithm ? fields.ReadAny() : std::nullopt;
    if (!issuer || issuer->tag != kzgost::kDerSequence) return Invalid("RFC 5280 5.1.2.3", "issuer");
    crl_->issuer_ = issuer->whole;
    if (std::optional<Problem> problem = Dates(&fields)) return problem;
    if (fields.PeekTag() == kzgost::kDerSequence) {
      const std::optional<Bytes> entries = fields.Read(kzgost::kDerSequence);
      if (!entries) return Invalid("RFC 5280 5.1.2.6", "revokedCertificates");
      if (std::optional<Problem> problem = Entries(*entries)) return problem;
    }
    if (fields.PeekTag() == DerContext(0)) {
      const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
      if (!is_v2 || !wrapper) return Invalid("RFC 5280 5.1.2.7", "crlExtensions");
      if (std::optional<Problem> problem = Extensions(*wrapper)) return problem;
    }
    if (!fields.empty()) return Invalid("RFC 5280 5.1.2", "trailing fields");
    return std::nullopt;
  }

  std::optional<Problem> Dates(DerReader* fields) {
    const std::optional<DerElement> first = fields->ReadAny();
    const std::optional<absl::Time> this_update = first ? x509::ParseDerTime(*first) : std::nullopt;
    if (!this_update) return Invalid("RFC 5280 5.1.2.4", "thisUpdate");
    const std::optional<uint8_t> tag = fields->PeekTag();
    const std::optional<DerElement> second =
        tag == kUtcTime || tag == kGeneralizedTime ? fields->ReadAny() : std::nullopt;
    const std::optional<absl::Time> next_update = second ? x509::ParseDerTime(*second) : std::nullopt;
    // 5.1.2.5: conforming CAs MUST include nextUpdate. Without it nothing bounds the age of a list.
    if (!next_update) return Invalid("RFC 5280 5.1.2.5", "nextUpdate");
    if (*next_update <= *this_update)
      return Invalid("RFC 5280 5.1.2.5", "nextUpdate is not after thisUpdate");
    crl_->this_update_ = *this_update;
    crl_->next_update_ = *next_update;
    return std::nullopt;
  }

  std::optional<Problem> Entries(Bytes contents) {
    DerReader reader(contents);
    while (!reader.empty()) {
      if (crl_->index_.size() == kMaxCrlEntries.value) return LimitExceeded(kMaxCrlEntries);
      const std::optional<DerElement> element = reader.ReadAny();
      const std::optional<ParsedEntry> entry =
          element && element->tag == kzgost::kDerSequence ? ReadEntry(element->contents) : std::nullopt;
      if (!entry) return Invalid("RFC 5280 5.3", "entry");
      const auto offset = static_cast<uint32_t>(element->whole.data() - crl_->der().data());
      crl_->index_.push_back({KeyOf(entry->serial), offset});
    }
    std::ranges::sort(crl_->index_, {}, [](const auto& entry) { return std::pair(entry.key, entry.offset); });
    return std::nullopt;
  }

  std::optional<Problem> Extensions(Bytes wrapper) {
    DerReader outer(wrapper);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return Invalid("RFC 5280 5.2", "crlExtensions");
    DerReader reader(*body);
    std::vector<Bytes> seen;
    while (!reader.empty()) {
      const std::optional<Extension> extension = ReadExtension(&reader);
      if (!extension || seen.size() == kMaxExtensions.value) return Invalid("RFC 5280 5.2", "crlExtensions");
      const auto same = [&](Bytes oid) { return std::ranges::equal(oid, extension->oid); };
      if (std::ranges::any_of(seen, same)) return Invalid("RFC 5280 5.2", "double extension");
      seen.push_back(extension->oid);
      if (std::optional<Problem> problem = OneExtension(*extension)) return problem;
    }
    return std::nullopt;
  }

  std::optional<Problem> OneExtension(const Extension& extension) {
    if (Is(extension.oid, kIssuingDistributionPointOid)) {
      if (!ReadScope(extension.value, &crl_->scope_))
        return Invalid("RFC 5280 5.2.5", "issuingDistributionPoint");
    } else if (Is(extension.oid, kDeltaCrlIndicatorOid)) {
      crl_->is_delta_ = true;
    } else if (Is(extension.oid, kAuthorityKeyIdentifierOid)) {
      if (!AuthorityKeyIdentifier(extension.value))
        return Invalid("RFC 5280 5.2.1", "authorityKeyIdentifier");
    } else if (Is(extension.oid, kExpiredCertsOnCrlOid)) {
      DerReader reader(extension.value);
      const std::optional<DerElement> time = reader.ReadAny();
      if (time && reader.empty()) crl_->expired_since_ = x509::ParseDerTime(*time);
    } else if (extension.critical) {
      return Invalid("RFC 5280 5.2", "unknown critical extension");  // MUST NOT be used
    }
    return std::nullopt;
  }

  bool AuthorityKeyIdentifier(Bytes value) {
    DerReader outer(value);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return false;
    DerReader fields(*body);
    if (fields.PeekTag() != 0x80) return true;  // issuer and serial alone: the signature decides
    const std::optional<Bytes> identifier = fields.Read(0x80);
    if (identifier) crl_->authority_key_identifier_ = *identifier;
    return identifier.has_value();
  }

  std::unique_ptr<Crl> crl_;
};

OrProblem<std::unique_ptr<Crl>> Crl::Parse(std::string der) { return CrlParser(std::move(der)).Run(); }

std::optional<CrlEntry> Crl::Find(Bytes serial) const {
  const uint64_t key = KeyOf(serial);
  auto it = std::ranges::lower_bound(index_, key, {}, &IndexEntry::key);
  std::optional<CrlEntry> found;
  for (; it != index_.end() && it->key == key; ++it) {
    const std::optional<Bytes> body = kzgost::DerReader(der().subspan(it->offset)).Read(kzgost::kDerSequence);
    const std::optional<ParsedEntry> parsed = body ? ReadEntry(*body) : std::nullopt;
    // Twice on one list: the earlier revocation counts.
    if (parsed && std::ranges::equal(parsed->serial, serial) &&
        (!found || parsed->entry.revocation_date < found->revocation_date)) {
      found = parsed->entry;
    }
  }
  return found;
}

}  // namespace oteu::verification::revocation
