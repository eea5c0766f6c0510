#include "verification/x509/public_key.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/kzgost/spki.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kRsaOid("1.2.840.113549.1.1.1");
constexpr kzgost::Oid kEcOid("1.2.840.10045.2.1");
constexpr size_t kMaxExponentBytes = 8;

struct NamedCurve {
  kzgost::Oid oid;
  const char* name;
};
constexpr NamedCurve kCurves[] = {{kzgost::Oid("1.2.840.10045.3.1.7"), "P-256"},
                                  {kzgost::Oid("1.3.132.0.34"), "P-384"},
                                  {kzgost::Oid("1.3.132.0.35"), "P-521"}};

kzgost::VerificationKey FromParameters(const openssl::Context& context, const char* algorithm,
                                       OSSL_PARAM* parameters) {
  const openssl::EvpPkeyCtxPtr maker(EVP_PKEY_CTX_new_from_name(context.lib_ctx(), algorithm, nullptr));
  EVP_PKEY* key = nullptr;
  if (!maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    openssl::ClearErrors();
    return {};
  }
  return kzgost::VerificationKey(openssl::EvpPkeyPtr(key));
}

// A positive INTEGER without its sign byte.
std::optional<Bytes> PositiveInteger(DerReader* reader) {
  std::optional<Bytes> contents = reader->Read(kzgost::kDerInteger);
  if (!contents || contents->empty() || ((*contents)[0] & 0x80U) != 0) return std::nullopt;
  if (contents->size() > 1 && (*contents)[0] == 0) {
    if (((*contents)[1] & 0x80U) == 0) return std::nullopt;  // not the shortest form
    contents = contents->subspan(1);
  }
  return contents;
}

// RFC 8017 A.1.1: RSAPublicKey ::= SEQUENCE { modulus, publicExponent }
kzgost::VerificationKey DecodeRsa(Bytes key) {
  DerReader outer(key);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return {};
  DerReader fields(*body);
  const std::optional<Bytes> modulus = PositiveInteger(&fields);
  const std::optional<Bytes> exponent = modulus ? PositiveInteger(&fields) : std::nullopt;
  if (!exponent || !fields.empty()) return {};
  const bool sound = modulus->front() != 0 && exponent->size() <= kMaxExponentBytes &&
                     (exponent->back() & 1U) != 0 && (exponent->size() > 1 || exponent->back() >= 3);
  if (!sound) return {};
  std::optional<openssl::RsaKey> decoded = openssl::RsaKey::Create(*modulus, *exponent);
  if (!decoded) {
    openssl::ClearErrors();
    return {};
  }
  return kzgost::VerificationKey(*std::move(decoded));
}

// RFC 5480 2.1.1 and 2.2: a named curve, and a point on it.
kzgost::VerificationKey DecodeEc(const openssl::Context& context, const char* curve, Bytes point) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(curve), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<uint8_t*>(point.data()),
                                        point.size()),
      OSSL_PARAM_construct_end()};
  return FromParameters(context, "EC", parameters);
}

const char* CurveOf(Bytes parameters) {
  DerReader reader(parameters);
  const std::optional<Bytes> oid = reader.Read(kzgost::kDerOid);
  if (!oid || !reader.empty()) return nullptr;
  const auto* curve = std::ranges::find_if(
      kCurves, [&](const NamedCurve& one) { return std::ranges::equal(one.oid.der(), *oid); });
  return curve != std::ranges::end(kCurves) ? curve->name : nullptr;
}

kzgost::VerificationKey DecodeByProvider(const openssl::Context& context, Bytes spki) {
  const unsigned char* end = spki.data();
  openssl::EvpPkeyPtr key(d2i_PUBKEY_ex(nullptr, &end,
                                        static_cast<long>(spki.size()),  // NOLINT(google-runtime-int)
                                        context.lib_ctx(), nullptr));
  openssl::ClearErrors();
  if (end != spki.data() + spki.size()) return {};
  return kzgost::VerificationKey(std::move(key));
}

}  // namespace

kzgost::VerificationKey DecodePublicKey(const openssl::Context& context, Bytes spki) {
  const std::optional<kzgost::SpkiFrame> frame = kzgost::ParseSpkiFrame(spki);
  if (!frame) return {};
  if (std::ranges::equal(frame->key_oid, kRsaOid.der())) return DecodeRsa(frame->key);
  if (std::ranges::equal(frame->key_oid, kEcOid.der())) {
    if (const char* curve = CurveOf(frame->parameters)) return DecodeEc(context, curve, frame->key);
  }
  return DecodeByProvider(context, spki);
}

}  // namespace oteu::verification::x509
