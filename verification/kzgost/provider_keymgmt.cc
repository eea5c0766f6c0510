// Key management of the provider (provider-keymgmt(7)): a KeyHolder is OpenSSL's "keydata".
//
// Parameters: "pub" is x || y, "priv" is the scalar; both octet strings, little-endian (gost_algorithm.h).
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/proverr.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "verification/kzgost/provider_internal.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;

template <const GostAlgorithm& kAlgorithm>
void* NewHolder(void* provider_context) noexcept {
  return new (std::nothrow) KeyHolder{static_cast<ProviderContext*>(provider_context), &kAlgorithm, nullptr};
}

void FreeHolder(void* holder) noexcept { delete static_cast<KeyHolder*>(holder); }

void* CopyHolder(const void* holder, int /*selection*/) noexcept {
  return new (std::nothrow) KeyHolder(*static_cast<const KeyHolder*>(holder));
}

// The decoder (provider_spki.cc) hands over a KeyHolder by the address of its pointer.
void* LoadHolder(const void* reference, size_t size) noexcept {
  if (size != sizeof(void*)) return nullptr;
  auto** place = static_cast<KeyHolder**>(const_cast<void*>(reference));  // provider-keymgmt(7): taken out.
  return std::exchange(*place, nullptr);
}

int Has(const void* holder, int selection) noexcept {
  const GostKeyPtr& key = static_cast<const KeyHolder*>(holder)->key;
  if ((selection & OSSL_KEYMGMT_SELECT_KEYPAIR) == 0) return 1;  // The parameters are the algorithm itself.
  if (!key) return 0;
  return (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) == 0 || key->has_private() ? 1 : 0;
}

// A private key determines the public one, so comparing public keys is enough.
int Match(const void* left, const void* right, int selection) noexcept {
  const auto& a = *static_cast<const KeyHolder*>(left);
  const auto& b = *static_cast<const KeyHolder*>(right);
  if (a.algorithm != b.algorithm) return 0;
  if ((selection & OSSL_KEYMGMT_SELECT_KEYPAIR) == 0) return 1;
  return a.key && b.key && std::ranges::equal(a.key->public_key(), b.key->public_key()) ? 1 : 0;
}

// Keys are checked when they are made: a key that exists is on its curve.
int Validate(const void* holder, int selection, int /*check_type*/) noexcept {
  return Has(holder, selection);
}

std::optional<Bytes> OctetParam(const OSSL_PARAM params[], const char* name) {
  const OSSL_PARAM* param = OSSL_PARAM_locate_const(params, name);
  const void* data = nullptr;
  size_t size = 0;
  if (param == nullptr || OSSL_PARAM_get_octet_string_ptr(param, &data, &size) != 1) return std::nullopt;
  return Bytes(static_cast<const uint8_t*>(data), size);
}

int Import(void* holder, int selection, const OSSL_PARAM params[]) noexcept {
  auto& target = *static_cast<KeyHolder*>(holder);
  const std::optional<Bytes> xy = OctetParam(params, OSSL_PKEY_PARAM_PUB_KEY);
  const std::optional<Bytes> scalar = OctetParam(params, OSSL_PKEY_PARAM_PRIV_KEY);
  const bool with_private = scalar && (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0;
  if (!xy && !with_private) {
    ERR_raise(ERR_LIB_PROV, PROV_R_MISSING_KEY);
    return 0;
  }
  absl::StatusOr<GostKeyPtr> key = with_private ? GostKey::FromScalar(*target.algorithm, *scalar)
                                                : GostKey::FromPublic(*target.algorithm, *xy);
  if (!key.ok() || (xy && !std::ranges::equal(*xy, (*key)->public_key()))) {
    ERR_raise(ERR_LIB_PROV, PROV_R_INVALID_KEY);
    return 0;
  }
  target.key = *std::move(key);
  return 1;
}

const OSSL_PARAM* KeyParams(int selection) noexcept {
  static const OSSL_PARAM kPublic[] = {
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_PUB_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0),
      OSSL_PARAM_END,
  };
  static const OSSL_PARAM kPair[] = {
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_PUB_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_PRIV_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0),
      OSSL_PARAM_END,
  };
  return (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0 ? kPair : kPublic;
}

// OSSL_PARAM_construct_* want mutable data, and only read it here.
OSSL_PARAM ConstOctets(const char* name, Bytes bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<uint8_t*>(bytes.data()), bytes.size());
}

int Export(void* holder, int selection, OSSL_CALLBACK* receive, void* receiver) noexcept {
  const GostKeyPtr& key = static_cast<const KeyHolder*>(holder)->key;
  if (!key || Has(holder, selection) == 0) return 0;
  OSSL_PARAM params[3] = {ConstOctets(OSSL_PKEY_PARAM_PUB_KEY, key->public_key()), OSSL_PARAM_construct_end(),
                          OSSL_PARAM_construct_end()};
  if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0) {
    params[1] = ConstOctets(OSSL_PKEY_PARAM_PRIV_KEY, key->scalar());
  }
  return receive(params, receiver);
}

