// A public key as signatures are checked with it (verify.h): OpenSSL's object, whichever kind suits.
//
//   VerificationKey key = x509::DecodePublicKey(context, spki);
//   if (key.empty()) ...   // no algorithm of ours could use it
#pragma once

#include <openssl/types.h>

#include <optional>
#include <utility>

#include "verification/kzgost/algorithms.h"
#include "verification/openssl/ptr.h"
#include "verification/openssl/rsa_key.h"

namespace oteu::verification::kzgost {

// Immutable; may be used by several threads. Must be gone before the context that an EVP key was made in.
class VerificationKey {
 public:
  VerificationKey() = default;
  // Null, or of a type that is not in the table: an empty one.
  explicit VerificationKey(openssl::EvpPkeyPtr key);
  // An ordinary RSA key: no RSASSA-PSS key, whose parameters bind it (RFC 4055 section 3.3).
  explicit VerificationKey(openssl::RsaKey key);

  bool empty() const { return type_ == KeyType::kOther; }
  KeyType type() const { return type_; }
  int bits() const { return bits_; }

  // One of the two when it is not empty.
  const openssl::RsaKey* rsa() const { return rsa_ ? &*rsa_ : nullptr; }
  EVP_PKEY* evp() const { return evp_.get(); }

 private:
  KeyType type_ = KeyType::kOther;
  int bits_ = 0;
  std::optional<openssl::RsaKey> rsa_;
  openssl::EvpPkeyPtr evp_;
};

}  // namespace oteu::verification::kzgost
