#include "verification/kzgost/provider.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <memory>
#include <mutex>
#include <new>

#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/provider_internal.h"

namespace oteu::verification::kzgost {
namespace {

struct CoreFunctions {
  OSSL_FUNC_core_get_libctx_fn* get_libctx = nullptr;
  OSSL_FUNC_core_obj_create_fn* obj_create = nullptr;
  OSSL_FUNC_core_obj_add_sigid_fn* obj_add_sigid = nullptr;
};

void Teardown(void* provider_context) noexcept { delete static_cast<ProviderContext*>(provider_context); }

const OSSL_PARAM* GettableParams(void* /*provider_context*/) noexcept {
  static const OSSL_PARAM kGettable[] = {
      OSSL_PARAM_DEFN(OSSL_PROV_PARAM_NAME, OSSL_PARAM_UTF8_PTR, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_PROV_PARAM_STATUS, OSSL_PARAM_INTEGER, nullptr, 0),
      OSSL_PARAM_END,
  };
  return kGettable;
}

int GetParams(void* /*provider_context*/, OSSL_PARAM params[]) noexcept {
  OSSL_PARAM* name = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_NAME);
  if (name != nullptr && OSSL_PARAM_set_utf8_ptr(name, kProviderName) != 1) return 0;
  OSSL_PARAM* status = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_STATUS);
  return status == nullptr || OSSL_PARAM_set_int(status, 1) == 1 ? 1 : 0;
}

const OSSL_ALGORITHM* QueryOperation(void* /*provider_context*/, int operation, int* no_cache) noexcept {
  *no_cache = 0;
  switch (operation) {
    case OSSL_OP_DIGEST:
      return DigestAlgorithms();
    case OSSL_OP_KEYMGMT:
      return KeyManagers();
    case OSSL_OP_SIGNATURE:
      return SignatureAlgorithms();
    case OSSL_OP_DECODER:
      return KeyDecoders();
    case OSSL_OP_ENCODER:
      return KeyEncoders();
    default:
      return nullptr;
  }
}

// OpenSSL has no numeric identifiers (NID) for these OIDs, and its X.509 code looks algorithms up by NID. The
// empty digest makes it hand the whole message to the signature, which knows its own hash, as with Ed25519.
bool RegisterOids(const OSSL_CORE_HANDLE* handle, const CoreFunctions& core) {
  struct Name {
    const Oid& oid;
    const char* name;
  };
  static const Name kNames[] = {
      {kStreebog512Oid, kStreebog512Name},
      {kStreebog256Oid, kStreebog256Name},
      {kGost34311Oid, kGost34311Name},
      {kGost2015Key512Oid, kGost2015Name},
      {kGost2004KeyOid, kGost2004Name},
      {kGost2015Signature512Oid, "KZ-GOST2015-512-with-STREEBOG-512"},
      {kGost2004SignatureOid, "KZ-GOST2004-256-with-GOST34311-95"},
  };
  // The table is process-wide and the core looks before it adds, in two steps: contexts made at the same time
  // would race.
  static std::mutex& mutex = *new std::mutex();
  const std::lock_guard lock(mutex);
  for (const Name& entry : kNames) {
    if (core.obj_create(handle, entry.oid.text(), entry.name, entry.name) != 1) return false;
  }
  for (const GostAlgorithm* algorithm : kGostAlgorithms) {
    if (core.obj_add_sigid(handle, algorithm->signature_oid.text(), "", algorithm->key_oid.text()) != 1)
      return false;
  }
  return true;
}

void ReadCoreFunctions(const OSSL_DISPATCH* table, CoreFunctions& core, ProviderContext& context) {
  for (; table->function_id != 0; ++table) {
    switch (table->function_id) {
      case OSSL_FUNC_CORE_GET_LIBCTX:
        core.get_libctx = OSSL_FUNC_core_get_libctx(table);
        break;
      case OSSL_FUNC_CORE_OBJ_CREATE:
        core.obj_create = OSSL_FUNC_core_obj_create(table);
        break;
      case OSSL_FUNC_CORE_OBJ_ADD_SIGID:
        core.obj_add_sigid = OSSL_FUNC_core_obj_add_sigid(table);
        break;
      case OSSL_FUNC_BIO_READ_EX:
        context.bio_read_ex = OSSL_FUNC_BIO_read_ex(table);
        break;
      case OSSL_FUNC_BIO_WRITE_EX:
        context.bio_write_ex = OSSL_FUNC_BIO_write_ex(table);
        break;
      default:
        break;
    }
  }
}

}  // namespace

bool FillFromLibraryContext(const ProviderContext& provider, std::span<uint8_t> out) {
  return RAND_priv_bytes_ex(provider.lib_ctx, out.data(), out.size(), /*strength=*/0) == 1;
}

int InitKzgostProvider(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* core_table,
                       const OSSL_DISPATCH** provider, void** provider_context) noexcept {
  static const OSSL_DISPATCH kTable[] = {
      Entry(OSSL_FUNC_PROVIDER_TEARDOWN, Teardown),
      Entry(OSSL_FUNC_PROVIDER_GETTABLE_PARAMS, GettableParams),
      Entry(OSSL_FUNC_PROVIDER_GET_PARAMS, GetParams),
      Entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, QueryOperation),
      {0, nullptr},
  };
  CoreFunctions core;
  std::unique_ptr<ProviderContext> context(new (std::nothrow) ProviderContext());
  if (!context) return 0;
  ReadCoreFunctions(core_table, core, *context);
  if (core.get_libctx == nullptr || core.obj_create == nullptr || core.obj_add_sigid == nullptr ||
      context->bio_read_ex == nullptr || context->bio_write_ex == nullptr) {
    return 0;
  }
  // A provider linked with the same libcrypto as its core may use the library context itself.
  context->lib_ctx = reinterpret_cast<OSSL_LIB_CTX*>(core.get_libctx(handle));
  if (!RegisterOids(handle, core)) return 0;
  *provider = kTable;
  *provider_context = context.release();
  return 1;
}

}  // namespace oteu::verification::kzgost