const OSSL_PARAM* GettableParams(void* /*provider_context*/) noexcept {
  static const OSSL_PARAM kGettable[] = {
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_BITS, OSSL_PARAM_INTEGER, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_SECURITY_BITS, OSSL_PARAM_INTEGER, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_MAX_SIZE, OSSL_PARAM_INTEGER, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_PUB_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0),
      OSSL_PARAM_DEFN(OSSL_PKEY_PARAM_PRIV_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0),
      OSSL_PARAM_END,
  };
  return kGettable;
}

bool SetInt(OSSL_PARAM params[], const char* name, size_t value) {
  OSSL_PARAM* param = OSSL_PARAM_locate(params, name);
  return param == nullptr || OSSL_PARAM_set_int(param, static_cast<int>(value)) == 1;
}

bool SetOctets(OSSL_PARAM params[], const char* name, Bytes value) {
  OSSL_PARAM* param = OSSL_PARAM_locate(params, name);
  if (param == nullptr) return true;
  return !value.empty() && OSSL_PARAM_set_octet_string(param, value.data(), value.size()) == 1;
}

int GetParams(void* holder, OSSL_PARAM params[]) noexcept {
  const auto& source = *static_cast<const KeyHolder*>(holder);
  const GostAlgorithm& algorithm = *source.algorithm;
  const bool done =
      SetInt(params, OSSL_PKEY_PARAM_BITS, 8 * algorithm.field_bytes) &&
      SetInt(params, OSSL_PKEY_PARAM_SECURITY_BITS, static_cast<size_t>(algorithm.security_bits)) &&
      SetInt(params, OSSL_PKEY_PARAM_MAX_SIZE, algorithm.signature_bytes()) &&
      SetOctets(params, OSSL_PKEY_PARAM_PUB_KEY, source.key ? source.key->public_key() : Bytes()) &&
      SetOctets(params, OSSL_PKEY_PARAM_PRIV_KEY, source.key ? source.key->scalar() : Bytes());
  return done ? 1 : 0;
}

// Key generation. The generation context is just an empty KeyHolder.
template <const GostAlgorithm& kAlgorithm>
void* GenerateInit(void* provider_context, int /*selection*/, const OSSL_PARAM /*params*/[]) noexcept {
  return NewHolder<kAlgorithm>(provider_context);
}

void* Generate(void* generation, OSSL_CALLBACK* /*progress*/, void* /*progress_argument*/) noexcept {
  const auto& wanted = *static_cast<const KeyHolder*>(generation);
  absl::StatusOr<GostKeyPtr> key = GostKey::Generate(
      *wanted.algorithm, [&wanted](auto out) { return FillFromLibraryContext(*wanted.provider, out); });
  if (!key.ok()) return nullptr;
  return new (std::nothrow) KeyHolder{wanted.provider, wanted.algorithm, *std::move(key)};
}

template <const GostAlgorithm& kAlgorithm>
const OSSL_DISPATCH* Table() {
  static const OSSL_DISPATCH kTable[] = {
      Entry(OSSL_FUNC_KEYMGMT_NEW, NewHolder<kAlgorithm>),
      Entry(OSSL_FUNC_KEYMGMT_FREE, FreeHolder),
      Entry(OSSL_FUNC_KEYMGMT_DUP, CopyHolder),
      Entry(OSSL_FUNC_KEYMGMT_LOAD, LoadHolder),
      Entry(OSSL_FUNC_KEYMGMT_HAS, Has),
      Entry(OSSL_FUNC_KEYMGMT_MATCH, Match),
      Entry(OSSL_FUNC_KEYMGMT_VALIDATE, Validate),
      Entry(OSSL_FUNC_KEYMGMT_IMPORT, Import),
      Entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, KeyParams),
      Entry(OSSL_FUNC_KEYMGMT_EXPORT, Export),
      Entry(OSSL_FUNC_KEYMGMT_EXPORT_TYPES, KeyParams),
      Entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, GettableParams),
      Entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, GetParams),
      Entry(OSSL_FUNC_KEYMGMT_GEN_INIT, GenerateInit<kAlgorithm>),
      Entry(OSSL_FUNC_KEYMGMT_GEN, Generate),
      Entry(OSSL_FUNC_KEYMGMT_GEN_CLEANUP, FreeHolder),
      {0, nullptr},
  };
  return kTable;
}

}  // namespace

const OSSL_ALGORITHM* KeyManagers() {
  static const OSSL_ALGORITHM kAlgorithms[] = {
      {kGost2015Names, kProviderProperty, Table<kGost2015Algorithm>(), "GOST 34.10-2015, 512 bit"},
      {kGost2004Names, kProviderProperty, Table<kGost2004Algorithm>(), "GOST 34.310-2004, 256 bit"},
      {nullptr, nullptr, nullptr, nullptr},
  };
  return kAlgorithms;
}

}  // namespace oteu::verification::kzgost
