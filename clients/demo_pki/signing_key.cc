#include "clients/demo_pki/signing_key.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <array>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/signing.h"
#include "verification/kzgost/spki.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/openssl/error_queue.h"

namespace oteu::demo_pki {
namespace {

using verification::kzgost::KeyType;
using verification::kzgost::kGost2004Algorithm;
using verification::kzgost::kGost2015Algorithm;
using verification::openssl::AsBytes;
using verification::openssl::AsStringView;
using verification::openssl::BioPtr;
using verification::openssl::BytesPtr;
using verification::openssl::Context;
using verification::openssl::EvpMdCtxPtr;
using verification::openssl::EvpPkeyPtr;
using verification::openssl::TakeErrors;

constexpr int kPssSaltBytes = 32;

absl::StatusOr<std::shared_ptr<const Context>> NewContext() {
  absl::StatusOr<std::unique_ptr<Context>> context = verification::kzgost::CreateKzContext();
  if (!context.ok()) return context.status();
  return std::shared_ptr<const Context>(*std::move(context));
}

bool IsGost(KeyKind kind) { return kind == KeyKind::kGost2015 || kind == KeyKind::kGost2004; }

const char* DigestOid(KeyKind kind) {
  if (kind == KeyKind::kGost2015) return verification::kzgost::kStreebog512Oid.text();
  if (kind == KeyKind::kGost2004) return verification::kzgost::kGost34311Oid.text();
  return kSha256Oid;
}

absl::StatusOr<KeyKind> KindOf(EVP_PKEY* key) {
  switch (verification::kzgost::KeyTypeOf(key)) {
    case KeyType::kRsa:
      return KeyKind::kRsa;
    case KeyType::kEc:
      return KeyKind::kEcP256;
    case KeyType::kGost2015:
      return KeyKind::kGost2015;
    case KeyType::kGost2004:
      return KeyKind::kGost2004;
    case KeyType::kRsaPss:
    case KeyType::kOther:
      break;
  }
  return absl::InvalidArgumentError("key: neither RSA, EC nor Kazakh GOST");
}

KeyType TypeOf(KeyKind kind) {
  switch (kind) {
    case KeyKind::kRsa:
    case KeyKind::kRsaPss:
      return KeyType::kRsa;
    case KeyKind::kEcP256:
      return KeyType::kEc;
    case KeyKind::kGost2015:
      return KeyType::kGost2015;
    case KeyKind::kGost2004:
      return KeyType::kGost2004;
  }
  return KeyType::kOther;
}

absl::StatusOr<EvpPkeyPtr> KeyFromPem(const Context& context, std::string_view pem) {
  const BioPtr input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  EvpPkeyPtr key(
      PEM_read_bio_PrivateKey_ex(input.get(), nullptr, nullptr, nullptr, context.lib_ctx(), nullptr));
  if (!key) return TakeErrors(absl::StatusCode::kInvalidArgument, "key");
  return key;
}

absl::StatusOr<EvpPkeyPtr> KeyFromScalar(const Context& context, std::string_view scalar,
                                         std::string_view spki) {
  const auto* algorithm = verification::kzgost::GostAlgorithmOfSpki(AsBytes(spki));
  if (algorithm == nullptr) return absl::InvalidArgumentError("key: a raw scalar needs a GOST certificate");
  const KeyType type = algorithm == &kGost2015Algorithm ? KeyType::kGost2015 : KeyType::kGost2004;
  return verification::kzgost::LoadPrivateKey(context, type, AsBytes(scalar));
}

// RSASSA-PSS, which kzgost::Sign does not make.
absl::StatusOr<std::string> SignPss(const Context& context, EVP_PKEY* key, std::string_view message) {
  const EvpMdCtxPtr signer(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;  // Owned by `signer`.
  const auto* data = reinterpret_cast<const unsigned char*>(message.data());
  size_t size = 0;
  bool good = signer &&
              EVP_DigestSignInit_ex(signer.get(), &options, "SHA256", context.lib_ctx(), nullptr, key,
                                    nullptr) == 1 &&
              EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
              EVP_PKEY_CTX_set_rsa_pss_saltlen(options, kPssSaltBytes) == 1 &&
              EVP_DigestSign(signer.get(), nullptr, &size, data, message.size()) == 1;
  std::string signature(size, '\0');
  good = good && EVP_DigestSign(signer.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data,
                                message.size()) == 1;
  if (!good) return TakeErrors(absl::StatusCode::kInternal, "signing");
  return signature;
}

}  // namespace

SigningKey::SigningKey(KeyKind kind, ContextPtr context, EvpPkeyPtr key)
    : kind_(kind), context_(std::move(context)) {
  // The key holds the context it was made in, whatever order copies are assigned and dropped in.
  key_ = std::shared_ptr<EVP_PKEY>(key.release(),
                                   [owner = context_](EVP_PKEY* object) { EVP_PKEY_free(object); });
}

absl::StatusOr<SigningKey> SigningKey::Generate(KeyKind kind) {
  absl::StatusOr<ContextPtr> context = NewContext();
  if (!context.ok()) return context.status();
  absl::StatusOr<EvpPkeyPtr> key = verification::kzgost::GenerateKey(**context, TypeOf(kind));
  if (!key.ok()) return key.status();
  SigningKey result(kind, *std::move(context), *std::move(key));
  if (absl::Status status = result.ReadPublicPart(); !status.ok()) return status;
  return result;
}

absl::StatusOr<SigningKey> SigningKey::Load(std::string_view key_file, std::string_view spki) {
  absl::StatusOr<ContextPtr> context = NewContext();
  if (!context.ok()) return context.status();
  absl::StatusOr<EvpPkeyPtr> key = key_file.starts_with("-----BEGIN")
                                       ? KeyFromPem(**context, key_file)
                                       : KeyFromScalar(**context, key_file, spki);
  if (!key.ok()) return key.status();
  absl::StatusOr<KeyKind> kind = KindOf(key->get());
  if (!kind.ok()) return kind.status();
  SigningKey result(*kind, *std::move(context), *std::move(key));
  if (absl::Status status = result.ReadPublicPart(); !status.ok()) return status;
  if (result.spki() != spki) return absl::InvalidArgumentError("key: it does not belong to the certificate");
  return result;
}

SigningKey SigningKey::AsPss() const {
  SigningKey copy = *this;
  if (kind_ == KeyKind::kRsa) copy.kind_ = KeyKind::kRsaPss;
  return copy;
}

absl::Status SigningKey::ReadPublicPart() {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  const BytesPtr owned(der);
  if (size <= 0) return TakeErrors(absl::StatusCode::kInternal, "public key");
  spki_.assign(reinterpret_cast<const char*>(der), static_cast<size_t>(size));

  const unsigned char* cursor = der;
  const verification::openssl::X509PubkeyPtr parsed(d2i_X509_PUBKEY(nullptr, &cursor, size));
  const unsigned char* bits = nullptr;
  int bits_size = 0;
  if (!parsed || X509_PUBKEY_get0_param(nullptr, &bits, &bits_size, nullptr, parsed.get()) != 1) {
    return TakeErrors(absl::StatusCode::kInternal, "public key");
  }
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(bits, static_cast<size_t>(bits_size), digest.data());
  verification::openssl::ClearErrors();  // d2i_X509_PUBKEY tries the default context first, which knows no
                                         // GOST.
  key_id_.assign(reinterpret_cast<const char*>(digest.data()), digest.size());
  return absl::OkStatus();
}

std::string SigningKey::digest_algorithm() const {
  return der::Sequence({der::Oid(DigestOid(kind_)), der::Null()});
}

std::string SigningKey::certificate_signature_algorithm() const {
  if (kind_ == KeyKind::kRsa) return der::Sequence({der::Oid(kSha256WithRsaOid), der::Null()});
  return cms_signature_algorithm();
}

std::string SigningKey::cms_signature_algorithm() const {
  switch (kind_) {
    case KeyKind::kRsa:
      return der::Sequence({der::Oid(kRsaEncryptionOid), der::Null()});  // RFC 3370 section 3.2.
    case KeyKind::kRsaPss: {
      const std::string mask = der::Sequence({der::Oid(kMgf1Oid), digest_algorithm()});
      return der::Sequence(
          {der::Oid(kRsaPssOid), der::Sequence({der::Explicit(0, digest_algorithm()), der::Explicit(1, mask),
                                                der::Explicit(2, der::SmallInteger(kPssSaltBytes))})});
    }
    case KeyKind::kEcP256:
      return der::Sequence({der::Oid(kEcdsaWithSha256Oid)});
    case KeyKind::kGost2015:
      return der::Sequence({der::Oid(kGost2015Algorithm.signature_oid.text()), der::Null()});
    case KeyKind::kGost2004:
      return der::Sequence({der::Oid(kGost2004Algorithm.signature_oid.text()), der::Null()});
  }
  return "";
}

absl::StatusOr<std::string> SigningKey::Digest(std::string_view message) const {
  return DigestBy(DigestOid(kind_), message);
}

absl::StatusOr<std::string> SigningKey::DigestBy(std::string_view digest_oid,
                                                 std::string_view message) const {
  const absl::StatusOr<verification::openssl::DigestValue> digest =
      verification::openssl::Digest(*context_, digest_oid, AsBytes(message));
  if (!digest.ok()) return digest.status();
  return std::string(AsStringView(digest->bytes()));
}

absl::StatusOr<std::string> SigningKey::Sign(std::string_view message) const {
  if (kind_ == KeyKind::kRsaPss) return SignPss(*context_, key_.get(), message);
  const absl::StatusOr<std::vector<uint8_t>> signature =
      verification::kzgost::Sign(*context_, key_.get(), IsGost(kind_) ? "" : kSha256Oid, AsBytes(message));
  if (!signature.ok()) return signature.status();
  return std::string(AsStringView(*signature));
}

absl::StatusOr<std::string> SigningKey::ToFile() const {
  if (IsGost(kind_)) {
    const absl::StatusOr<std::vector<uint8_t>> scalar = verification::kzgost::ExportScalar(key_.get());
    if (!scalar.ok()) return scalar.status();
    return std::string(AsStringView(*scalar));
  }
  const BioPtr output(BIO_new(BIO_s_mem()));
  if (!output ||
      PEM_write_bio_PKCS8PrivateKey(output.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return TakeErrors(absl::StatusCode::kInternal, "private key");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(output.get(), &text);  // NOLINT(google-runtime-int): OpenSSL's type.
  return std::string(text, static_cast<size_t>(size));
}

}  // namespace oteu::demo_pki
