#include "verification/kzgost/public_key.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <climits>

#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/spki.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using openssl::EvpPkeyPtr;

// EVP_PKEY_fromdata is many times faster than OpenSSL's search for a decoder.
absl::StatusOr<EvpPkeyPtr> LoadGost(const openssl::Context& context, const GostKey& parsed) {
  const Bytes xy = parsed.public_key();
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<uint8_t*>(xy.data()), xy.size()),
      OSSL_PARAM_construct_end(),
  };
  const openssl::EvpPkeyCtxPtr loader(
      EVP_PKEY_CTX_new_from_name(context.lib_ctx(), parsed.algorithm().name, nullptr));
  EVP_PKEY* key = nullptr;
  if (!loader || EVP_PKEY_fromdata_init(loader.get()) != 1 ||
      EVP_PKEY_fromdata(loader.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "GOST public key");
  }
  return EvpPkeyPtr(key);
}

absl::StatusOr<EvpPkeyPtr> LoadOther(const openssl::Context& context, Bytes spki) {
  if (spki.size() > LONG_MAX) return absl::InvalidArgumentError("public key: too long");
  const unsigned char* end = spki.data();
  EvpPkeyPtr key(d2i_PUBKEY_ex(nullptr, &end, static_cast<long>(spki.size()), context.lib_ctx(), nullptr));
  if (!key) return openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "public key");
  if (end != spki.data() + spki.size()) return absl::InvalidArgumentError("public key: bytes after its end");
  if (KeyTypeOf(key.get()) == KeyType::kOther)
    return absl::UnimplementedError("public key: unknown algorithm");
  return key;
}

}  // namespace

absl::StatusOr<EvpPkeyPtr> LoadPublicKey(const openssl::Context& context, Bytes spki) {
  if (GostAlgorithmOfSpki(spki) == nullptr) return LoadOther(context, spki);
  const absl::StatusOr<GostKeyPtr> parsed = ParseGostSpki(spki);
  if (!parsed.ok()) return parsed.status();
  return LoadGost(context, **parsed);
}

}  // namespace oteu::verification::kzgost
