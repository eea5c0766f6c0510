#include "verification/cms/signer_info.h"

#include <algorithm>
#include <utility>

#include "verification/cms/oids.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::cms {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr char kClause[] = "RFC 5652 5.3";
constexpr char kAttributesClause[] = "RFC 5652 11";
constexpr uint8_t kDerSet = 0x31;
constexpr uint8_t kKeyIdentifierTag = 0x80;  // [0] IMPLICIT OCTET STRING, primitive.

Problem BadAttributes(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID, kAttributesClause, cause};
}

// One Attribute: its type, and the contents of the SET of its values.
struct Attribute {
  Bytes type;        // Contents of the OBJECT IDENTIFIER.
  Bytes whole_type;  // The same with tag and length.
  Bytes values;
};

OrProblem<std::vector<Attribute>> ParseAttributes(Bytes contents) {
  std::vector<Attribute> attributes;
  DerReader reader(contents);
  while (!reader.empty()) {
    if (attributes.size() == kMaxAttributes.value) return LimitExceeded(kMaxAttributes);
    const std::optional<Bytes> body = reader.Read(kzgost::kDerSequence);
    if (!body) return Malformed(kClause, "attribute");
    DerReader fields(*body);
    const std::optional<DerElement> type = fields.ReadAny();
    if (!type || type->tag != kzgost::kDerOid) return Malformed(kClause, "attribute");
    const std::optional<Bytes> values = fields.Read(kDerSet);
    if (!values || !fields.empty()) return Malformed(kClause, "attribute");
    attributes.push_back({type->contents, type->whole, *values});
  }
  if (attributes.empty()) return Malformed(kClause, "empty attributes");  // SET SIZE (1..MAX)
  return attributes;
}

// The only value of an attribute.
std::optional<DerElement> SingleValue(const Attribute& attribute) {
  DerReader reader(attribute.values);
  std::optional<DerElement> value = reader.ReadAny();
  return reader.empty() ? value : std::nullopt;
}

// RFC 5652 11.1-11.3 and RFC 5035: each of these attributes has exactly one value, of one type.
std::optional<Problem> ReadKnown(const Attribute& attribute, SignedAttributes* out) {
  struct Known {
    const Oid* oid;
    uint8_t tag;
    std::optional<Bytes>* field;
    const char* name;
  };
  const Known known[] = {
      {&kContentTypeOid, kzgost::kDerOid, &out->content_type, "contentType"},
      {&kMessageDigestOid, kzgost::kDerOctetString, &out->message_digest, "messageDigest"},
      {&kSigningCertificateOid, kzgost::kDerSequence, &out->signing_certificate, "signingCertificate"},
      {&kSigningCertificateV2Oid, kzgost::kDerSequence, &out->signing_certificate_v2, "signingCertificateV2"},
  };
  for (const Known& entry : known) {
    if (!Is(attribute.type, *entry.oid)) continue;
    const std::optional<DerElement> value = SingleValue(attribute);
    if (!value || value->tag != entry.tag) return BadAttributes(entry.name);
    *entry.field = value->contents;
    return std::nullopt;
  }
  if (Is(attribute.type, kSigningTimeOid)) {
    const std::optional<DerElement> value = SingleValue(attribute);
    if (value) out->signing_time = x509::ParseDerTime(*value);
    if (!out->signing_time) return BadAttributes("signingTime");
  }
  return std::nullopt;
}

// Leaves what is wrong with the attributes as the signer's problem; fails only where they cannot be read.
std::optional<Problem> ReadSignedAttributes(const DerElement& element, SignerInfo* signer) {
  if (element.contents.size() > kMaxSignedAttributesBytes.value)
    return LimitExceeded(kMaxSignedAttributesBytes);
  OrProblem<std::vector<Attribute>> parsed = ParseAttributes(element.contents);
  if (const Problem* problem = GetProblem(parsed)) return *problem;
  const auto& attributes = std::get<std::vector<Attribute>>(parsed);
  SignedAttributes result;
  result.wire = element.whole;
  for (size_t i = 0; i < attributes.size() && !signer->attributes_problem; ++i) {
    const auto same_type = [&](const Attribute& other) {
      return std::ranges::equal(other.type, attributes[i].type);
    };
    if (std::any_of(attributes.begin(), attributes.begin() + static_cast<ptrdiff_t>(i), same_type)) {
      signer->attributes_problem = BadAttributes("double attribute");  // 5.3: no two instances of one type
    } else {
      signer->attributes_problem = ReadKnown(attributes[i], &result);
    }
  }
  if (!signer->attributes_problem && !result.content_type)
    signer->attributes_problem = BadAttributes("no contentType");
  if (!signer->attributes_problem && !result.message_digest) {
    signer->attributes_problem = BadAttributes("no messageDigest");
  }
  signer->signed_attributes = result;
  return std::nullopt;
}

