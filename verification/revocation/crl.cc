#include "verification/revocation/crl.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/revocation/crl_entry.h"
#include "verification/revocation/distribution_point.h"
#include "verification/x509/der_time.h"
#include "verification/x509/name.h"

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
constexpr kzgost::Oid kCrlNumberOid("2.5.29.20");
constexpr kzgost::Oid kFreshestCrlOid("2.5.29.46");

// An entry with a serial number of 20 bytes and a reason: what room is made for at first.
constexpr size_t kTypicalEntryBytes = 53;

uint64_t KeyOf(Bytes serial) {
  uint64_t key = 0;
  for (const uint8_t byte : serial.last(std::min<size_t>(serial.size(), sizeof(key))))
    key = (key << 8U) | byte;
  return key;
}

// A BOOLEAN DEFAULT FALSE under a primitive context tag: DER writes it as TRUE or not at all.
bool IsTrue(Bytes contents) { return contents.size() == 1 && contents[0] == 0xFF; }

// One field of IssuingDistributionPoint; BOOLEANs are DEFAULT FALSE. `issuer`: of the list.
bool ReadScopeField(const DerElement& field, Bytes issuer, CrlScope* scope) {
  const auto set = [&](bool* flag) { return *flag = IsTrue(field.contents); };
  switch (field.tag) {
    case 0xA0: {
      std::optional<std::vector<std::string>> names = ReadPointName(field.contents, issuer);
      if (!names) return false;
      scope->distribution_point = *std::move(names);
      return true;
    }
    case 0x81:
      return set(&scope->user_certificates_only);
    case 0x82:
      return set(&scope->ca_certificates_only);
    case 0x83: {
      const std::optional<ReasonMask> reasons = ReadReasonFlags(field.contents);
      scope->reasons = reasons.value_or(0);
      return reasons.has_value();
    }
    case 0x84:
      return set(&scope->indirect);
    case 0x85:
      return set(&scope->attribute_certificates_only);
    default:
      return false;
  }
}

bool ReadScope(Bytes value, Bytes issuer, CrlScope* scope) {
  DerReader outer(value);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return false;
  scope->extension = value;
  DerReader fields(*body);
  int last = -1;
  while (!fields.empty()) {
    const std::optional<DerElement> field = fields.ReadAny();
    const int number = field ? field->tag & 0x1F : 0;
    if (!field || number <= last || !ReadScopeField(*field, issuer, scope)) return false;
    last = number;
  }
  // 5.2.5: at most one of the three is true.
  return scope->user_certificates_only + scope->ca_certificates_only + scope->attribute_certificates_only <=
         1;
}

}  // namespace

class CrlParser {
 public:
  explicit CrlParser(std::string der) : crl_(new Crl) { crl_->der_ = std::move(der); }

