// The table of every digest and signature algorithm that verification knows. What is not here is unknown, and
// an unknown algorithm is never verified. Whether a known one is good enough is for the policy to say.
//
//   const SignatureAlgorithm* algorithm = FindSignatureAlgorithm("1.2.840.113549.1.1.11");
//   algorithm->name;             // "RSA-PKCS1v15-SHA256"
//   algorithm->digest->strength;  // Strength::kStrong
#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {

// How hard it is to find two messages with one digest: what a signature over it is worth.
enum class Strength {
  kWeak,    // Collisions have been made (SHA-1).
  kLegacy,  // Below 112 bits, none made: GOST 34.311-95 (2^105, Mendel et al., CRYPTO 2008).
  kStrong,  // 112 bits and more.
};

struct DigestAlgorithm {
  const char* name;
  const char* oid;
  size_t size_bytes;
  Strength strength;
};

enum class SignatureScheme { kRsaPkcs1, kRsaPss, kEcdsa, kGost2015, kGost2004 };

struct SignatureAlgorithm {
  const char* name;  // For reports and the policy.
  const char* oid;
  const DigestAlgorithm* digest;  // Null when the OID does not fix it: RSASSA-PSS, and rsaEncryption in CMS.
  SignatureScheme scheme;
  // The OID is that of the key: seen in CMS alone (RFC 3370 section 3.2; the SDK of 2018-2021), never in
  // certificates.
  bool is_key_oid;
};

std::span<const DigestAlgorithm> KnownDigests();
std::span<const SignatureAlgorithm> KnownSignatures();

// Null when the OID (dotted) is not in the table.
const DigestAlgorithm* FindDigestAlgorithm(std::string_view oid);
const SignatureAlgorithm* FindSignatureAlgorithm(std::string_view oid);

// The kind of a public key, for matching with a scheme and for reports.
enum class KeyType { kOther, kRsa, kRsaPss, kEc, kGost2015, kGost2004 };
KeyType KeyTypeOf(const EVP_PKEY* key);
const char* KeyTypeName(KeyType type);
// An RSASSA-PSS signature may be made with an ordinary RSA key (RFC 4055 section 1.2); all else is one to
// one.
bool KeyFitsScheme(KeyType type, SignatureScheme scheme);

// AlgorithmIdentifier (RFC 5280 section 4.1.1.2) as it stands in the input.
struct AlgorithmIdentifier {
  std::string oid;            // Dotted.
  openssl::Bytes parameters;  // The whole DER element; empty when absent. Points into the input.
};

// `der`: one AlgorithmIdentifier, nothing after it. Errors: kInvalidArgument when it is not strict DER.
absl::StatusOr<AlgorithmIdentifier> ParseAlgorithmIdentifier(openssl::Bytes der);

}  // namespace oteu::verification::kzgost