std::optional<Problem> ReadUnsignedAttributes(Bytes contents, SignerInfo* signer) {
  OrProblem<std::vector<Attribute>> parsed = ParseAttributes(contents);
  if (const Problem* problem = GetProblem(parsed)) return *problem;
  for (const Attribute& attribute : std::get<std::vector<Attribute>>(parsed)) {
    const std::optional<std::string> oid = kzgost::OidText(attribute.type);
    if (!oid) return Malformed(kClause, "unsigned attribute");
    DerReader values(attribute.values);
    do {
      if (signer->unsigned_values.size() == kMaxUnsignedValues.value)
        return LimitExceeded(kMaxUnsignedValues);
      const std::optional<DerElement> value = values.ReadAny();
      if (!value && !values.empty()) return Malformed(kClause, "unsigned attribute");
      signer->unsigned_values.push_back({*oid, attribute.whole_type, value ? value->whole : Bytes()});
    } while (!values.empty());
  }
  return std::nullopt;
}

// 5.3: version 1 goes with issuerAndSerialNumber, 3 with subjectKeyIdentifier.
bool ReadIdentifier(DerReader* fields, int version, SignerIdentifier* sid) {
  const std::optional<DerElement> element = fields->ReadAny();
  if (!element) return false;
  if (version == 3) {
    sid->key_identifier = element->contents;
    return element->tag == kKeyIdentifierTag && !element->contents.empty();
  }
  if (version != 1 || element->tag != kzgost::kDerSequence) return false;
  DerReader pair(element->contents);
  const std::optional<DerElement> issuer = pair.ReadAny();
  if (!issuer || issuer->tag != kzgost::kDerSequence) return false;
  const std::optional<Bytes> serial = pair.Read(kzgost::kDerInteger);
  if (!serial || serial->empty() || !pair.empty()) return false;
  sid->issuer = issuer->whole;
  sid->serial = *serial;
  return true;
}

bool ReadAlgorithm(DerReader* fields, kzgost::AlgorithmIdentifier* algorithm) {
  const std::optional<DerElement> element = fields->ReadAny();
  if (!element) return false;
  absl::StatusOr<kzgost::AlgorithmIdentifier> parsed = kzgost::ParseAlgorithmIdentifier(element->whole);
  if (!parsed.ok()) return false;
  *algorithm = *std::move(parsed);
  return true;
}

}  // namespace

std::vector<Bytes> ValuesOf(const SignerInfo& signer, const Oid& type) {
  std::vector<Bytes> values;
  for (const UnsignedValue& value : signer.unsigned_values) {
    if (value.oid == type.text()) values.push_back(value.value);
  }
  return values;
}

OrProblem<SignerInfo> ParseSignerInfo(Bytes contents) {
  SignerInfo signer;
  DerReader fields(contents);
  const std::optional<Bytes> version = fields.Read(kzgost::kDerInteger);
  const std::optional<int> number = version ? kzgost::SmallInteger(*version) : std::nullopt;
  if (!number || !ReadIdentifier(&fields, *number, &signer.sid)) return Malformed(kClause, "version or sid");
  if (!ReadAlgorithm(&fields, &signer.digest_algorithm)) return Malformed(kClause, "digestAlgorithm");
  if (fields.PeekTag() == DerContext(0)) {
    const std::optional<DerElement> element = fields.ReadAny();
    if (!element) return Malformed(kClause, "signedAttrs");
    if (std::optional<Problem> problem = ReadSignedAttributes(*element, &signer)) return *std::move(problem);
  }
  if (!ReadAlgorithm(&fields, &signer.signature_algorithm)) return Malformed(kClause, "signatureAlgorithm");
  const std::optional<Bytes> signature = fields.Read(kzgost::kDerOctetString);
  if (!signature) return Malformed(kClause, "signature");
  if (signature->size() > kMaxSignatureBytes.value) return LimitExceeded(kMaxSignatureBytes);
  signer.signature = *signature;
  signer.core = contents.first(static_cast<size_t>(signature->data() + signature->size() - contents.data()));
  if (fields.PeekTag() == DerContext(1)) {
    const std::optional<Bytes> element = fields.Read(DerContext(1));
    if (!element) return Malformed(kClause, "unsignedAttrs");
    if (std::optional<Problem> problem = ReadUnsignedAttributes(*element, &signer))
      return *std::move(problem);
  }
  if (!fields.empty()) return Malformed(kClause, "trailing bytes");
  return signer;
}

}  // namespace oteu::verification::cms
