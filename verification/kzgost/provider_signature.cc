// Signatures of the provider (provider-signature(7)): over a digest, or over a message with the algorithm's
// own hash.
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/params.h>
#include <openssl/proverr.h>

#include <algorithm>
#include <new>
#include <vector>

#include "verification/kzgost/der.h"
#include "verification/kzgost/provider_internal.h"

namespace oteu::verification::kzgost {
namespace {

struct SignatureContext {
  const ProviderContext* provider = nullptr;
  GostKeyPtr key;
  Hash hash{HashId::kStreebog512};
};

SignatureContext& Cast(void* context) { return *static_cast<SignatureContext*>(context); }

void* NewContext(void* provider_context, const char* /*properties*/) noexcept {
  auto* context = new (std::nothrow) SignatureContext();
  if (context != nullptr) context->provider = static_cast<ProviderContext*>(provider_context);
  return context;
}

void FreeContext(void* context) noexcept { delete static_cast<SignatureContext*>(context); }

void* CopyContext(void* context) noexcept { return new (std::nothrow) SignatureContext(Cast(context)); }

// A null key means: start again with the same one.
bool SetKey(SignatureContext& context, const void* holder) {
  if (holder != nullptr) context.key = static_cast<const KeyHolder*>(holder)->key;
  if (!context.key) {
    ERR_raise(ERR_LIB_PROV, PROV_R_NO_KEY_SET);
    return false;
  }
  context.hash = Hash(context.key->algorithm().hash);
  return true;
}

const char* HashName(HashId id) {
  switch (id) {
    case HashId::kStreebog512:
      return kStreebog512Name;
    case HashId::kStreebog256:
      return kStreebog256Name;
    case HashId::kGost34311:
      return kGost34311Name;
  }
  return "";
}

// The hash belongs to the algorithm: a caller may name it, and no other.
bool IsOwnHash(const SignatureContext& context, const char* name) {
  if (name == nullptr || *name == '\0') return true;
  if (OPENSSL_strcasecmp(name, HashName(context.key->algorithm().hash)) == 0) return true;
  ERR_raise(ERR_LIB_PROV, PROV_R_INVALID_DIGEST);
  return false;
}

int SetContextParams(void* context, const OSSL_PARAM params[]) noexcept {
  const OSSL_PARAM* digest =
      params == nullptr ? nullptr : OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_DIGEST);
  if (digest == nullptr) return 1;
  const char* name = nullptr;
  if (OSSL_PARAM_get_utf8_string_ptr(digest, &name) != 1 || !Cast(context).key) return 0;
  return IsOwnHash(Cast(context), name) ? 1 : 0;
}

const OSSL_PARAM* SettableContextParams(void* /*context*/, void* /*provider_context*/) noexcept {
  static const OSSL_PARAM kSettable[] = {
      OSSL_PARAM_DEFN(OSSL_SIGNATURE_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0),
      OSSL_PARAM_END,
  };
  return kSettable;
}

// AlgorithmIdentifier of the signature: SEQUENCE { OID, NULL }.
std::vector<uint8_t> AlgorithmId(const GostAlgorithm& algorithm) {
  const Bytes oid = algorithm.signature_oid.der();
  std::vector<uint8_t> der = {kDerSequence, static_cast<uint8_t>(oid.size() + 4), kDerOid,
                              static_cast<uint8_t>(oid.size())};
  der.insert(der.end(), oid.begin(), oid.end());
  der.insert(der.end(), {kDerNull, 0});
  return der;
}

int GetContextParams(void* context, OSSL_PARAM params[]) noexcept {
  if (!Cast(context).key) return 0;
  const GostAlgorithm& algorithm = Cast(context).key->algorithm();
  OSSL_PARAM* identifier = OSSL_PARAM_locate(params, OSSL_SIGNATURE_PARAM_ALGORITHM_ID);
  if (identifier != nullptr) {
    const std::vector<uint8_t> der = AlgorithmId(algorithm);
    if (OSSL_PARAM_set_octet_string(identifier, der.data(), der.size()) != 1) return 0;
  }
  OSSL_PARAM* digest = OSSL_PARAM_locate(params, OSSL_SIGNATURE_PARAM_DIGEST);
  return digest == nullptr || OSSL_PARAM_set_utf8_string(digest, HashName(algorithm.hash)) == 1 ? 1 : 0;
}

const OSSL_PARAM* GettableContextParams(void* /*context*/, void* /*provider_context*/) noexcept {
  static const OSSL_PARAM kGettable[] = {
      OSSL_PARAM_DEFN(OSSL_SIGNATURE_PARAM_ALGORITHM_ID, OSSL_PARAM_OCTET_STRING, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_SIGNATURE_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0),
      OSSL_PARAM_END,
  };
  return kGettable;
}

int Init(void* context, void* holder, const OSSL_PARAM params[]) noexcept {
  return SetKey(Cast(context), holder) ? SetContextParams(context, params) : 0;
}

int DigestInit(void* context, const char* digest, void* holder, const OSSL_PARAM params[]) noexcept {
  if (!SetKey(Cast(context), holder) || !IsOwnHash(Cast(context), digest)) return 0;
  return SetContextParams(context, params);
}

int Sign(void* context, unsigned char* out, size_t* out_size, size_t capacity, const unsigned char* digest,
         size_t digest_size) noexcept {
  const SignatureContext& signer = Cast(context);
  *out_size = signer.key->algorithm().signature_bytes();
  if (out == nullptr) return 1;  // Asked for the size alone.
  if (capacity < *out_size) {
    ERR_raise(ERR_LIB_PROV, PROV_R_OUTPUT_BUFFER_TOO_SMALL);
    return 0;
  }
  const absl::StatusOr<std::vector<uint8_t>> signature =
      signer.key->Sign({digest, digest_size},
                       [&signer](auto bytes) { return FillFromLibraryContext(*signer.provider, bytes); });
  if (!signature.ok()) {
    ERR_raise(ERR_LIB_PROV, PROV_R_FAILED_TO_SIGN);
    return 0;
  }
  std::ranges::copy(*signature, out);
  return 1;
}

int Verify(void* context, const unsigned char* signature, size_t signature_size, const unsigned char* digest,
           size_t digest_size) noexcept {
  return Cast(context).key->Verify({digest, digest_size}, {signature, signature_size}) ? 1 : 0;
}

int DigestUpdate(void* context, const unsigned char* message, size_t size) noexcept {
  Cast(context).hash.Update({message, size});
  return 1;
}

int DigestSignFinal(void* context, unsigned char* out, size_t* out_size, size_t capacity) noexcept {
  if (out == nullptr) return Sign(context, nullptr, out_size, 0, nullptr, 0);
  Hash& hash = Cast(context).hash;
  uint8_t digest[kMaxFieldBytes];
  hash.Finish(digest);
  return Sign(context, out, out_size, capacity, digest, hash.size());
}

int DigestVerifyFinal(void* context, const unsigned char* signature, size_t signature_size) noexcept {
  Hash& hash = Cast(context).hash;
  uint8_t digest[kMaxFieldBytes];
  hash.Finish(digest);
  return Verify(context, signature, signature_size, digest, hash.size());
}

const OSSL_DISPATCH* Table() {
  static const OSSL_DISPATCH kTable[] = {
      Entry(OSSL_FUNC_SIGNATURE_NEWCTX, NewContext),
      Entry(OSSL_FUNC_SIGNATURE_FREECTX, FreeContext),
      Entry(OSSL_FUNC_SIGNATURE_DUPCTX, CopyContext),
      Entry(OSSL_FUNC_SIGNATURE_SIGN_INIT, Init),
      Entry(OSSL_FUNC_SIGNATURE_SIGN, Sign),
      Entry(OSSL_FUNC_SIGNATURE_VERIFY_INIT, Init),
      Entry(OSSL_FUNC_SIGNATURE_VERIFY, Verify),
      Entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, DigestInit),
      Entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE, DigestUpdate),
      Entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, DigestSignFinal),
      Entry(OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_INIT, DigestInit),
      Entry(OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_UPDATE, DigestUpdate),
      Entry(OSSL_FUNC_SIGNATURE_DIGEST_VERIFY_FINAL, DigestVerifyFinal),
      Entry(OSSL_FUNC_SIGNATURE_GET_CTX_PARAMS, GetContextParams),
      Entry(OSSL_FUNC_SIGNATURE_GETTABLE_CTX_PARAMS, GettableContextParams),
      Entry(OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, SetContextParams),
      Entry(OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, SettableContextParams),
      {0, nullptr},
  };
  return kTable;
}

}  // namespace

const OSSL_ALGORITHM* SignatureAlgorithms() {
  static const OSSL_ALGORITHM kAlgorithms[] = {
      {kGost2015Names, kProviderProperty, Table(), "GOST 34.10-2015, 512 bit"},
      {kGost2004Names, kProviderProperty, Table(), "GOST 34.310-2004, 256 bit"},
      {nullptr, nullptr, nullptr, nullptr},
  };
  return kAlgorithms;
}

}  // namespace oteu::verification::kzgost
