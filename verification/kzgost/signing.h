// Making keys and signatures: for the demonstration PKI and for tests only. The service never signs.
//
//   absl::StatusOr<openssl::EvpPkeyPtr> key = GenerateKey(context, KeyType::kGost2015);
//   absl::StatusOr<std::vector<uint8_t>> signature = Sign(context, key->get(), "", message);
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "verification/kzgost/algorithms.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::kzgost {

// A new key: GOST, RSA of 2048 bits, or EC on P-256. Errors: kInvalidArgument for another type, kInternal.
absl::StatusOr<openssl::EvpPkeyPtr> GenerateKey(const openssl::Context& context, KeyType type);

// A GOST private key from its raw scalar: little-endian, 64 bytes (kGost2015) or 32 (kGost2004).
// Errors: kInvalidArgument for another type or size, or a scalar outside 1..q-1.
absl::StatusOr<openssl::EvpPkeyPtr> LoadPrivateKey(const openssl::Context& context, KeyType type,
                                                   openssl::Bytes scalar);

// The raw scalar of a GOST private key, as LoadPrivateKey reads it. Errors: kInvalidArgument for any other
// key.
absl::StatusOr<std::vector<uint8_t>> ExportScalar(const EVP_PKEY* key);

// Signs a message: `digest_oid` is for RSA (PKCS#1 v1.5) and ECDSA, and empty for GOST, which has its own.
// Errors: kUnimplemented for a digest that the context does not hold, kInternal when OpenSSL fails.
absl::StatusOr<std::vector<uint8_t>> Sign(const openssl::Context& context, EVP_PKEY* key,
                                          std::string_view digest_oid, openssl::Bytes message);

}  // namespace oteu::verification::kzgost
