#include "verification/kzgost/signing.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "verification/kzgost/gost_key.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using openssl::EvpPkeyPtr;

const GostAlgorithm* GostAlgorithmOf(KeyType type) {
  if (type == KeyType::kGost2015) return &kGost2015Algorithm;
  if (type == KeyType::kGost2004) return &kGost2004Algorithm;
  return nullptr;
}

absl::StatusOr<EvpPkeyPtr> OrErrors(EVP_PKEY* key, std::string_view what) {
  if (key == nullptr) return openssl::TakeErrors(absl::StatusCode::kInternal, what);
  return EvpPkeyPtr(key);
}

absl::StatusOr<EvpPkeyPtr> GenerateGost(const openssl::Context& context, const GostAlgorithm& algorithm) {
  const openssl::EvpPkeyCtxPtr generator(
      EVP_PKEY_CTX_new_from_name(context.lib_ctx(), algorithm.name, nullptr));
  EVP_PKEY* key = nullptr;
  if (generator && EVP_PKEY_keygen_init(generator.get()) == 1) EVP_PKEY_generate(generator.get(), &key);
  return OrErrors(key, "GOST key generation");
}

}  // namespace

absl::StatusOr<EvpPkeyPtr> GenerateKey(const openssl::Context& context, KeyType type) {
  if (const GostAlgorithm* algorithm = GostAlgorithmOf(type)) return GenerateGost(context, *algorithm);
  if (type == KeyType::kRsa) {
    return OrErrors(EVP_PKEY_Q_keygen(context.lib_ctx(), nullptr, "RSA", size_t{2048}), "RSA key generation");
  }
  if (type == KeyType::kEc) {
    return OrErrors(EVP_PKEY_Q_keygen(context.lib_ctx(), nullptr, "EC", "P-256"), "EC key generation");
  }
  return absl::InvalidArgumentError("key generation: no such type");
}

absl::StatusOr<EvpPkeyPtr> LoadPrivateKey(const openssl::Context& context, KeyType type, Bytes scalar) {
  const GostAlgorithm* algorithm = GostAlgorithmOf(type);
  if (algorithm == nullptr) return absl::InvalidArgumentError("private key: not a GOST type");
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, const_cast<uint8_t*>(scalar.data()),
                                        scalar.size()),
      OSSL_PARAM_construct_end(),
  };
  const openssl::EvpPkeyCtxPtr loader(
      EVP_PKEY_CTX_new_from_name(context.lib_ctx(), algorithm->name, nullptr));
  EVP_PKEY* key = nullptr;
  if (!loader || EVP_PKEY_fromdata_init(loader.get()) != 1 ||
      EVP_PKEY_fromdata(loader.get(), &key, EVP_PKEY_KEYPAIR, params) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "GOST private key");
  }
  return EvpPkeyPtr(key);
}

absl::StatusOr<std::vector<uint8_t>> ExportScalar(const EVP_PKEY* key) {
  std::vector<uint8_t> scalar(kMaxFieldBytes);
  size_t size = 0;
  if (GostAlgorithmOf(KeyTypeOf(key)) == nullptr ||
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PRIV_KEY, scalar.data(), scalar.size(), &size) !=
          1) {
    return openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "not a GOST private key");
  }
  scalar.resize(size);
  return scalar;
}

absl::StatusOr<std::vector<uint8_t>> Sign(const openssl::Context& context, EVP_PKEY* key,
                                          std::string_view digest_oid, Bytes message) {
  const EVP_MD* digest = nullptr;
  if (!digest_oid.empty()) {
    digest = context.FindDigest(digest_oid);
    if (digest == nullptr) return absl::UnimplementedError("signing: unknown digest algorithm");
  }
  const openssl::EvpMdCtxPtr signer(EVP_MD_CTX_new());
  size_t size = 0;
  if (!signer ||
      EVP_DigestSignInit_ex(signer.get(), nullptr, digest == nullptr ? nullptr : EVP_MD_get0_name(digest),
                            context.lib_ctx(), nullptr, key, nullptr) != 1 ||
      EVP_DigestSign(signer.get(), nullptr, &size, message.data(), message.size()) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "signing");
  }
  std::vector<uint8_t> signature(size);
  if (EVP_DigestSign(signer.get(), signature.data(), &size, message.data(), message.size()) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "signing");
  }
  signature.resize(size);  // ECDSA tells its largest size first.
  return signature;
}

}  // namespace oteu::verification::kzgost
