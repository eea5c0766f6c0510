#include "verification/kzgost/verify.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "verification/openssl/digest.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;

// Padding and hash of RSA. The other schemes have no settings: ECDSA takes the digest as it is, GOST has its
// own hash.
bool Configure(EVP_PKEY_CTX* context, const SignatureSpec& spec, const EVP_MD* digest) {
  switch (spec.algorithm->scheme) {
    case SignatureScheme::kRsaPkcs1:
      return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
             EVP_PKEY_CTX_set_signature_md(context, digest) == 1;
    case SignatureScheme::kRsaPss:
      return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_signature_md(context, digest) == 1 &&
             EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(context, spec.pss_salt_bytes) == 1;
    case SignatureScheme::kEcdsa:
    case SignatureScheme::kGost2015:
    case SignatureScheme::kGost2004:
      return true;
  }
  return false;
}

// OpenSSL tells "wrong" and "could not" apart only by its error queue: running out of memory is no wrong
// signature.
absl::StatusOr<bool> Mismatch() {
  const openssl::DrainedErrors errors = openssl::DrainErrors();
  if (errors.out_of_memory) return absl::ResourceExhaustedError("signature verification: out of memory");
  return false;
}

absl::StatusOr<bool> VerifyByEvp(const openssl::Context& context, const VerificationKey& key,
                                 const SignatureSpec& spec, const EVP_MD* md, Bytes digest, Bytes signature) {
  const openssl::EvpPkeyPtr made = key.rsa() != nullptr ? key.rsa()->ToEvp() : nullptr;
  const openssl::EvpPkeyCtxPtr verifier(
      EVP_PKEY_CTX_new_from_pkey(context.lib_ctx(), made ? made.get() : key.evp(), nullptr));
  if (!verifier || EVP_PKEY_verify_init(verifier.get()) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "signature verification");
  }
  // An RSASSA-PSS key may forbid these settings (RFC 4055 section 3.3), and RSA signs no GOST digest: then
  // the signature is none of the key's, for it was the signer who chose them.
  if (!Configure(verifier.get(), spec, md)) return Mismatch();
  const int result =
      EVP_PKEY_verify(verifier.get(), signature.data(), signature.size(), digest.data(), digest.size());
  if (result == 1) return true;
  return Mismatch();
}

}  // namespace

absl::StatusOr<bool> VerifyDigest(const openssl::Context& context, const VerificationKey& key,
                                  const SignatureSpec& spec, Bytes digest, Bytes signature) {
  if (key.empty()) return absl::InvalidArgumentError("signature verification: no key");
  if (digest.size() != spec.digest->size_bytes) {
    return absl::InvalidArgumentError("signature verification: wrong digest size");
  }
  if (!KeyFitsScheme(key.type(), spec.algorithm->scheme)) return false;
  if ((key.type() == KeyType::kRsa || key.type() == KeyType::kRsaPss) && key.bits() > kMaxRsaBits) {
    return absl::InvalidArgumentError("RSA key larger than 8192 bits");
  }
  const EVP_MD* md = context.FindDigest(spec.digest->oid);
  if (md == nullptr) return absl::UnimplementedError("digest algorithm not in this context");
  if (key.rsa() != nullptr && spec.algorithm->scheme == SignatureScheme::kRsaPkcs1) {
    if (key.rsa()->VerifyPkcs1(EVP_MD_get_type(md), digest, signature)) return true;
    return Mismatch();
  }
  return VerifyByEvp(context, key, spec, md, digest, signature);
}

absl::StatusOr<bool> VerifySignature(const openssl::Context& context, const VerificationKey& key,
                                     const SignatureSpec& spec, Bytes message, Bytes signature) {
  const absl::StatusOr<openssl::DigestValue> digest = openssl::Digest(context, spec.digest->oid, message);
  if (!digest.ok()) return digest.status();
  return VerifyDigest(context, key, spec, digest->bytes(), signature);
}

absl::StatusOr<bool> VerifySignature(const openssl::Context& context, const VerificationKey& key,
                                     const AlgorithmIdentifier& identifier, std::string_view digest_oid,
                                     Bytes message, Bytes signature) {
  const absl::StatusOr<SignatureSpec> spec = ResolveSignature(identifier, digest_oid);
  if (!spec.ok()) return spec.status();
  return VerifySignature(context, key, *spec, message, signature);
}

}  // namespace oteu::verification::kzgost