  OrProblem<std::unique_ptr<Crl>> Run() {
    if (crl_->der_.size() > kMaxCrlBytes.value) return LimitExceeded(kMaxCrlBytes);
    const std::optional<x509::CrlLayers> layers = x509::ReadCrlLayers(crl_->der());
    if (!layers) return InvalidRevocationData("RFC 5280 5.1.1", "not strict DER");
    if (!x509::AlgorithmsAgree(*layers))
      return InvalidRevocationData("RFC 5280 5.1.1.2", "signature algorithms differ");
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
      if (!version || kzgost::SmallInteger(*version) != 1)
        return InvalidRevocationData("RFC 5280 5.1.2.1", "version");
    }
    const std::optional<DerElement> algorithm = fields.ReadAny();
    const std::optional<DerElement> issuer = algorithm ? fields.ReadAny() : std::nullopt;
    if (!issuer || issuer->tag != kzgost::kDerSequence)
      return InvalidRevocationData("RFC 5280 5.1.2.3", "issuer");
    crl_->issuer_ = issuer->whole;
    std::optional<x509::CanonicalName> name = x509::MakeCanonicalName(issuer->whole);
    if (!name) return InvalidRevocationData("RFC 5280 5.1.2.3", "issuer");
    crl_->issuer_name_ = *std::move(name);
    if (std::optional<Problem> problem = Dates(&fields)) return problem;
    if (fields.PeekTag() == kzgost::kDerSequence) {
      const std::optional<Bytes> entries = fields.Read(kzgost::kDerSequence);
      if (!entries) return InvalidRevocationData("RFC 5280 5.1.2.6", "revokedCertificates");
      if (std::optional<Problem> problem = Entries(*entries)) return problem;
    }
    if (fields.PeekTag() == DerContext(0)) {
      const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
      if (!is_v2 || !wrapper) return InvalidRevocationData("RFC 5280 5.1.2.7", "crlExtensions");
      if (std::optional<Problem> problem = Extensions(*wrapper)) return problem;
    }
    if (!fields.empty()) return InvalidRevocationData("RFC 5280 5.1.2", "trailing fields");
    // 5.3.3: entries of other issuers stand on indirect lists alone.
    if (!crl_->issuer_runs_.empty() && !crl_->scope_.indirect)
      return InvalidRevocationData("RFC 5280 5.3.3", "entry");
    return std::nullopt;
  }

  std::optional<Problem> Dates(DerReader* fields) {
    const std::optional<DerElement> first = fields->ReadAny();
    const std::optional<absl::Time> this_update = first ? x509::ParseDerTime(*first) : std::nullopt;
    if (!this_update) return InvalidRevocationData("RFC 5280 5.1.2.4", "thisUpdate");
    const std::optional<uint8_t> tag = fields->PeekTag();
    const std::optional<DerElement> second =
        tag == kzgost::kDerUtcTime || tag == kzgost::kDerGeneralizedTime ? fields->ReadAny() : std::nullopt;
    const std::optional<absl::Time> next_update = second ? x509::ParseDerTime(*second) : std::nullopt;
    // 5.1.2.5: conforming CAs MUST include nextUpdate. Without it nothing bounds the age of a list.
    if (!next_update) return InvalidRevocationData("RFC 5280 5.1.2.5", "nextUpdate");
    if (*next_update <= *this_update)
      return InvalidRevocationData("RFC 5280 5.1.2.5", "nextUpdate is not after thisUpdate");
    crl_->this_update_ = *this_update;
    crl_->next_update_ = *next_update;
    return std::nullopt;
  }

  std::optional<Problem> Entries(Bytes contents) {
    std::vector<std::pair<uint64_t, uint32_t>> index;
    index.reserve(std::min(contents.size() / kTypicalEntryBytes, kMaxCrlEntries.value));
    DerReader reader(contents);
    while (!reader.empty()) {
      if (index.size() == kMaxCrlEntries.value) return LimitExceeded(kMaxCrlEntries);
      const std::optional<DerElement> element = reader.ReadAny();
      const std::optional<ParsedEntry> entry =
          element && element->tag == kzgost::kDerSequence ? ReadEntry(element->contents) : std::nullopt;
      if (!entry) return InvalidRevocationData("RFC 5280 5.3", "entry");
      const auto offset = static_cast<uint32_t>(element->whole.data() - crl_->der().data());
      index.emplace_back(KeyOf(entry->serial), offset);
      if (entry->certificate_issuer.empty()) continue;
      if (crl_->issuer_runs_.size() == kMaxCrlIssuerRuns.value) return LimitExceeded(kMaxCrlIssuerRuns);
      crl_->issuer_runs_.push_back({offset, entry->certificate_issuer});
    }
    std::ranges::sort(index);
    crl_->index_.reserve(index.size());
    for (const auto& [key, offset] : index) crl_->index_.push_back(offset);
    return std::nullopt;
  }

  std::optional<Problem> Extensions(Bytes wrapper) {
    DerReader outer(wrapper);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return InvalidRevocationData("RFC 5280 5.2", "crlExtensions");
    DerReader reader(*body);
    std::vector<Bytes> seen;
    while (!reader.empty()) {
      const std::optional<Extension> extension = ReadExtension(&reader);
      if (!extension || seen.size() == kMaxExtensions.value)
        return InvalidRevocationData("RFC 5280 5.2", "crlExtensions");
      const auto same = [&](Bytes oid) { return std::ranges::equal(oid, extension->oid); };
      if (std::ranges::any_of(seen, same)) return InvalidRevocationData("RFC 5280 5.2", "double extension");
      seen.push_back(extension->oid);
      if (std::optional<Problem> problem = OneExtension(*extension)) return problem;
    }
    return std::nullopt;
  }

  std::optional<Problem> OneExtension(const Extension& extension) {
    if (Is(extension.oid, kIssuingDistributionPointOid)) {
      if (!ReadScope(extension.value, crl_->issuer_, &crl_->scope_))
        return InvalidRevocationData("RFC 5280 5.2.5", "issuingDistributionPoint");
    } else if (Is(extension.oid, kCrlNumberOid)) {
      if (!ReadNumber(extension.value, &crl_->number_))
        return InvalidRevocationData("RFC 5280 5.2.3", "cRLNumber");
    } else if (Is(extension.oid, kDeltaCrlIndicatorOid)) {
      if (!ReadNumber(extension.value, &crl_->base_number_))
        return InvalidRevocationData("RFC 5280 5.2.4", "deltaCRLIndicator");
    } else if (Is(extension.oid, kFreshestCrlOid)) {
      // 5.2.6. Deltas at hand are found by issuer, scope and number, wherever they came from.
      crl_->freshest_crl_extension_ = extension.value;
    } else if (Is(extension.oid, kAuthorityKeyIdentifierOid)) {
      if (!AuthorityKeyIdentifier(extension.value))
        return InvalidRevocationData("RFC 5280 5.2.1", "authorityKeyIdentifier");
    } else if (Is(extension.oid, kExpiredCertsOnCrlOid)) {
      DerReader reader(extension.value);
      const std::optional<DerElement> time = reader.ReadAny();
      if (time && reader.empty()) crl_->expired_since_ = x509::ParseDerTime(*time);
    } else if (extension.critical) {
      return InvalidRevocationData("RFC 5280 5.2", "unknown critical extension");  // MUST NOT be used
    }
    return std::nullopt;
  }

  // CRLNumber: not negative. 5.2.3 wants at most 20 octets; what is longer is somebody's mistake or attack.
  static bool ReadNumber(Bytes value, Bytes* number) {
    DerReader reader(value);
    const std::optional<Bytes> integer = reader.Read(kzgost::kDerInteger);
    if (!integer || !reader.empty() || integer->empty() || integer->size() > 21) return false;
    if ((integer->front() & 0x80U) != 0) return false;
    *number = *integer;
    return true;
  }

  bool AuthorityKeyIdentifier(Bytes value) {
    DerReader outer(value);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return false;
    crl_->authority_key_extension_ = value;
    DerReader fields(*body);
    if (fields.PeekTag() != 0x80) return true;  // issuer and serial alone: the signature decides
    const std::optional<Bytes> identifier = fields.Read(0x80);
    if (identifier) crl_->authority_key_identifier_ = *identifier;
    return identifier.has_value();
  }

  std::unique_ptr<Crl> crl_;
};

