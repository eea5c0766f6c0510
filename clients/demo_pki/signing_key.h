// SigningKey: a private key with everything a certificate or a CMS says about it.
//
//   auto key = SigningKey::Generate(KeyKind::kGost2015);
//   auto signature = key->Sign(message);                 // with key->signature_algorithm() beside it
//
// For demonstrations and tests only: keys are kept unencrypted. Values are immutable and cheap to copy.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "verification/openssl/context.h"
#include "verification/openssl/ptr.h"

namespace oteu::demo_pki {

enum class KeyKind {
  kRsa,       // 2048 bits, PKCS#1 v1.5 with SHA-256
  kRsaPss,    // the same keys, signing by RSASSA-PSS with SHA-256 and 32 bytes of salt
  kEcP256,    // ECDSA with SHA-256
  kGost2015,  // GOST 34.10-2015, 512 bit, with Streebog-512
  kGost2004,  // GOST 34.310-2004, 256 bit, with GOST 34.311-95
};

class SigningKey {
 public:
  // Errors: kInternal when OpenSSL fails. RSA takes a few tenths of a second.
  static absl::StatusOr<SigningKey> Generate(KeyKind kind);
  // `key_file`: PEM (PKCS#8 or traditional, not encrypted), or the raw little-endian scalar of a GOST key.
  // `spki` is the SubjectPublicKeyInfo of the certificate it belongs to: says which GOST a scalar is of, and
  // must match. Errors: kInvalidArgument.
  static absl::StatusOr<SigningKey> Load(std::string_view key_file, std::string_view spki);

  // The same key, signing by RSASSA-PSS. Only for RSA.
  SigningKey AsPss() const;

  KeyKind kind() const { return kind_; }
  // SubjectPublicKeyInfo, DER.
  const std::string& spki() const { return spki_; }
  // SHA-1 of the public key's bits (RFC 5280 section 4.2.1.2, method 1): an identifier, not a protection.
  const std::string& key_id() const { return key_id_; }

  // AlgorithmIdentifiers, DER: of the digest, of a signature in certificates and CRLs, of a signature in a
  // CMS SignerInfo.
  std::string digest_algorithm() const;
  std::string certificate_signature_algorithm() const;
  std::string cms_signature_algorithm() const;

  // Errors: kInternal.
  absl::StatusOr<std::string> Digest(std::string_view message) const;
  // By another digest that verification knows (dotted OID). Errors: kUnimplemented, kInternal.
  absl::StatusOr<std::string> DigestBy(std::string_view digest_oid, std::string_view message) const;
  absl::StatusOr<std::string> Sign(std::string_view message) const;

  // As Load reads it: PEM, or the scalar for GOST. Secret.
  absl::StatusOr<std::string> ToFile() const;

 private:
  using ContextPtr = std::shared_ptr<const verification::openssl::Context>;

  SigningKey(KeyKind kind, ContextPtr context, verification::openssl::EvpPkeyPtr key);
  absl::Status ReadPublicPart();

  KeyKind kind_;
  ContextPtr context_;
  std::shared_ptr<EVP_PKEY> key_;
  std::string spki_;
  std::string key_id_;
};

}  // namespace oteu::demo_pki
