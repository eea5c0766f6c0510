// Digests of the provider (provider-digest(7)).
#include <openssl/core_names.h>
#include <openssl/params.h>

#include <new>

#include "verification/kzgost/hash.h"
#include "verification/kzgost/provider_internal.h"

namespace oteu::verification::kzgost {
namespace {

template <HashId kId>
void* NewContext(void* /*provider_context*/) noexcept {
  return new (std::nothrow) Hash(kId);
}

void FreeContext(void* context) noexcept { delete static_cast<Hash*>(context); }

void* CopyContext(void* context) noexcept {
  return new (std::nothrow) Hash(*static_cast<const Hash*>(context));
}

int Init(void* context, const OSSL_PARAM* /*params*/) noexcept {
  static_cast<Hash*>(context)->Reset();
  return 1;
}

int Update(void* context, const unsigned char* message, size_t size) noexcept {
  static_cast<Hash*>(context)->Update({message, size});
  return 1;
}

int Final(void* context, unsigned char* out, size_t* out_size, size_t capacity) noexcept {
  auto& hash = *static_cast<Hash*>(context);
  if (capacity < hash.size()) return 0;
  hash.Finish({out, hash.size()});
  *out_size = hash.size();
  return 1;
}

const OSSL_PARAM* GettableParams(void* /*provider_context*/) noexcept {
  static const OSSL_PARAM kGettable[] = {
      OSSL_PARAM_DEFN(OSSL_DIGEST_PARAM_BLOCK_SIZE, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_DIGEST_PARAM_SIZE, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0),
      OSSL_PARAM_END,
  };
  return kGettable;
}

template <HashId kId>
int GetParams(OSSL_PARAM params[]) noexcept {
  OSSL_PARAM* block = OSSL_PARAM_locate(params, OSSL_DIGEST_PARAM_BLOCK_SIZE);
  if (block != nullptr && OSSL_PARAM_set_size_t(block, HashBlockSize(kId)) != 1) return 0;
  OSSL_PARAM* size = OSSL_PARAM_locate(params, OSSL_DIGEST_PARAM_SIZE);
  return size == nullptr || OSSL_PARAM_set_size_t(size, HashSize(kId)) == 1 ? 1 : 0;
}

template <HashId kId>
const OSSL_DISPATCH* Table() {
  static const OSSL_DISPATCH kTable[] = {
      Entry(OSSL_FUNC_DIGEST_NEWCTX, NewContext<kId>),
      Entry(OSSL_FUNC_DIGEST_FREECTX, FreeContext),
      Entry(OSSL_FUNC_DIGEST_DUPCTX, CopyContext),
      Entry(OSSL_FUNC_DIGEST_INIT, Init),
      Entry(OSSL_FUNC_DIGEST_UPDATE, Update),
      Entry(OSSL_FUNC_DIGEST_FINAL, Final),
      Entry(OSSL_FUNC_DIGEST_GETTABLE_PARAMS, GettableParams),
      Entry(OSSL_FUNC_DIGEST_GET_PARAMS, GetParams<kId>),
      {0, nullptr},
  };
  return kTable;
}

}  // namespace

const OSSL_ALGORITHM* DigestAlgorithms() {
  static const OSSL_ALGORITHM kAlgorithms[] = {
      {kStreebog512Names, kProviderProperty, Table<HashId::kStreebog512>(), "Streebog-512"},
      {kStreebog256Names, kProviderProperty, Table<HashId::kStreebog256>(), "Streebog-256"},
      {kGost34311Names, kProviderProperty, Table<HashId::kGost34311>(), "GOST 34.311-95"},
      {nullptr, nullptr, nullptr, nullptr},
  };
  return kAlgorithms;
}

}  // namespace oteu::verification::kzgost
