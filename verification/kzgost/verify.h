// One way to check any signature: Kazakh GOST, RSA (PKCS#1 v1.5 and PSS), ECDSA.
//
//   absl::StatusOr<bool> good = VerifySignature(context, key, identifier, digest_oid, message, signature);
//   if (!good.ok()) ...  // Could not check: unknown algorithm, malformed parameters.
//   if (!*good) ...      // Checked, and it does not match this key and message.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "verification/kzgost/signature_spec.h"
#include "verification/kzgost/verification_key.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"

namespace oteu::verification::kzgost {

// A larger RSA key costs milliseconds a check, and comes from nobody honest.
inline constexpr int kMaxRsaBits = 8192;

// Checks `signature` over `message`.
// False: the signature does not match, is malformed, or the key is of another kind than the algorithm.
// Errors: kInvalidArgument for an RSA key above kMaxRsaBits or an empty key; kResourceExhausted, kInternal
// from OpenSSL.
absl::StatusOr<bool> VerifySignature(const openssl::Context& context, const VerificationKey& key,
                                     const SignatureSpec& spec, openssl::Bytes message,
                                     openssl::Bytes signature);

// The same over a digest made already with spec.digest; one of another size is kInvalidArgument.
absl::StatusOr<bool> VerifyDigest(const openssl::Context& context, const VerificationKey& key,
                                  const SignatureSpec& spec, openssl::Bytes digest, openssl::Bytes signature);

// ResolveSignature (signature_spec.h) and VerifySignature in one; errors are those of both.
absl::StatusOr<bool> VerifySignature(const openssl::Context& context, const VerificationKey& key,
                                     const AlgorithmIdentifier& identifier, std::string_view digest_oid,
                                     openssl::Bytes message, openssl::Bytes signature);

}  // namespace oteu::verification::kzgost
