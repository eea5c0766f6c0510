// What the files of the provider share; no one else includes this.
//
// OpenSSL calls the functions of a provider through tables of untyped pointers. Each file here defines one
// table and keeps its functions to itself.
#pragma once

#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/types.h>

#include <span>

#include "verification/kzgost/gost_key.h"

namespace oteu::verification::kzgost {

// Made at load, one per library context: what the core lends us.
struct ProviderContext {
  OSSL_LIB_CTX* lib_ctx = nullptr;
  OSSL_FUNC_BIO_read_ex_fn* bio_read_ex = nullptr;
  OSSL_FUNC_BIO_write_ex_fn* bio_write_ex = nullptr;
};

// What an EVP_PKEY of ours holds ("keydata" of provider-keymgmt(7)): empty until a key is imported or loaded.
struct KeyHolder {
  const ProviderContext* provider = nullptr;
  const GostAlgorithm* algorithm = nullptr;
  GostKeyPtr key;
};

// Type-erases a function for a dispatch table, as OSSL_DISPATCH wants it.
template <typename Function>
OSSL_DISPATCH Entry(int id, Function* function) {
  return {id, reinterpret_cast<void (*)()>(function)};
}

// Randomness of the library context (its DRBG), for key generation and signing.
bool FillFromLibraryContext(const ProviderContext& provider, std::span<uint8_t> out);

const OSSL_ALGORITHM* DigestAlgorithms();     // provider_digest.cc
const OSSL_ALGORITHM* KeyManagers();          // provider_keymgmt.cc
const OSSL_ALGORITHM* SignatureAlgorithms();  // provider_signature.cc
const OSSL_ALGORITHM* KeyDecoders();          // provider_spki.cc
const OSSL_ALGORITHM* KeyEncoders();          // provider_spki.cc

inline constexpr char kProviderProperty[] = "provider=oteu-kzgost";

// Name lists of OSSL_ALGORITHM: the name, then the OID, so that either finds it.
inline constexpr char kGost2015Names[] = "KZ-GOST2015-512:1.2.398.3.10.1.1.2.2";
inline constexpr char kGost2004Names[] = "KZ-GOST2004-256:1.2.398.3.10.1.1.1.1";
inline constexpr char kStreebog512Names[] = "KZ-STREEBOG-512:1.2.398.3.10.1.3.3";
inline constexpr char kStreebog256Names[] = "KZ-STREEBOG-256:1.2.398.3.10.1.3.2";
inline constexpr char kGost34311Names[] = "KZ-GOST34311-95:1.2.398.3.10.1.3.1";

}  // namespace oteu::verification::kzgost
