// An OpenSSL 3 provider, linked into the program, with the Kazakh GOST algorithms: digests, keys, signatures,
// and reading and writing SubjectPublicKeyInfo. With it, OpenSSL's own X509_verify, X509_CRL_verify,
// X509_sign and the like work on Kazakh certificates. kz_context.h makes a library context that has it
// loaded.
//
// The object identifiers it registers are process-wide, for OpenSSL 3 keeps no other table; they are only
// additions.
#pragma once

#include <openssl/core.h>

namespace oteu::verification::kzgost {

inline constexpr char kProviderName[] = "oteu-kzgost";

// For OSSL_PROVIDER_add_builtin (provider-base(7)).
int InitKzgostProvider(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* core,
                       const OSSL_DISPATCH** provider, void** provider_context) noexcept;

}  // namespace oteu::verification::kzgost
