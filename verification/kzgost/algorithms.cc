#include "verification/kzgost/algorithms.h"

#include <openssl/evp.h>

#include <optional>

#include "verification/kzgost/der.h"
#include "verification/kzgost/gost_algorithm.h"

namespace oteu::verification::kzgost {
namespace {

constexpr DigestAlgorithm kDigests[] = {
    {"SHA-1", "1.3.14.3.2.26", 20, Strength::kWeak},
    {"SHA-224", "2.16.840.1.101.3.4.2.4", 28, Strength::kStrong},
    {"SHA-256", "2.16.840.1.101.3.4.2.1", 32, Strength::kStrong},
    {"SHA-384", "2.16.840.1.101.3.4.2.2", 48, Strength::kStrong},
    {"SHA-512", "2.16.840.1.101.3.4.2.3", 64, Strength::kStrong},
    {"STREEBOG-512", kStreebog512Oid.text(), 64, Strength::kStrong},
    {"STREEBOG-256", kStreebog256Oid.text(), 32, Strength::kStrong},
    {"GOST34311-95", kGost34311Oid.text(), 32, Strength::kLegacy},
};
constexpr const DigestAlgorithm* kSha1 = &kDigests[0];
constexpr const DigestAlgorithm* kSha224 = &kDigests[1];
constexpr const DigestAlgorithm* kSha256 = &kDigests[2];
constexpr const DigestAlgorithm* kSha384 = &kDigests[3];
constexpr const DigestAlgorithm* kSha512 = &kDigests[4];
constexpr const DigestAlgorithm* kStreebog512 = &kDigests[5];
constexpr const DigestAlgorithm* kGost34311 = &kDigests[7];

using enum SignatureScheme;

// OIDs: RFC 8017 appendix A.2 (RSA), RFC 5758 section 3.2 (ECDSA), certificates of NCA RK (GOST).
constexpr SignatureAlgorithm kSignatures[] = {
    {"RSA-PKCS1v15", "1.2.840.113549.1.1.1", nullptr, kRsaPkcs1, true},
    {"RSA-PKCS1v15-SHA1", "1.2.840.113549.1.1.5", kSha1, kRsaPkcs1, false},
    {"RSA-PKCS1v15-SHA224", "1.2.840.113549.1.1.14", kSha224, kRsaPkcs1, false},
    {"RSA-PKCS1v15-SHA256", "1.2.840.113549.1.1.11", kSha256, kRsaPkcs1, false},
    {"RSA-PKCS1v15-SHA384", "1.2.840.113549.1.1.12", kSha384, kRsaPkcs1, false},
    {"RSA-PKCS1v15-SHA512", "1.2.840.113549.1.1.13", kSha512, kRsaPkcs1, false},
    {"RSASSA-PSS", "1.2.840.113549.1.1.10", nullptr, kRsaPss, false},
    {"ECDSA-SHA1", "1.2.840.10045.4.1", kSha1, kEcdsa, false},
    {"ECDSA-SHA224", "1.2.840.10045.4.3.1", kSha224, kEcdsa, false},
    {"ECDSA-SHA256", "1.2.840.10045.4.3.2", kSha256, kEcdsa, false},
    {"ECDSA-SHA384", "1.2.840.10045.4.3.3", kSha384, kEcdsa, false},
    {"ECDSA-SHA512", "1.2.840.10045.4.3.4", kSha512, kEcdsa, false},
    {"GOST2015-512", kGost2015Signature512Oid.text(), kStreebog512, kGost2015, false},
    {"GOST2015-512", kGost2015Key512Oid.text(), kStreebog512, kGost2015, true},
    {"GOST2004-256", kGost2004SignatureOid.text(), kGost34311, kGost2004, false},
    {"GOST2004-256", kGost2004KeyOid.text(), kGost34311, kGost2004, true},
};

}  // namespace

std::span<const DigestAlgorithm> KnownDigests() { return kDigests; }
std::span<const SignatureAlgorithm> KnownSignatures() { return kSignatures; }

const DigestAlgorithm* FindDigestAlgorithm(std::string_view oid) {
  for (const DigestAlgorithm& algorithm : kDigests) {
    if (oid == algorithm.oid) return &algorithm;
  }
  return nullptr;
}

const SignatureAlgorithm* FindSignatureAlgorithm(std::string_view oid) {
  for (const SignatureAlgorithm& algorithm : kSignatures) {
    if (oid == algorithm.oid) return &algorithm;
  }
  return nullptr;
}

KeyType KeyTypeOf(const EVP_PKEY* key) {
  if (key == nullptr) return KeyType::kOther;
  if (EVP_PKEY_is_a(key, "RSA") == 1) return KeyType::kRsa;
  if (EVP_PKEY_is_a(key, "RSA-PSS") == 1) return KeyType::kRsaPss;
  if (EVP_PKEY_is_a(key, "EC") == 1) return KeyType::kEc;
  if (EVP_PKEY_is_a(key, kGost2015Name) == 1) return KeyType::kGost2015;
  if (EVP_PKEY_is_a(key, kGost2004Name) == 1) return KeyType::kGost2004;
  return KeyType::kOther;
}

const char* KeyTypeName(KeyType type) {
  switch (type) {
    case KeyType::kRsa:
      return "RSA";
    case KeyType::kRsaPss:
      return "RSA-PSS";
    case KeyType::kEc:
      return "EC";
    case KeyType::kGost2015:
      return "GOST2015-512";
    case KeyType::kGost2004:
      return "GOST2004-256";
    case KeyType::kOther:
      break;
  }
  return "other";
}

bool KeyFitsScheme(KeyType type, SignatureScheme scheme) {
  switch (scheme) {
    case kRsaPkcs1:
      return type == KeyType::kRsa;
    case kRsaPss:
      return type == KeyType::kRsa || type == KeyType::kRsaPss;
    case kEcdsa:
      return type == KeyType::kEc;
    case SignatureScheme::kGost2015:
      return type == KeyType::kGost2015;
    case SignatureScheme::kGost2004:
      return type == KeyType::kGost2004;
  }
  return false;
}

absl::StatusOr<AlgorithmIdentifier> ParseAlgorithmIdentifier(Bytes der) {
  static constexpr char kMalformed[] = "AlgorithmIdentifier: malformed";
  DerReader input(der);
  const std::optional<Bytes> body = input.Read(kDerSequence);
  if (!body || !input.empty()) return absl::InvalidArgumentError(kMalformed);
  DerReader fields(*body);
  const std::optional<Bytes> oid = fields.Read(kDerOid);
  std::optional<std::string> text = oid ? OidText(*oid) : std::nullopt;
  if (!text) return absl::InvalidArgumentError(kMalformed);
  AlgorithmIdentifier identifier{*std::move(text), {}};
  if (!fields.empty()) {
    const std::optional<DerElement> parameters = fields.ReadAny();
    if (!parameters || !fields.empty()) return absl::InvalidArgumentError(kMalformed);
    identifier.parameters = parameters->whole;
  }
  return identifier;
}

}  // namespace oteu::verification::kzgost
