// The RSA functions are deprecated in favour of EVP, and are used on purpose: see the header. RSA_verify is
// what OpenSSL's own provider calls.
#define OPENSSL_SUPPRESS_DEPRECATED  // NOLINT(bugprone-reserved-identifier)

#include "verification/openssl/rsa_key.h"

#include <openssl/rsa.h>

namespace oteu::verification::openssl {
namespace {

BignumPtr ReadNumber(Bytes bytes) {
  return BignumPtr(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

}  // namespace

void RsaKey::Free::operator()(RSA* rsa) const { RSA_free(rsa); }

std::optional<RsaKey> RsaKey::Create(Bytes modulus, Bytes exponent) {
  RsaKey key(RSA_new());
  BignumPtr n = ReadNumber(modulus);
  BignumPtr e = ReadNumber(exponent);
  if (!key.rsa_ || !n || !e || RSA_set_method(key.rsa_.get(), RSA_PKCS1_OpenSSL()) != 1 ||
      RSA_set0_key(key.rsa_.get(), n.get(), e.get(), nullptr) != 1) {
    return std::nullopt;
  }
  n.release();  // NOLINT(bugprone-unused-return-value): the key's now
  e.release();  // NOLINT(bugprone-unused-return-value)
  return key;
}

int RsaKey::bits() const { return RSA_bits(rsa_.get()); }

bool RsaKey::VerifyPkcs1(int nid, Bytes digest, Bytes signature) const {
  return RSA_verify(nid, digest.data(), static_cast<unsigned int>(digest.size()), signature.data(),
                    static_cast<unsigned int>(signature.size()), rsa_.get()) == 1;
}

EvpPkeyPtr RsaKey::ToEvp() const {
  EvpPkeyPtr key(EVP_PKEY_new());
  return key && EVP_PKEY_set1_RSA(key.get(), rsa_.get()) == 1 ? std::move(key) : nullptr;
}

}  // namespace oteu::verification::openssl
