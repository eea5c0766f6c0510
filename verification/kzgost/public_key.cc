#include "verification/kzgost/public_key.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <optional>

#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/kzgost/spki.h"
#include "verification/kzgost/verify.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::EvpPkeyPtr;
using ParamBuilderPtr = openssl::Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using ParamsPtr = openssl::Owned<OSSL_PARAM, OSSL_PARAM_free>;

constexpr Oid kRsaEncryptionOid("1.2.840.113549.1.1.1");  // RFC 3279 section 2.3.1
constexpr Oid kEcPublicKeyOid("1.2.840.10045.2.1");       // RFC 5480 section 2.1.1

constexpr size_t kMaxRsaExponentBytes = 8;  // What OpenSSL itself takes for long keys.

struct NamedCurve {
  Oid oid;
  const char* name;
  size_t field_bytes;
};
constexpr NamedCurve kNamedCurves[] = {
    // RFC 5480 section 2.1.1.1
    {Oid("1.2.840.10045.3.1.7"), "P-256", 32},
    {Oid("1.3.132.0.34"), "P-384", 48},
    {Oid("1.3.132.0.35"), "P-521", 66},
};

// EVP_PKEY_fromdata is twenty times faster than OpenSSL's search for a decoder, hence this file.
EvpPkeyPtr FromParams(const openssl::Context& context, const char* type, OSSL_PARAM* params) {
  const openssl::EvpPkeyCtxPtr loader(EVP_PKEY_CTX_new_from_name(context.lib_ctx(), type, nullptr));
  EVP_PKEY* key = nullptr;
  if (loader && params != nullptr && EVP_PKEY_fromdata_init(loader.get()) == 1) {
    EVP_PKEY_fromdata(loader.get(), &key, EVP_PKEY_PUBLIC_KEY, params);
  }
  return EvpPkeyPtr(key);
}

// The parameters are only read; OSSL_PARAM has no const form.
OSSL_PARAM OctetParam(Bytes bytes) {
  return OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<uint8_t*>(bytes.data()),
                                           bytes.size());
}

absl::StatusOr<EvpPkeyPtr> LoadGost(const openssl::Context& context, Bytes spki) {
  const absl::StatusOr<GostKeyPtr> parsed = ParseGostSpki(spki);
  if (!parsed.ok()) return parsed.status();
  OSSL_PARAM params[] = {OctetParam((*parsed)->public_key()), OSSL_PARAM_construct_end()};
  EvpPkeyPtr key = FromParams(context, (*parsed)->algorithm().name, params);
  if (!key) return openssl::TakeErrors(absl::StatusCode::kInternal, "GOST public key");
  return key;
}

// A positive INTEGER in its shortest form, without the sign octet.
std::optional<Bytes> PositiveInteger(DerReader& input) {
  const std::optional<Bytes> number = input.Read(kDerInteger);
  if (!number || number->empty()) return std::nullopt;
  const bool sign_octet = (*number)[0] == 0;
  const Bytes magnitude = sign_octet ? number->subspan(1) : *number;
  if (magnitude.empty() || sign_octet != ((magnitude[0] & 0x80U) != 0)) return std::nullopt;
  return magnitude;
}

struct RsaNumbers {
  Bytes modulus;
  Bytes exponent;
};

// RSAPublicKey ::= SEQUENCE { modulus, publicExponent }, and NULL parameters (RFC 3279 section 2.3.1).
std::optional<RsaNumbers> ParseRsa(const SpkiFrame& frame) {
  static constexpr uint8_t kNull[] = {kDerNull, 0};
  if (!std::ranges::equal(frame.parameters, kNull)) return std::nullopt;
  DerReader input(frame.key);
  const std::optional<Bytes> body = input.Read(kDerSequence);
  if (!body || !input.empty()) return std::nullopt;
  DerReader fields(*body);
  const std::optional<Bytes> modulus = PositiveInteger(fields);
  const std::optional<Bytes> exponent = PositiveInteger(fields);
  if (!modulus || !exponent || !fields.empty()) return std::nullopt;
  if (modulus->size() > kMaxRsaBits / 8 || exponent->size() > kMaxRsaExponentBytes) return std::nullopt;
  return RsaNumbers{*modulus, *exponent};
}

absl::StatusOr<EvpPkeyPtr> LoadRsa(const openssl::Context& context, const SpkiFrame& frame) {
  const std::optional<RsaNumbers> numbers = ParseRsa(frame);
  if (!numbers) return absl::InvalidArgumentError("public key: malformed or oversized RSA key");
  const openssl::BignumPtr n(
      BN_bin2bn(numbers->modulus.data(), static_cast<int>(numbers->modulus.size()), nullptr));
  const openssl::BignumPtr e(
      BN_bin2bn(numbers->exponent.data(), static_cast<int>(numbers->exponent.size()), nullptr));
  const ParamBuilderPtr builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "RSA public key");
  }
  const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
  EvpPkeyPtr key = FromParams(context, "RSA", params.get());
  if (!key) return openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "RSA public key");
  return key;
}

// An uncompressed point on a named curve; OpenSSL checks that it is there. Null when there is anything
// unusual.
EvpPkeyPtr LoadEc(const openssl::Context& context, const SpkiFrame& frame) {
  DerReader input(frame.parameters);
  const std::optional<Bytes> oid = input.Read(kDerOid);
  if (!oid || !input.empty()) return nullptr;
  for (const NamedCurve& curve : kNamedCurves) {
    if (!std::ranges::equal(*oid, curve.oid.der())) continue;
    if (frame.key.size() != 1 + 2 * curve.field_bytes || frame.key[0] != 0x04) return nullptr;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(curve.name), 0),
        OctetParam(frame.key), OSSL_PARAM_construct_end()};
    return FromParams(context, "EC", params);
  }
  return nullptr;
}

// OpenSSL's own way, for what the quick ways leave aside: RSASSA-PSS keys, other curves, and its say on bad
// ones.
// ParseSpkiFrame has made sure that there is nothing after the end.
absl::StatusOr<EvpPkeyPtr> LoadOther(const openssl::Context& context, Bytes spki) {
  if (spki.size() > LONG_MAX) return absl::InvalidArgumentError("public key: too long");
  const unsigned char* end = spki.data();
  EvpPkeyPtr key(d2i_PUBKEY_ex(nullptr, &end, static_cast<long>(spki.size()), context.lib_ctx(), nullptr));
  if (!key) return openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "public key");
  openssl::ClearErrors();  // Decoders that were tried in vain.
  if (KeyTypeOf(key.get()) == KeyType::kOther)
    return absl::UnimplementedError("public key: unknown algorithm");
  return key;
}

}  // namespace

absl::StatusOr<EvpPkeyPtr> LoadPublicKey(const openssl::Context& context, Bytes spki) {
  const std::optional<SpkiFrame> frame = ParseSpkiFrame(spki);
  if (!frame) return absl::InvalidArgumentError("public key: malformed SubjectPublicKeyInfo");
  if (GostAlgorithmOfSpki(spki) != nullptr) return LoadGost(context, spki);
  if (std::ranges::equal(frame->key_oid, kRsaEncryptionOid.der())) return LoadRsa(context, *frame);
  if (std::ranges::equal(frame->key_oid, kEcPublicKeyOid.der())) {
    if (EvpPkeyPtr key = LoadEc(context, *frame)) return key;
    openssl::ClearErrors();
  }
  return LoadOther(context, spki);
}

}  // namespace oteu::verification::kzgost
