#include "verification/x509/path_extensions.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <limits>
#include <set>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerReader;
using openssl::Bytes;

// The contents of the one SEQUENCE that an extension is.
std::optional<Bytes> OnlySequence(Bytes value) {
  DerReader outer(value);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  return outer.empty() ? body : std::nullopt;
}

// A non-negative INTEGER; what does not fit counts as the largest, for no chain is as long.
std::optional<int> CountOf(Bytes integer) {
  if (integer.empty() || (integer[0] & 0x80U) != 0) return std::nullopt;
  if (integer.size() > 1 && integer[0] == 0 && (integer[1] & 0x80U) == 0) return std::nullopt;
  const std::optional<int> small = kzgost::SmallInteger(integer);
  return small ? small : std::numeric_limits<int>::max();
}

bool ReadBasicConstraints(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  if (!body) return false;
  DerReader fields(*body);
  BasicConstraints constraints;
  if (fields.PeekTag() == kzgost::kDerBoolean) {
    const std::optional<Bytes> flag = fields.Read(kzgost::kDerBoolean);
    // DER leaves out a false one; some authorities write it.
    if (!flag || flag->size() != 1 || ((*flag)[0] != 0 && (*flag)[0] != 0xFF)) return false;
    constraints.ca = (*flag)[0] != 0;
  }
  if (fields.PeekTag() == kzgost::kDerInteger) {
    const std::optional<Bytes> integer = fields.Read(kzgost::kDerInteger);
    constraints.path_length = integer ? CountOf(*integer) : std::nullopt;
    if (!constraints.path_length) return false;
  }
  out->basic_constraints = constraints;
  return fields.empty();
}

// Named bits as OpenSSL numbers them: the first octet in the low byte, decipherOnly in 0x8000.
bool ReadKeyUsage(Bytes value, PathExtensions* out) {
  DerReader reader(value);
  const std::optional<Bytes> bits = reader.Read(kzgost::kDerBitString);
  if (!bits || !reader.empty() || bits->empty() || (*bits)[0] > 7) return false;
  if (bits->size() == 1 && (*bits)[0] != 0) return false;
  uint32_t usage = 0;
  if (bits->size() > 1) usage |= (*bits)[1];
  if (bits->size() > 2) usage |= static_cast<uint32_t>((*bits)[2]) << 8U;
  out->key_usage = usage;
  return true;
}

std::optional<std::string> ReadOid(DerReader* reader) {
  const std::optional<Bytes> oid = reader->Read(kzgost::kDerOid);
  return oid ? kzgost::OidText(*oid) : std::nullopt;
}

// 4.2.1.4: PolicyInformation ::= SEQUENCE { policyIdentifier, qualifiers OPTIONAL }, each policy once.
bool ReadPolicies(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  if (!body || body->empty()) return false;
  DerReader list(*body);
  std::vector<std::string> policies;
  std::set<std::string> seen;
  while (!list.empty()) {
    const std::optional<Bytes> entry = list.Read(kzgost::kDerSequence);
    if (!entry || policies.size() == kMaxExtensionEntries.value) return false;
    DerReader fields(*entry);
    std::optional<std::string> oid = ReadOid(&fields);
    if (!oid || !seen.insert(*oid).second) return false;
    if (!fields.empty() && (!fields.Read(kzgost::kDerSequence) || !fields.empty())) return false;
    policies.push_back(*std::move(oid));
  }
  out->policies = std::move(policies);
  return true;
}

// 4.2.1.5. That anyPolicy must not stand in it is a step of validation, 6.1.4 (a).
bool ReadPolicyMappings(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  if (!body || body->empty()) return false;
  DerReader list(*body);
  while (!list.empty()) {
    const std::optional<Bytes> entry = list.Read(kzgost::kDerSequence);
    if (!entry || out->policy_mappings.size() == kMaxExtensionEntries.value) return false;
    DerReader fields(*entry);
    std::optional<std::string> issuer = ReadOid(&fields);
    std::optional<std::string> subject = issuer ? ReadOid(&fields) : std::nullopt;
    if (!subject || !fields.empty()) return false;
    out->policy_mappings.emplace_back(*std::move(issuer), *std::move(subject));
  }
  return true;
}

bool ReadSkipCerts(DerReader* fields, uint8_t tag, std::optional<int>* out) {
  if (fields->PeekTag() != tag) return true;
  const std::optional<Bytes> integer = fields->Read(tag);
  *out = integer ? CountOf(*integer) : std::nullopt;
  return out->has_value();
}

// 4.2.1.11; an empty one must not be issued.
bool ReadPolicyConstraints(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  if (!body || body->empty()) return false;
  DerReader fields(*body);
  return ReadSkipCerts(&fields, 0x80, &out->require_explicit_policy) &&
         ReadSkipCerts(&fields, 0x81, &out->inhibit_policy_mapping) && fields.empty();
}

