#include "verification/xml/xades.h"

#include <algorithm>
#include <string>
#include <utility>

#include "verification/cms/text_encoding.h"
#include "verification/limits.h"
#include "verification/openssl/digest.h"
#include "verification/xml/dom.h"
#include "verification/xml/names.h"

namespace oteu::verification::xml {
namespace {

constexpr char kCertificateClause[] = "ETSI EN 319 132-1 5.2.2";

// ds:Object with xades:QualifyingProperties; null when there is none.
const xmlNode* FindQualifyingProperties(const xmlNode* signature) {
  for (const xmlNode* child = signature->children; child != nullptr; child = child->next) {
    if (!IsElement(child, kDsig, "Object")) continue;
    if (const xmlNode* found = FindChild(child, kXades, "QualifyingProperties")) return found;
  }
  return nullptr;
}

// The element at the end of these names, each a child of the one before; null when one is missing.
const xmlNode* Descend(const xmlNode* node, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (node == nullptr) return nullptr;
    node = FindChild(node, kXades, name);
  }
  return node;
}

std::optional<absl::Time> ReadTime(const xmlNode* element) {
  if (element == nullptr) return std::nullopt;
  const std::optional<std::string> text = TextOf(element);
  absl::Time time;
  std::string error;
  if (!text || !absl::ParseTime(absl::RFC3339_full, *text, &time, &error)) return std::nullopt;
  return time;
}

// A SignatureTimeStamp holds a canonicalisation method and tokens (EN 319 132-1 5.1.4.1, XAdESTimeStampType).
void AddTimestamps(const xmlNode* element, std::vector<SignatureTimestamp>* timestamps) {
  const xmlNode* method = FindChild(element, kDsig, "CanonicalizationMethod");
  const OrProblem<C14n> canonicalization =
      method == nullptr ? OrProblem<C14n>(C14n{}) : ReadCanonicalization(method);
  for (const xmlNode* child = element->children; child != nullptr; child = child->next) {
    const bool encapsulated = IsElement(child, kXades, "EncapsulatedTimeStamp");
    if (!encapsulated && !IsElement(child, kXades, "XMLTimeStamp")) continue;
    if (timestamps->size() > kMaxTimestamps.value) return;
    timestamps->push_back({.token = {}, .method = canonicalization});
    if (!encapsulated) continue;
    OrProblem<std::vector<uint8_t>> token = cms::DecodeBase64(TextOf(child).value_or(""));
    if (auto* bytes = std::get_if<std::vector<uint8_t>>(&token)) timestamps->back().token = std::move(*bytes);
  }
}

// `properties`: xades:UnsignedSignatureProperties; null when there is none.
std::vector<SignatureTimestamp> ReadTimestamps(const xmlNode* properties) {
  std::vector<SignatureTimestamp> timestamps;
  if (properties == nullptr) return timestamps;
  for (const xmlNode* child = properties->children; child != nullptr; child = child->next) {
    if (IsElement(child, kXades, "SignatureTimeStamp")) AddTimestamps(child, &timestamps);
  }
  return timestamps;
}

}  // namespace

XadesProperties ReadXades(const Signature& signature, const std::vector<const xmlNode*>& signed_elements) {
  XadesProperties properties;
  const xmlNode* qualifying = FindQualifyingProperties(signature.element);
  if (qualifying == nullptr) return properties;
  properties.timestamps =
      ReadTimestamps(Descend(qualifying, {"UnsignedProperties", "UnsignedSignatureProperties"}));
  const xmlNode* signed_properties = FindChild(qualifying, kXades, "SignedProperties");
  if (std::ranges::find(signed_elements, signed_properties) == signed_elements.end()) return properties;
  const xmlNode* of_signature = Descend(signed_properties, {"SignedSignatureProperties"});
  if (of_signature == nullptr) return properties;
  properties.signing_time = ReadTime(FindChild(of_signature, kXades, "SigningTime"));
  properties.signing_certificate = FindChild(of_signature, kXades, "SigningCertificateV2");
  if (properties.signing_certificate == nullptr) {
    properties.signing_certificate = FindChild(of_signature, kXades, "SigningCertificate");
  }
  return properties;
}

std::optional<Problem> CheckSigningCertificate(const openssl::Context& context,
                                               const xmlNode* signing_certificate,
                                               openssl::Bytes certificate) {
  Problem mismatch = {oteu::v1::VERIFICATION_CODE_SIGNING_CERTIFICATE_MISMATCH, kCertificateClause, ""};
  const xmlNode* digest = Descend(signing_certificate, {"Cert", "CertDigest"});
  const xmlNode* method = digest == nullptr ? nullptr : FindChild(digest, kDsig, "DigestMethod");
  const xmlNode* value = digest == nullptr ? nullptr : FindChild(digest, kDsig, "DigestValue");
  if (method == nullptr || value == nullptr) return mismatch;
  const kzgost::DigestAlgorithm* algorithm = FindDigestMethod(Attribute(method, "Algorithm").value_or(""));
  if (algorithm == nullptr) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, kCertificateClause, "CertDigest"};
  }
  // The digest of a certificate alone proves which one is meant only as long as nobody can make two alike.
  if (algorithm->strength == kzgost::Strength::kWeak) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED, kCertificateClause, algorithm->name};
  }
  const auto expected = cms::DecodeBase64(TextOf(value).value_or(""));
  const auto found = openssl::Digest(context, algorithm->oid, certificate);
  if (GetProblem(expected) != nullptr || !found.ok()) return mismatch;
  if (!std::ranges::equal(found->bytes(), std::get<0>(expected))) return mismatch;
  return std::nullopt;
}

}  // namespace oteu::verification::xml