OrProblem<std::unique_ptr<Crl>> Crl::Parse(std::string der) { return CrlParser(std::move(der)).Run(); }

Bytes Crl::SerialAt(uint32_t offset) const {
  const std::optional<Bytes> body = DerReader(der().subspan(offset)).Read(kzgost::kDerSequence);
  return body ? DerReader(*body).Read(kzgost::kDerInteger).value_or(Bytes()) : Bytes();
}

Bytes Crl::IssuerAt(uint32_t offset) const {
  const auto next = std::ranges::upper_bound(issuer_runs_, offset, {}, &IssuerRun::offset);
  return next == issuer_runs_.begin() ? issuer_ : std::prev(next)->issuer;
}

std::optional<CrlEntry> Crl::Find(Bytes serial, Bytes certificate_issuer) const {
  const uint64_t key = KeyOf(serial);
  const auto key_at = [this](uint32_t offset) { return KeyOf(SerialAt(offset)); };
  std::optional<CrlEntry> found;
  for (auto it = std::ranges::lower_bound(index_, key, {}, key_at); it != index_.end(); ++it) {
    const std::optional<Bytes> body = DerReader(der().subspan(*it)).Read(kzgost::kDerSequence);
    const std::optional<ParsedEntry> parsed = body ? ReadEntry(*body) : std::nullopt;
    if (!parsed || KeyOf(parsed->serial) != key) break;
    if (!std::ranges::equal(parsed->serial, serial)) continue;
    if (scope_.indirect && !x509::NamesEqual(IssuerAt(*it), certificate_issuer)) continue;
    // Twice on one list: a removal is not believed against a revocation, and the earlier one counts.
    const bool removal = parsed->entry.reason == Reason::kRemoveFromCrl;
    const bool known_removal = found && found->reason == Reason::kRemoveFromCrl;
    if (!found || (known_removal && !removal) ||
        (known_removal == removal && parsed->entry.revocation_date < found->revocation_date)) {
      found = parsed->entry;
    }
  }
  return found;
}

int CompareNumbers(Bytes a, Bytes b) {
  const auto trim = [](Bytes number) {
    while (number.size() > 1 && number.front() == 0) number = number.subspan(1);
    return number;
  };
  a = trim(a);
  b = trim(b);
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return std::memcmp(a.data(), b.data(), a.size());
}

}  // namespace oteu::verification::revocation