bool ReadInhibitAnyPolicy(Bytes value, PathExtensions* out) {
  DerReader reader(value);
  return ReadSkipCerts(&reader, kzgost::kDerInteger, &out->inhibit_any_policy) && reader.empty() &&
         out->inhibit_any_policy.has_value();
}

bool ReadConstraints(Bytes value, PathExtensions* out) {
  out->name_constraints = ReadNameConstraints(value);
  return out->name_constraints.has_value();
}

bool ReadAlternativeNames(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  std::optional<std::vector<GeneralName>> names = body ? ReadGeneralNames(*body) : std::nullopt;
  if (!names) return false;
  out->alternative_names = *std::move(names);
  return true;
}

bool ReadExtendedKeyUsage(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  if (!body || body->empty()) return false;
  DerReader list(*body);
  std::vector<std::string> usages;
  while (!list.empty()) {
    std::optional<std::string> oid = ReadOid(&list);
    if (!oid || usages.size() == kMaxExtensionEntries.value) return false;
    usages.push_back(*std::move(oid));
  }
  out->extended_key_usages = std::move(usages);
  return true;
}

bool ReadSubjectKey(Bytes value, PathExtensions* out) {
  DerReader reader(value);
  const std::optional<Bytes> identifier = reader.Read(kzgost::kDerOctetString);
  if (!identifier || !reader.empty()) return false;
  out->subject_key_identifier = *identifier;
  return true;
}

// 4.2.1.1. Issuer and serial number beside the key identifier help nobody to find the issuer's key.
bool ReadAuthorityKey(Bytes value, PathExtensions* out) {
  const std::optional<Bytes> body = OnlySequence(value);
  if (!body) return false;
  DerReader fields(*body);
  if (fields.PeekTag() == 0x80) {
    const std::optional<Bytes> identifier = fields.Read(0x80);
    if (!identifier) return false;
    out->authority_key_identifier = *identifier;
  }
  if (fields.PeekTag() == kzgost::DerContext(1) && !fields.ReadAny()) return false;
  if (fields.PeekTag() == 0x82 && !fields.ReadAny()) return false;
  return fields.empty();
}

// Understood elsewhere: cRLDistributionPoints by revocation.
bool ReadNothing(Bytes /*value*/, PathExtensions* /*out*/) { return true; }

struct Known {
  kzgost::Oid oid;
  bool (*read)(Bytes value, PathExtensions* out);
  bool may_be_critical;
};

// 4.2: what is critical and not processed refuses the certificate.
constexpr Known kKnown[] = {
    {kzgost::Oid("2.5.29.19"), ReadBasicConstraints, true},
    {kzgost::Oid("2.5.29.15"), ReadKeyUsage, true},
    {kzgost::Oid("2.5.29.35"), ReadAuthorityKey, false},
    {kzgost::Oid("2.5.29.14"), ReadSubjectKey, false},
    {kzgost::Oid("2.5.29.32"), ReadPolicies, true},
    {kzgost::Oid("2.5.29.37"), ReadExtendedKeyUsage, true},
    {kzgost::Oid("2.5.29.17"), ReadAlternativeNames, true},
    {kzgost::Oid("2.5.29.30"), ReadConstraints, true},
    {kzgost::Oid("2.5.29.33"), ReadPolicyMappings, true},
    {kzgost::Oid("2.5.29.36"), ReadPolicyConstraints, true},
    {kzgost::Oid("2.5.29.54"), ReadInhibitAnyPolicy, true},
    {kzgost::Oid("2.5.29.31"), ReadNothing, true},
};

std::string TextOf(Bytes oid) { return kzgost::OidText(oid).value_or("malformed object identifier"); }

}  // namespace

OrProblem<PathExtensions> ReadPathExtensions(const CertificateOutline& outline) {
  PathExtensions result;
  for (const Extension& extension : ExtensionsOf(outline)) {
    const Known* known = std::ranges::find_if(
        kKnown, [&](const Known& one) { return std::ranges::equal(one.oid.der(), extension.oid); });
    const bool is_known = known != std::ranges::end(kKnown);
    if (is_known && !known->read(extension.value, &result)) {
      return Problem{oteu::v1::VERIFICATION_CODE_CERTIFICATE_MALFORMED, "RFC 5280 4.2.1",
                     "extension " + TextOf(extension.oid)};
    }
    if (extension.critical && (!is_known || !known->may_be_critical) && result.unknown_critical.empty()) {
      result.unknown_critical = TextOf(extension.oid);
    }
  }
  return result;
}

}  // namespace oteu::verification::x509
