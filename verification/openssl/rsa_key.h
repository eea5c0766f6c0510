// An RSA public key on OpenSSL's RSA functions, which EVP and its provider come down to.
//
//   std::optional<RsaKey> key = RsaKey::Create(modulus, exponent);
//   key->VerifyPkcs1(EVP_MD_get_type(md), digest, signature);
//
// EVP makes a key, and a context for each check, out of names that it looks up again: of 30 microseconds for
// a key of 2048 bits that is used once (a signer's, met the first time) it takes 7, and 3 of 20 for one that
// is known. Nothing process-wide is asked: the method is OpenSSL's own, no engine's.
#pragma once

#include <openssl/types.h>

#include <optional>

#include "verification/openssl/bytes.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::openssl {

class RsaKey {
 public:
  // Numbers with the most significant byte first. Nothing when memory is short.
  static std::optional<RsaKey> Create(Bytes modulus, Bytes exponent);

  // Of the modulus.
  int bits() const;

  // RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2) over a digest that was made already; `nid`: OpenSSL's number
  // of the digest algorithm. False also when the work could not be done: the error queue says which. May be
  // used by several threads.
  bool VerifyPkcs1(int nid, Bytes digest, Bytes signature) const;

  // The same key for what EVP alone can do. Null when memory is short.
  EvpPkeyPtr ToEvp() const;

 private:
  struct Free {
    void operator()(RSA* rsa) const;
  };

  explicit RsaKey(RSA* rsa) : rsa_(rsa) {}

  std::unique_ptr<RSA, Free> rsa_;
};

}  // namespace oteu::verification::openssl
